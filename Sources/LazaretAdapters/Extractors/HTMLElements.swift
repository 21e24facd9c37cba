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
  var breaks: Int8 = 0
  var level: Int8 = 0

  static func of(_ word: HTMLWord) -> HTMLElement {
    switch word {
    case .p, .blockquote, .dl, .figure, .fieldset, .table, .hr, .details, .form:
      HTMLElement(role: .block, breaks: 2)
    case .address, .article, .aside, .body, .caption, .center, .dd, .dir, .div, .dt, .figcaption, .footer,
      .header, .hgroup, .html, .legend, .main, .menu, .nav, .optgroup, .option, .search, .section, .summary,
      .tbody, .tfoot, .thead:
      HTMLElement(role: .block, breaks: 1)
    case .h1: HTMLElement(role: .heading, breaks: 2, level: 1)
    case .h2: HTMLElement(role: .heading, breaks: 2, level: 2)
    case .h3: HTMLElement(role: .heading, breaks: 2, level: 3)
    case .h4: HTMLElement(role: .heading, breaks: 2, level: 4)
    case .h5: HTMLElement(role: .heading, breaks: 2, level: 5)
    case .h6: HTMLElement(role: .heading, breaks: 2, level: 6)
    case .ul, .ol: HTMLElement(role: .list, breaks: 2)
    case .pre, .textarea, .listing, .xmp, .plaintext: HTMLElement(role: .preformatted, breaks: 2)
    case .template, .noscript, .noframes, .noembed, .iframe, .object, .applet, .video, .audio, .canvas,
      .datalist, .rp, .annotation, .annotationXML, .desc, .metadata:
      HTMLElement(role: .undrawn)
    case .li: HTMLElement(role: .item, breaks: 1)
    case .tr: HTMLElement(role: .row, breaks: 1)
    case .td, .th: HTMLElement(role: .cell)
    case .br: HTMLElement(role: .lineBreak)
    case .script: HTMLElement(role: .ignored)
    case .style: HTMLElement(role: .style)
    case .title: HTMLElement(role: .title)
    default: HTMLElement(role: .inline)
    }
  }
}
