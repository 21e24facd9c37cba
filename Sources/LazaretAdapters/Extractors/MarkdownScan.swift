import LazaretCore

/// One pass over the lines of a Markdown file (CommonMark 0.31): front matter, headings outside of
/// code, comments outside of code.
struct MarkdownScan {
  private(set) var headings: [Passage.Heading] = []
  private(set) var hidden = HiddenLane()
  /// `title`, `lang` and `language`, if the front matter has them.
  private(set) var frontMatter: [String: String] = [:]

  private let bytes: [UInt8]
  /// Where the open paragraph starts, if one is open.
  private var paragraph: Int?
  private var fence: (byte: UInt8, length: Int)?
  /// Past the comment that the scan is in or has seen.
  private var commentEnd = 0
  /// Set when the rest of the file holds no `-->`, so that it is not searched for twice.
  private var isPastLastComment = false
  /// What is code, in order of place: neither markup nor HTML is read in it.
  private(set) var code: [TextSpan] = []
  private var definitions: [(label: TextSpan, text: TextSpan, isFootnote: Bool)] = []
  /// How far titles and image texts are looked for, all together.
  private var stepsLeft: Int

  init(_ utf8: [UInt8]) {
    bytes = utf8
    stepsLeft = 16 * utf8.count + 100_000
  }

  mutating func run() {
    var place = readFrontMatter()
    while place < bytes.count {
      let end = endOfLine(from: place)
      line(TextSpan(place, end))
      place = end < bytes.count ? afterBreak(end) : end
    }
    addUnusedDefinitions()
  }

  private mutating func line(_ line: TextSpan) {
    // A comment's own lines are neither headings nor paragraphs.
    if line.end <= commentEnd { return }
    if line.start < commentEnd {
      paragraph = nil
      comments(in: TextSpan(commentEnd, line.end))
      return
    }
    let indent = indentation(of: line)
    let start = min(line.start + indent.bytes, line.end)
    if let open = fence {
      code.append(line)
      if indent.columns < 4, isFence(TextSpan(start, line.end), closing: open) { fence = nil }
      return
    }
    guard start < line.end else {
      paragraph = nil
      return
    }
    // Indented code cannot interrupt a paragraph.
    if indent.columns >= 4 {
      if paragraph != nil { comments(in: line) } else { code.append(line) }
      return
    }
    if let opened = fenceOpened(by: TextSpan(start, line.end)) {
      fence = opened
      paragraph = nil
      return
    }
    if heading(TextSpan(line.start, line.end), from: start) { return }
    if underline(TextSpan(line.start, line.end), from: start) { return }
    if definition(TextSpan(start, line.end)) { return }
    let before = commentEnd
    comments(in: TextSpan(start, line.end))
    let isOnlyComment = commentEnd > before && bytes[start] == 0x3C
    let takesUnderline = !isOnlyComment && canStartParagraph(TextSpan(start, line.end))
    paragraph = takesUnderline ? paragraph ?? line.start : nil
  }

  /// False for quotations, table rows, HTML, list items and rules: no underline makes a heading of
  /// them.
  private func canStartParagraph(_ line: TextSpan) -> Bool {
    let rest = bytes[line.start..<line.end]
    switch rest.first {
    case 0x3E, 0x7C, 0x3C: return false
    case 0x2D, 0x2A, 0x2B, 0x5F:
      let isRule = rest.allSatisfy { $0 == bytes[line.start] || $0 == 0x20 || $0 == 9 }
      let isItem = rest.dropFirst().first.map { $0 == 0x20 || $0 == 9 } ?? true
      return !isRule && !isItem
    case .some(0x30...0x39):
      let marker = rest.drop { (0x30...0x39).contains($0) }
      return marker.first != 0x2E && marker.first != 0x29
    default: return true
    }
  }

  // MARK: Headings

  private mutating func heading(_ line: TextSpan, from start: Int) -> Bool {
    let level = run(of: 0x23, from: start, to: line.end)
    guard (1...6).contains(level) else { return false }
    let after = start + level
    guard after == line.end || bytes[after] == 0x20 || bytes[after] == 9 else { return false }
    var title = trimmed(TextSpan(after, line.end))
    var closing = title.end
    while closing > title.start, bytes[closing - 1] == 0x23 { closing -= 1 }
    if closing == title.start {
      title = TextSpan(closing, closing)
    } else if closing < title.end, bytes[closing - 1] == 0x20 || bytes[closing - 1] == 9 {
      title = trimmed(TextSpan(title.start, closing))
    }
    add(level: level, title: title, span: line)
    comments(in: line)
    paragraph = nil
    return true
  }

