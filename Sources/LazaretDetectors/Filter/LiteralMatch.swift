/// How a literal is compared with the text: what a `Literal` asks, without its bytes, so that the filter can
/// keep the bytes of all literals in one piece and copy no references in its loop.
struct LiteralMatch: Sendable {
  let ignoresCase: Bool
  let edges: Literal.Edges

  /// The most bytes between two words of a literal.
  private static let longestGap = 40

  /// Behind the literal if it stands at `start` with its edges, else `nil`.
  ///
  /// - Parameter pattern: the bytes of the literal.
  func end(of pattern: Span<UInt8>, in text: TextBytes, from start: Int) -> Int? {
    if edges.contains(.start), text.hasLetter(before: start) { return nil }
    if edges.contains(.line), !Self.isFirstOnLine(start, in: text) { return nil }
    guard
      let end = ignoresCase
        ? Self.foldedEnd(of: pattern, in: text, from: start)
        : Self.exactEnd(of: pattern, in: text, from: start)
    else {
      return nil
    }
    return edges.contains(.end) && text.hasLetter(at: end) ? nil : end
  }

  private static func exactEnd(of pattern: Span<UInt8>, in text: TextBytes, from start: Int) -> Int? {
    for offset in 0..<pattern.count where text[start + offset] != pattern[offset] { return nil }
    return start + pattern.count
  }

  private static func foldedEnd(of pattern: Span<UInt8>, in text: TextBytes, from start: Int) -> Int? {
    var place = start
    var index = 0
    while index < pattern.count {
      let expected = pattern[index]
      if expected == 0x20 {
        guard let next = gapEnd(in: text, from: place) else { return nil }
        place = next
        index += 1
      } else if expected == 0x27 {
        let length = apostropheLength(in: text, at: place)
        if length == 0 { return nil }
        place += length
        index += 1
      } else if expected < 0x80 {
        if text[place].lowered != expected { return nil }
        place += 1
        index += 1
      } else {
        let (value, length) = text.scalar(at: place)
        let lowered = Script.lowered(value)
        if scalar(of: pattern, at: index) != lowered { return nil }
        place += length
        index += sequenceLength(ofLead: expected)
      }
    }
    return place
  }

  private static func sequenceLength(ofLead byte: UInt8) -> Int { byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4 }

  private static func scalar(of bytes: Span<UInt8>, at index: Int) -> UInt32 {
    let length = sequenceLength(ofLead: bytes[index])
    var value = UInt32(bytes[index]) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for offset in 1..<length where index + offset < bytes.count {
      value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
    }
    return value
  }

  private static let gapSigns = ByteSet(" \t\r\n*_`~\"->|")

  /// Behind the blanks and signs that a space of a literal stands for, or `nil` when there are none.
  static func gapEnd(in text: TextBytes, from start: Int) -> Int? {
    if text[start] == 0x20, text[start + 1].isAlphanumeric { return start + 1 }
    var place = start
    while place - start < longestGap {
      if gapSigns.contains(text[place]) {
        place += 1
      } else if text[place] == 0xC2, text[place + 1] == 0xA0 || text[place + 1] == 0xAD {
        place += 2
      } else if text[place] == 0xE2, text[place + 1] == 0x80, text[place + 2] &- 0x80 < 0x10 {
        place += 3
      } else {
        break
      }
    }
    return place > start && place - start < longestGap ? place : nil
  }

  /// 0 when there is none.
  private static func apostropheLength(in text: TextBytes, at place: Int) -> Int {
    if text[place] == 0x27 || text[place] == 0x60 { return 1 }
    return text[place] == 0xE2 && text[place + 1] == 0x80 && text[place + 2] &- 0x98 < 2 ? 3 : 0
  }

  private static let lineSigns = ByteSet(" \t>#*-_=<[(\"'`|/")

  private static func isFirstOnLine(_ start: Int, in text: TextBytes) -> Bool {
    var place = start - 1
    while start - place <= longestGap, lineSigns.contains(text[place]) { place -= 1 }
    return place < 0 || text[place].isLineEnd
  }
}
