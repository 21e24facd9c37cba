import LazaretCore

/// What a vendor's `start` and `end` count.
enum SpanUnit: Sendable, CaseIterable {
  /// Unicode scalars, the index of a Python string.
  case codePoints
  /// UTF-8 bytes, the index of a Lua string.
  case utf8
  /// UTF-16 code units, the index of a JavaScript string.
  case utf16
}

extension SpanUnit {
  /// The same spans, counted in this unit.
  ///
  /// - Parameter spans: UTF-8 bytes of `text`, ending within it, on scalar boundaries.
  func spans(_ spans: [TextSpan], of text: String) -> [TextSpan] {
    guard self != .utf8, !spans.isEmpty else { return spans }
    // One pass over the text, whatever the number of spans.
    let places = Set(spans.flatMap { [$0.start, $0.end] }).sorted()
    var counts: [Int: Int] = [:]
    var next = places.startIndex
    var offset = 0
    var count = 0
    for byte in text.utf8 {
      while next < places.endIndex, places[next] == offset {
        counts[offset] = count
        next += 1
      }
      if next == places.endIndex { break }
      offset += 1
      count += units(of: byte)
    }
    // What remains stands at the end of the text.
    for place in places[next...] { counts[place] = count }
    return spans.map { TextSpan(counts[$0.start] ?? count, counts[$0.end] ?? count) }
  }

  /// How many units begin with this byte: a scalar is counted at its first byte, and a scalar of four
  /// bytes is two UTF-16 units.
  private func units(of byte: UInt8) -> Int {
    switch self {
    case .utf8: 1
    case .codePoints: byte & 0xC0 == 0x80 ? 0 : 1
    case .utf16: byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
    }
  }
}
