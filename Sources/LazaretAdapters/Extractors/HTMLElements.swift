/// What the text of an element means for the layout, as browsers' style sheets have it.
struct HTMLElement {
  enum Role: UInt8 {
    case inline
    case block
    case heading
    case list
    case item
    case row
    case cell
    case lineBreak
    case preformatted
    /// Its text is no text: scripts.
    case ignored
    case style
    case title
    /// Its content is never drawn: templates, `noscript`, what stands in for a video.
    case undrawn
  }

  var role: Role
  /// Line ends before and after: 1 for a new line, 2 for a blank line.
  var breaks = 0
  var level = 0

  static func named(_ name: String) -> HTMLElement { all[name] ?? HTMLElement(role: .inline) }

  private static let all: [String: HTMLElement] = {
    var all: [String: HTMLElement] = [:]
    for name in [
      "p", "blockquote", "dl", "figure", "fieldset", "table", "hr", "details", "form",
    ] { all[name] = HTMLElement(role: .block, breaks: 2) }
    for name in [
      "address", "article", "aside", "body", "caption", "center", "dd", "dir", "div", "dt", "figcaption",
      "footer", "header", "hgroup", "html", "legend", "main", "menu", "nav", "optgroup", "option", "search",
      "section", "summary", "tbody", "tfoot", "thead",
    ] { all[name] = HTMLElement(role: .block, breaks: 1) }
    for level in 1...6 { all["h\(level)"] = HTMLElement(role: .heading, breaks: 2, level: level) }
    for name in ["ul", "ol"] { all[name] = HTMLElement(role: .list, breaks: 2) }
    for name in ["pre", "textarea", "listing", "xmp", "plaintext"] {
      all[name] = HTMLElement(role: .preformatted, breaks: 2)
    }
    for name in [
      "template", "noscript", "noframes", "noembed", "iframe", "object", "applet", "video", "audio", "canvas",
      "datalist", "rp", "annotation", "annotation-xml", "desc", "metadata",
    ] { all[name] = HTMLElement(role: .undrawn) }
    all["li"] = HTMLElement(role: .item, breaks: 1)
    all["tr"] = HTMLElement(role: .row, breaks: 1)
    all["td"] = HTMLElement(role: .cell)
    all["th"] = HTMLElement(role: .cell)
    all["br"] = HTMLElement(role: .lineBreak)
    all["script"] = HTMLElement(role: .ignored)
    all["style"] = HTMLElement(role: .style)
    all["title"] = HTMLElement(role: .title)
    return all
  }()
}
