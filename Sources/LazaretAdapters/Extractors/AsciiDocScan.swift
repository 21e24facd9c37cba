import LazaretCore

/// One pass over the lines of an AsciiDoc file (asciidoc-lang, "Sections", "Comments"; the two-line titles
/// as Asciidoctor reads them): headings and comments outside of blocks that are shown as they are written.
struct AsciiDocScan {
  private(set) var headings: [Passage.Heading] = []
  private(set) var hidden = HiddenLane()
  /// `title`, `doctitle` and `lang`, if attribute entries set them.
  private(set) var attributes: [String: String] = [:]

  private let lines: TextLines
  /// The line that closes the block of literal text that the scan is in.
  private var literalEnd: [UInt8]?
  private var isParagraph = false
  /// The rules of blocks of ordinary text that are open: what closes them underlines nothing.
  private var openRules: Set<String> = []
  /// Set by `[comment]`, which makes a comment of the block below it.
  private var isCommentNext = false

  init(_ utf8: [UInt8]) { lines = TextLines(utf8) }

  mutating func run() {
    var next = lines.bytes.isEmpty ? nil : lines.line(at: 0)
    while let line = next {
      next = read(line)
    }
  }

  private mutating func read(_ line: TextSpan) -> TextSpan? {
    let text = trimmedAtEnd(line)
    let next = lines.line(after: line)
    if let end = literalEnd {
      if lines.bytes[text.start..<text.end].elementsEqual(end) { literalEnd = nil }
      return next
    }
    if text.isEmpty {
      isParagraph = false
      return next
    }
    if isCommentNext, !isAttributeLine(text) {
      isCommentNext = false
      return commentBlock(line, text)
    }
    if isCommentRule(text) { return comment(openedBy: line, text) }
    if lines.starts(text, with: "//"), !lines.starts(text, with: "///") {
      hidden.add(lines.bytes[(text.start + 2)..<text.end], kind: "comment")
      return next
    }
    if isParagraph {
      if opensLiteral(text) { openLiteral(text) }
      return next
    }
    if oneLineHeading(text) { return next }
    if let last = twoLineHeading(text, next) { return lines.line(after: last) }
    if opensLiteral(text) {
      openLiteral(text)
      return next
    }
    if isAttributeLine(text) {
      if lines.starts(text, with: "[comment") { isCommentNext = true }
      return next
    }
    if attributeEntry(text) { return next }
    isParagraph = !isBlockRule(text)
    if !isParagraph, text.count <= 64, openRules.count < 64 {
      let rule = lines.string(text)
      if openRules.remove(rule) == nil { openRules.insert(rule) }
    }
    return next
  }

  // MARK: Headings

  private mutating func oneLineHeading(_ text: TextSpan) -> Bool {
    let mark = lines.bytes[text.start]
    guard mark == 0x3D || mark == 0x23 else { return false }
    let level = lines.bytes[text.start..<text.end].prefix { $0 == mark }.count
    let after = text.start + level
    guard level <= 6, after < text.end, lines.bytes[after] == 0x20 || lines.bytes[after] == 9 else {
      return false
    }
    var title = lines.trimmed(TextSpan(after, text.end))
    // The marks may be repeated behind the title.
    let closing = lines.bytes[title.start..<title.end].reversed().prefix { $0 == mark }.count
    if closing == level, title.count > level, lines.bytes[title.end - closing - 1].isWhitespace {
      title = lines.trimmed(TextSpan(title.start, title.end - closing))
    }
    guard !title.isEmpty else { return false }
    headings.append(Passage.Heading(level: level, title: lines.string(title), span: text))
    return true
  }

  /// The underline, if one makes a heading of the line: of its length, one more or one less.
  private mutating func twoLineHeading(_ text: TextSpan, _ next: TextSpan?) -> TextSpan? {
    guard let next,
      let level = Self.underlines.firstIndex(of: lines.bytes[min(next.start, lines.bytes.count - 1)])
    else { return nil }
    let rule = trimmedAtEnd(next)
    guard lines.rule(rule, atLeast: 2) != nil, rule.count > 64 || !openRules.contains(lines.string(rule)),
      abs(rule.count - lines.scalars(in: text)) < 2,
      lines.bytes[text.start..<text.end].contains(where: { ($0 | 0x20) >= 0x61 || (0x30...0x39).contains($0) }
      )
    else { return nil }
    headings.append(
      Passage.Heading(
        level: level + 1, title: lines.string(lines.trimmed(text)), span: TextSpan(text.start, rule.end)))
    return next
  }

