/// The name of an element or of an attribute of a page.
struct HTMLName: Hashable, Sendable {
  /// What the name means to a reader of pages.
  var word: HTMLWord
  /// The same for equal names, and another for any other, within one page. Counted from 0.
  var number: Int32
}

/// The names that mean something to a reader of pages, in lower case.
enum HTMLWord: String, CaseIterable, Sendable {
  /// Any other name.
  case other = ""
  /// Any name that begins with `data-`.
  case data = "data-"

  // Elements
  case html, head, body, meta, link, script, style, title, font, basefont, input, dialog, svg
  case p, blockquote, dl, figure, fieldset, table, hr, details, form
  case address, article, aside, caption, center, dd, dir, div, dt, figcaption, footer, header, hgroup, legend
  case main, menu, nav, optgroup, option, search, section, summary, tbody, tfoot, thead
  case h1, h2, h3, h4, h5, h6, ul, ol, li, tr, td, th, br
  case pre, textarea, listing, xmp, plaintext
  case template, noscript, noframes, noembed, iframe, object, applet, video, audio, canvas, datalist, rp
  case annotation, desc, metadata
  case annotationXML = "annotation-xml"

  // Attributes; some are elements as well.
  case id, hidden, open, media, color, text, bgcolor, background, lang, rel, name, property, content, type
  case value, alt, placeholder, label, srcdoc, itemprop, standby, abbr
  case classes = "class"
  case xmlLang = "xml:lang"
  case ariaLabel = "aria-label"
  case ariaDescription = "aria-description"
  case ariaPlaceholder = "aria-placeholder"
  case ariaRoleDescription = "aria-roledescription"
  case ariaValueText = "aria-valuetext"

  init(of name: String) {
    self = Self.all[name] ?? (name.utf8.starts(with: Self.data.rawValue.utf8) ? .data : .other)
  }

  private static let all = Dictionary(uniqueKeysWithValues: allCases.dropFirst(2).map { ($0.rawValue, $0) })
}
