import LazaretCore

/// The lines of a text: LF, CR and CRLF end one. Nothing is stored for them, since a file may be nothing
/// but line ends.
struct TextLines {
  let bytes: [UInt8]

  init(_ utf8: [UInt8]) { bytes = utf8 }

  /// The line that begins at `start`, without its end.
  func line(at start: Int) -> TextSpan {
    var place = start
    while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
    return TextSpan(min(start, place), place)
  }

  /// Where the line after this one begins: the end of the text if there is none.
  func start(after line: TextSpan) -> Int {
    guard line.end < bytes.count else { return bytes.count }
    let isPair = bytes[line.end] == 0x0D && line.end + 1 < bytes.count && bytes[line.end + 1] == 0x0A
    return line.end + (isPair ? 2 : 1)
  }

  /// The line after this one, or `nil` when this is the last.
  func line(after line: TextSpan) -> TextSpan? {
    let start = start(after: line)
    return start < bytes.count ? self.line(at: start) : nil
  }

  func trimmed(_ span: TextSpan) -> TextSpan {
    var (start, end) = (span.start, span.end)
    while start < end, bytes[start].isWhitespace { start += 1 }
    while end > start, bytes[end - 1].isWhitespace { end -= 1 }
    return TextSpan(start, end)
  }

  func isBlank(_ span: TextSpan) -> Bool { bytes[span.start..<span.end].allSatisfy(\.isWhitespace) }

  /// How far the line is indented, a tab reaching to the next multiple of eight.
  func indent(of line: TextSpan) -> Int {
    var columns = 0
    for byte in bytes[line.start..<line.end] {
      switch byte {
      case 0x20: columns += 1
      case 9: columns += 8 - columns % 8
      default: return columns
      }
    }
    return columns
  }

  func starts(_ span: TextSpan, with text: String) -> Bool {
    bytes[span.start..<span.end].starts(with: text.utf8)
  }

  func string(_ span: TextSpan) -> String {
    String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }

  /// How many characters of Unicode the span has.
  func scalars(in span: TextSpan) -> Int {
    bytes[span.start..<span.end].count { $0 & 0xC0 != 0x80 }
  }

  /// The byte that the whole span consists of, if it is one and stands there at least `count` times.
  func rule(_ span: TextSpan, atLeast count: Int) -> UInt8? {
    guard span.count >= max(count, 1) else { return nil }
    let first = bytes[span.start]
    return bytes[span.start..<span.end].allSatisfy { $0 == first } ? first : nil
  }
}