  /// A line of `=` or `-` under a paragraph makes a heading of it.
  private mutating func underline(_ line: TextSpan, from start: Int) -> Bool {
    guard let opened = paragraph, bytes[start] == 0x3D || bytes[start] == 0x2D else { return false }
    let rest = trimmed(TextSpan(start, line.end))
    guard run(of: bytes[start], from: rest.start, to: rest.end) == rest.count else { return false }
    let title = trimmed(TextSpan(opened, line.start))
    add(level: bytes[start] == 0x3D ? 1 : 2, title: title, span: TextSpan(opened, line.end))
    paragraph = nil
    return true
  }

  private mutating func add(level: Int, title: TextSpan, span: TextSpan) {
    let text = bytes[title.start..<title.end].map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
    headings.append(
      Passage.Heading(level: level, title: String(decoding: text, as: UTF8.self), span: span))
  }

  // MARK: Code

  private func fenceOpened(by line: TextSpan) -> (byte: UInt8, length: Int)? {
    let byte = bytes[line.start]
    guard byte == 0x60 || byte == 0x7E else { return nil }
    let length = run(of: byte, from: line.start, to: line.end)
    guard length >= 3 else { return nil }
    // A line with more backticks further on is inline code.
    if byte == 0x60, bytes[(line.start + length)..<line.end].contains(0x60) { return nil }
    return (byte, length)
  }

  private func isFence(_ line: TextSpan, closing open: (byte: UInt8, length: Int)) -> Bool {
    let length = run(of: open.byte, from: line.start, to: line.end)
    return length >= open.length && trimmed(TextSpan(line.start + length, line.end)).isEmpty
  }

  // MARK: What the rendered page does not show

  /// Takes every comment that begins in the span and is not inside inline code.
  private mutating func comments(in span: TextSpan) {
    var place = span.start
    while place < span.end {
      switch bytes[place] {
      case 0x60:
        let ticks = run(of: 0x60, from: place, to: span.end)
        if let end = closingTicks(ticks, from: place + ticks, to: span.end) {
          code.append(TextSpan(place, end))
          place = end
        } else {
          place += ticks
        }
      case 0x21 where starts(with: "![", at: place):
        if let end = textEnd(from: place + 2, closing: 0x5D, opening: 0x5B) {
          hidden.add(bytes[(place + 2)..<end], kind: "alt")
        }
        place += 2
      case 0x5D where starts(with: "](", at: place):
        linkTitle(from: place + 2)
        place += 2
      case 0x5C: place += 2
      case 0x3C where starts(with: "<!--", at: place):
        guard let end = comment(at: place, isFirst: place == span.start) else {
          place += 4
          continue
        }
        place = end
        commentEnd = end
      default: place += 1
      }
    }
  }

  private mutating func comment(at start: Int, isFirst: Bool) -> Int? {
    let inside = start + 4
    if starts(with: ">", at: inside) { return inside + 1 }
    if starts(with: "->", at: inside) { return inside + 2 }
    guard let end = endOfComment(from: inside) else {
      // Only a comment that starts its line runs to the end of the file; another is text.
      guard isFirst else { return nil }
      hidden.add(bytes[inside...], kind: "comment")
      return bytes.count
    }
    hidden.add(bytes[inside..<end], kind: "comment")
    return end + 3
  }

  /// `[label]: target "title"`: the title is shown to nobody unless the link is used and pointed at.
  private mutating func definition(_ line: TextSpan) -> Bool {
    guard bytes[line.start] == 0x5B, paragraph == nil,
      let close = bytes[line.start..<line.end].firstIndex(of: 0x5D),
      close + 1 < line.end, bytes[close + 1] == 0x3A
    else { return false }
    let target = trimmed(TextSpan(close + 2, line.end))
    if target.isEmpty { return false }
    let label = TextSpan(line.start + 1, close)
    if label.count > 1, bytes[label.start] == 0x5E {
      definitions.append((label, TextSpan(target.start, endOfParagraph(from: line.end)), true))
      return false
    }
    definitions.append((label, label, false))
    guard let gap = bytes[target.start..<target.end].firstIndex(where: { $0 == 0x20 || $0 == 9 })
    else { return true }
    let title = trimmed(TextSpan(gap, target.end))
    let quotes: [UInt8: UInt8] = [0x22: 0x22, 0x27: 0x27, 0x28: 0x29]
    guard let closing = title.isEmpty ? nil : quotes[bytes[title.start]] else { return false }
    guard title.count > 2, closing == bytes[title.end - 1] else {
      // A title may go on over the lines that follow.
      if let end = textEnd(from: title.start + 1, closing: closing, opening: 0) {
        hidden.add(bytes[(title.start + 1)..<end], kind: "link definition")
      }
      return false
    }
    hidden.add(bytes[(title.start + 1)..<(title.end - 1)], kind: "link definition")
    return true
  }

