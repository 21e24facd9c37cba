import LazaretCore

/// One pass over the lines of a reStructuredText file (docutils' specification, "Sections", "Comments",
/// "Literal Blocks"): headings, and what a rendered page leaves out.
struct ReStructuredTextScan {
  private(set) var headings: [Passage.Heading] = []
  private(set) var hidden = HiddenLane()
  /// Of a `title` directive, which names the page and is not shown on it.
  private(set) var title: String?

  private let lines: TextLines
  /// The ways in which headings are ruled, in order of their first use: the place is the level.
  private var styles: [Style] = []
  /// Lines indented further than this are shown as they are written; `nil` outside of such a block.
  private var literalIndent: Int?
  private var isAfterBlank = true

  private struct Style: Hashable {
    var rule: UInt8
    var isOverlined: Bool
  }

  init(_ utf8: [UInt8]) { lines = TextLines(utf8) }

  mutating func run() {
    var next = lines.bytes.isEmpty ? nil : lines.line(at: 0)
    while let line = next {
      next = read(line)
    }
  }

  /// Reads what begins in this line and gives the line after it.
  private mutating func read(_ line: TextSpan) -> TextSpan? {
    if lines.isBlank(line) {
      isAfterBlank = true
      return lines.line(after: line)
    }
    let indent = lines.indent(of: line)
    if let literal = literalIndent {
      if indent > literal { return lines.line(after: line) }
      literalIndent = nil
    }
    let text = lines.trimmed(line)
    if let last = heading(line, text, indent) {
      isAfterBlank = true
      return lines.line(after: last)
    }
    if lines.starts(text, with: ".."), text.count == 2 || lines.bytes[text.start + 2].isWhitespace {
      return explicitMarkup(line, text, indent)
    }
    if lines.bytes[text.end - 1] == 0x3A, text.count >= 2, lines.bytes[text.end - 2] == 0x3A {
      literalIndent = indent
    }
    isAfterBlank = false
    return lines.line(after: line)
  }

  // MARK: Headings

  /// The last line of the heading that begins here, if one does.
  private mutating func heading(_ line: TextSpan, _ text: TextSpan, _ indent: Int) -> TextSpan? {
    guard isAfterBlank, let second = lines.line(after: line) else { return nil }
    if let rule = adornment(line), let third = lines.line(after: second), let below = adornment(third),
      below == rule, !lines.isBlank(second), adornment(second) == nil
    {
      let title = lines.trimmed(second)
      let width = lines.scalars(in: lines.trimmed(third))
      guard width >= min(lines.scalars(in: title), 4) else { return nil }
      add(title, Style(rule: rule, isOverlined: true), from: line, to: third)
      return third
    }
    guard indent == 0, let rule = adornment(second), adornment(line) == nil,
      lines.trimmed(second).count >= min(lines.scalars(in: text), 4)
    else { return nil }
    add(text, Style(rule: rule, isOverlined: false), from: line, to: second)
    return second
  }

  private mutating func add(_ title: TextSpan, _ style: Style, from first: TextSpan, to last: TextSpan) {
    let known = styles.firstIndex(of: style)
    if known == nil { styles.append(style) }
    headings.append(
      Passage.Heading(
        level: (known ?? styles.count - 1) + 1, title: lines.string(title),
        span: TextSpan(first.start, last.end)))
  }

  /// The punctuation mark that a line without indentation consists of, if it does.
  private func adornment(_ line: TextSpan) -> UInt8? {
    let text = lines.trimmed(line)
    guard text.start == line.start, let byte = lines.rule(text, atLeast: 1) else { return nil }
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E:
      // Two dots and two colons are markup of their own.
      return text.count <= 2 && (byte == 0x2E || byte == 0x3A) ? nil : byte
    default: return nil
    }
  }

  // MARK: What begins with two dots

  private mutating func explicitMarkup(
    _ line: TextSpan, _ text: TextSpan, _ indent: Int
  ) -> TextSpan? {
    isAfterBlank = true
    let content = lines.trimmed(TextSpan(text.start + 2, text.end))
    if let directive = directive(content) {
      let name = directive.name
      if Self.verbatim.contains(name) { literalIndent = indent }
      guard name == "meta" || name == "title" else { return lines.line(after: line) }
      let (end, next) = block(after: line, indent: indent)
      if name == "title", title == nil { title = lines.string(directive.argument) }
      hidden.add(lines.bytes[directive.argument.start..<max(end, directive.argument.end)], kind: name)
      return next
    }
    if isTargetOrNote(content) { return lines.line(after: line) }
    if content.isEmpty, lines.line(after: line).map({ lines.isBlank($0) }) ?? true {
      // Docutils: two dots alone before a blank line end here, and what follows is a quotation.
      return lines.line(after: line)
    }
    let (end, next) = block(after: line, indent: indent)
    hidden.add(lines.bytes[content.start..<max(end, content.end)], kind: "comment")
    return next
  }

  /// The end of the last line that is indented further than the markup above it, and the line after that.
  private func block(after line: TextSpan, indent: Int) -> (end: Int, next: TextSpan?) {
    var end = line.end
    var next = lines.line(after: line)
    var after = next
    while let candidate = next {
      if !lines.isBlank(candidate) {
        guard lines.indent(of: candidate) > indent else { break }
        end = candidate.end
        after = lines.line(after: candidate)
      }
      next = lines.line(after: candidate)
    }
    return (end, after)
  }

  private static let verbatim: Set<String> = [
    "code", "code-block", "sourcecode", "parsed-literal", "raw", "math", "highlight", "csv-table", "graphviz",
    "mermaid", "prompt", "doctest", "testcode",
  ]

  private func directive(_ content: TextSpan) -> (name: String, argument: TextSpan)? {
    let name = lines.bytes[content.start..<content.end].prefix {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || "-_+.:".utf8.contains($0)
    }
    guard
      let colons = name.indices.first(where: {
        $0 + 1 < name.endIndex && name[$0] == 0x3A && name[$0 + 1] == 0x3A
      }),
      colons > name.startIndex, colons + 2 == content.end || lines.bytes[colons + 2].isWhitespace
    else { return nil }
    return (
      String(decoding: name[..<colons], as: UTF8.self).lowercased(),
      lines.trimmed(TextSpan(colons + 2, content.end))
    )
  }

  /// `_target:`, `__ anonymous`, `[1] footnote`, `|name| substitution::`.
  private func isTargetOrNote(_ content: TextSpan) -> Bool {
    let rest = lines.bytes[content.start..<content.end]
    switch rest.first {
    case 0x5F: return rest.contains(0x3A) || rest.starts(with: "__".utf8)
    case 0x5B: return rest.contains(0x5D)
    case 0x7C: return rest.dropFirst().contains(0x7C)
    default: return false
    }
  }
}