  private static let underlines: [UInt8] = Array("=-~^+".utf8)

  // MARK: Comments

  private func isCommentRule(_ text: TextSpan) -> Bool { lines.rule(text, atLeast: 4) == 0x2F }

  /// Takes lines up to one that is like the opening one, or to the end of the file.
  private mutating func comment(openedBy line: TextSpan, _ text: TextSpan) -> TextSpan? {
    let mark = lines.bytes[text.start..<text.end]
    let start = lines.start(after: line)
    var next = lines.line(after: line)
    while let candidate = next {
      let inside = trimmedAtEnd(candidate)
      next = lines.line(after: candidate)
      if lines.bytes[inside.start..<inside.end].elementsEqual(mark) {
        hidden.add(lines.bytes[start..<candidate.start], kind: "comment")
        return next
      }
    }
    hidden.add(lines.bytes[start...], kind: "comment")
    return nil
  }

  /// The block below `[comment]`: between two lines `--`, or up to a blank line.
  private mutating func commentBlock(_ line: TextSpan, _ text: TextSpan) -> TextSpan? {
    if lines.bytes[text.start..<text.end].elementsEqual("--".utf8) || isCommentRule(text) {
      return comment(openedBy: line, text)
    }
    var end = line.end
    var next = lines.line(after: line)
    while let candidate = next, !lines.isBlank(candidate) {
      end = candidate.end
      next = lines.line(after: candidate)
    }
    hidden.add(lines.bytes[line.start..<end], kind: "comment")
    return next
  }

  // MARK: Other lines

  /// `----`, `....`, `++++` and three backticks: what is inside is shown as it is written.
  private func opensLiteral(_ text: TextSpan) -> Bool {
    if lines.starts(text, with: "```") { return true }
    return switch lines.rule(text, atLeast: 4) {
    case 0x2D, 0x2E, 0x2B: true
    default: false
    }
  }

  private mutating func openLiteral(_ text: TextSpan) {
    literalEnd = Array(lines.bytes[text.start..<text.end].prefix { $0 == lines.bytes[text.start] })
    isParagraph = false
  }

  /// Rules that open and close blocks of ordinary text.
  private func isBlockRule(_ text: TextSpan) -> Bool {
    switch lines.rule(text, atLeast: 2) {
    case 0x3D, 0x2A, 0x5F, 0x2D: true
    default: lines.starts(text, with: "|===")
    }
  }

  /// `[source,swift]`, `[[anchor]]`, `.Title of a block`.
  private func isAttributeLine(_ text: TextSpan) -> Bool {
    let first = lines.bytes[text.start]
    if first == 0x5B { return lines.bytes[text.end - 1] == 0x5D }
    return first == 0x2E && text.count > 1 && lines.bytes[text.start + 1] != 0x2E
      && !lines.bytes[text.start + 1].isWhitespace
  }

  /// `:name: value`.
  private mutating func attributeEntry(_ text: TextSpan) -> Bool {
    guard lines.bytes[text.start] == 0x3A, text.count > 2,
      let colon = lines.bytes[(text.start + 1)..<text.end].firstIndex(of: 0x3A), colon > text.start + 1,
      colon + 1 == text.end || lines.bytes[colon + 1].isWhitespace
    else { return false }
    let name = lines.string(TextSpan(text.start + 1, colon))
    let value = lines.string(lines.trimmed(TextSpan(colon + 1, text.end)))
    if ["title", "doctitle", "lang"].contains(name), !value.isEmpty, attributes[name] == nil {
      attributes[name] = value
    }
    return true
  }

  private func trimmedAtEnd(_ line: TextSpan) -> TextSpan {
    var end = line.end
    while end > line.start, lines.bytes[end - 1].isWhitespace { end -= 1 }
    return TextSpan(line.start, end)
  }
}