  /// `(target "title")`: the title is shown only while the link is pointed at.
  private mutating func linkTitle(from start: Int) {
    var place = start
    let isBracketed = place < bytes.count && bytes[place] == 0x3C
    while place < bytes.count, stepsLeft > 0, isBracketed ? bytes[place] != 0x3E : !bytes[place].isWhitespace
    {
      if !isBracketed, bytes[place] == 0x29 { return }
      if bytes[place] == 0x0A { return }
      place += 1
      stepsLeft -= 1
    }
    if isBracketed { place += 1 }
    while place < bytes.count, place - start < 4_000, bytes[place].isWhitespace { place += 1 }
    let quotes: [UInt8: UInt8] = [0x22: 0x22, 0x27: 0x27, 0x28: 0x29]
    guard place < bytes.count, let closing = quotes[bytes[place]],
      let end = textEnd(from: place + 1, closing: closing, opening: 0)
    else { return }
    hidden.add(bytes[(place + 1)..<end], kind: "link title")
  }

  /// The closing byte that belongs to an opened text, before the paragraph's end and within 4,000 bytes.
  private mutating func textEnd(from start: Int, closing: UInt8, opening: UInt8) -> Int? {
    var place = start
    var depth = 0
    while place < bytes.count, place - start < 4_000, stepsLeft > 0 {
      stepsLeft -= 1
      switch bytes[place] {
      case 0x5C: place += 1
      case closing where depth == 0: return place
      case closing: depth -= 1
      case opening where opening != 0: depth += 1
      case 0x0A where isBlank(from: place + 1): return nil
      default: break
      }
      place += 1
    }
    return nil
  }

  private func isBlank(from start: Int) -> Bool {
    var place = start
    while place < bytes.count, place - start < 100, bytes[place] == 0x20 || bytes[place] == 9 { place += 1 }
    return place >= bytes.count || bytes[place] == 0x0A || bytes[place] == 0x0D
  }

  private mutating func endOfParagraph(from start: Int) -> Int {
    var place = start
    while place < bytes.count, stepsLeft > 0, !(bytes[place] == 0x0A && isBlank(from: place + 1)) {
      place += 1
      stepsLeft -= 1
    }
    return place
  }

  /// Link definitions and footnotes that nothing refers to are on no page.
  private mutating func addUnusedDefinitions() {
    if definitions.isEmpty { return }
    var used: Set<[UInt8]> = []
    var open: Int?
    let own = Set(definitions.map(\.label.start))
    for place in bytes.indices {
      if bytes[place] == 0x5B { open = place + 1 }
      guard bytes[place] == 0x5D, let start = open else { continue }
      open = nil
      if place - start < 1_000, !own.contains(start) { used.insert(Self.label(bytes[start..<place])) }
    }
    for definition in definitions {
      let label = bytes[definition.label.start..<definition.label.end]
      if used.contains(Self.label(label)) { continue }
      if definition.isFootnote {
        hidden.add(bytes[definition.text.start..<definition.text.end], kind: "unused footnote")
      } else if label.contains(where: \.isWhitespace) {
        hidden.add(label, kind: "unused link definition")
      }
    }
  }

  private static func label(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var label: [UInt8] = []
    for byte in bytes {
      if byte.isWhitespace {
        if let last = label.last, last != 0x20 { label.append(0x20) }
      } else {
        label.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      }
    }
    if label.last == 0x20 { label.removeLast() }
    return label
  }

  // MARK: HTML

