import LazaretCore

/// The lanes of a mail while they are put together from its parts.
struct MailText {
  private var utf8: [UInt8] = []
  private var headings: [Passage.Heading] = []
  private var lane = HiddenLane()

  var visible: Passage { Passage(text: String(decoding: utf8, as: UTF8.self), headings: headings) }
  var hidden: Passage { lane.passage }

  /// A blank line comes before it.
  mutating func add(_ text: String) {
    if text.isEmpty { return }
    if !utf8.isEmpty { utf8.append(contentsOf: [0x0A, 0x0A]) }
    utf8.append(contentsOf: text.utf8)
  }

  mutating func addHeading(_ title: String, level: Int) {
    if title.isEmpty { return }
    add(title)
    let span = TextSpan(utf8.count - title.utf8.count, utf8.count)
    headings.append(Passage.Heading(level: min(level, 6), title: title, span: span))
  }

  mutating func hide(_ text: String, kind: String) {
    lane.add(text.utf8, kind: kind)
  }

  /// Both lanes of a part, its headings below `level`.
  mutating func add(_ document: Document, below level: Int) {
    if !document.visible.text.isEmpty {
      add(document.visible.text)
      let start = utf8.count - document.visible.text.utf8.count
      for heading in document.visible.headings {
        headings.append(
          Passage.Heading(
            level: min(heading.level + level, 6), title: heading.title,
            span: TextSpan(start + heading.span.start, start + heading.span.end)))
      }
    }
    hideLane(of: document)
  }

  mutating func hideLane(of document: Document) {
    let bytes = Array(document.hidden.text.utf8)
    var place = 0
    for origin in document.hidden.origins {
      lane.add(bytes[origin.span.start..<origin.span.end], kind: origin.kind)
      place = origin.span.end
    }
    // What no origin covers at the end, should an extractor say less of it.
    lane.add(bytes[place...], kind: "hidden")
  }
}