  /// The file with its code left out, for what reads the HTML in it; `nil` when there is none.
  func html() -> [UInt8]? {
    var html: [UInt8] = []
    var place = 0
    var hasTags = false
    for span in code + [TextSpan(bytes.count, bytes.count)] where span.start >= place {
      html.append(contentsOf: bytes[place..<span.start])
      html.append(0x20)
      place = span.end
    }
    for place in html.indices.dropLast() where html[place] == 0x3C {
      if (0x61...0x7A).contains(html[place + 1] | 0x20) { hasTags = true }
    }
    return hasTags ? html : nil
  }

  // MARK: Front matter

  /// Reads YAML between `---` or TOML between `+++` at the very start; the place after it.
  private mutating func readFrontMatter() -> Int {
    let first = TextSpan(0, endOfLine(from: 0))
    let rule = trimmed(first, start: false)
    let isTOML = rule.count == 3 && starts(with: "+++", at: 0)
    guard isTOML || (rule.count == 3 && starts(with: "---", at: 0)), first.end < bytes.count else {
      return 0
    }
    var found: [String: String] = [:]
    var place = afterBreak(first.end)
    while place < bytes.count {
      let line = TextSpan(place, endOfLine(from: place))
      let text = trimmed(line, start: false)
      place = line.end < bytes.count ? afterBreak(line.end) : line.end
      let closes =
        text.count == 3
        && (isTOML
          ? starts(with: "+++", at: text.start)
          : starts(with: "---", at: text.start) || starts(with: "...", at: text.start))
      if closes {
        frontMatter = found
        return place
      }
      if let (key, value) = pair(text, separator: isTOML ? 0x3D : 0x3A), found[key] == nil {
        found[key] = value
      }
    }
    return 0
  }

  private func pair(_ line: TextSpan, separator: UInt8) -> (String, String)? {
    guard let colon = bytes[line.start..<line.end].firstIndex(of: separator) else { return nil }
    let key = trimmed(TextSpan(line.start, colon), start: false)
    let name = String(decoding: bytes[key.start..<key.end], as: UTF8.self)
    guard ["title", "lang", "language"].contains(name) else { return nil }
    var value = trimmed(TextSpan(colon + 1, line.end))
    if value.count >= 2, bytes[value.start] == bytes[value.end - 1],
      bytes[value.start] == 0x22 || bytes[value.start] == 0x27
    {
      value = TextSpan(value.start + 1, value.end - 1)
    }
    guard !value.isEmpty else { return nil }
    return (name, String(decoding: bytes[value.start..<value.end], as: UTF8.self))
  }

  // MARK: Bytes

  private func endOfLine(from start: Int) -> Int {
    var place = start
    while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
    return place
  }

  private func afterBreak(_ end: Int) -> Int {
    bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A ? end + 2 : end + 1
  }

  private func indentation(of line: TextSpan) -> (bytes: Int, columns: Int) {
    var columns = 0
    var place = line.start
    while place < line.end {
      if bytes[place] == 0x20 {
        columns += 1
      } else if bytes[place] == 9 {
        columns += 4 - columns % 4
      } else {
        break
      }
      place += 1
    }
    return (place - line.start, columns)
  }

  private func run(of byte: UInt8, from start: Int, to end: Int) -> Int {
    var place = start
    while place < end, bytes[place] == byte { place += 1 }
    return place - start
  }

  /// Looks no further than 10,000 bytes: a line of many unpaired runs must not take quadratic time.
  private func closingTicks(_ count: Int, from start: Int, to end: Int) -> Int? {
    var place = start
    let end = min(end, start + 10_000)
    while place < end {
      let found = run(of: 0x60, from: place, to: end)
      if found == count { return place + found }
      place += max(found, 1)
    }
    return nil
  }

  private func trimmed(_ span: TextSpan, start trimsStart: Bool = true) -> TextSpan {
    var (start, end) = (span.start, span.end)
    while trimsStart, start < end, bytes[start].isWhitespace { start += 1 }
    while end > start, bytes[end - 1].isWhitespace { end -= 1 }
    return TextSpan(start, end)
  }

  private func starts(with text: StaticString, at place: Int) -> Bool {
    text.withUTF8Buffer { wanted in
      place + wanted.count <= bytes.count
        && bytes[place..<place + wanted.count].elementsEqual(wanted)
    }
  }

  private mutating func endOfComment(from start: Int) -> Int? {
    if isPastLastComment { return nil }
    var place = start
    while place + 3 <= bytes.count {
      if bytes[place] == 0x2D, starts(with: "-->", at: place) { return place }
      place += 1
    }
    isPastLastComment = true
    return nil
  }
}
