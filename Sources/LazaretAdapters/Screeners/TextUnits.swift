import LazaretCore

/// A text's places in the three units that vendors count in, mapped once for each text.
struct TextUnits: Sendable {
  enum Unit: CaseIterable, Sendable {
    case codePoints
    case utf16
    case utf8
  }

  /// The text in UTF-8.
  let bytes: [UInt8]
  /// True when all three units coincide; then there are no tables.
  let isASCII: Bool
  /// The byte at which each scalar begins, and the end of the text.
  private let scalarStarts: [Int]
  /// The byte at which each UTF-16 unit begins, `inside` for the second half of a pair, and the end.
  private let utf16Starts: [Int]
  /// The first scalar that takes two UTF-16 units, counted in scalars; `Int.max` when there is none.
  private let firstAstral: Int

  private static let inside = -1

  init(_ text: String) {
    bytes = Array(text.utf8)
    isASCII = bytes.allSatisfy { $0 < 0x80 }
    var scalars: [Int] = []
    var units: [Int] = []
    var astral = Int.max
    if !isASCII {
      scalars.reserveCapacity(bytes.count)
      units.reserveCapacity(bytes.count)
      for (place, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
        if byte >= 0xF0 {
          astral = min(astral, scalars.count)
          units.append(place)
          units.append(Self.inside)
        } else {
          units.append(place)
        }
        scalars.append(place)
      }
      scalars.append(bytes.count)
      units.append(bytes.count)
    }
    scalarStarts = scalars
    utf16Starts = units
    firstAstral = astral
  }

  /// - Returns: the byte, or `nil` when the offset is negative, beyond the end, or not between two
  ///   scalars.
  func byte(at offset: Int, in unit: Unit) -> Int? {
    guard offset >= 0 else { return nil }
    if isASCII { return offset <= bytes.count ? offset : nil }
    switch unit {
    case .codePoints:
      return offset < scalarStarts.count ? scalarStarts[offset] : nil
    case .utf16:
      guard offset < utf16Starts.count, utf16Starts[offset] != Self.inside else { return nil }
      return utf16Starts[offset]
    case .utf8:
      guard offset <= bytes.count else { return nil }
      return offset == bytes.count || bytes[offset] & 0xC0 != 0x80 ? offset : nil
    }
  }

  /// - Returns: `nil` unless both ends are places in the text and something lies between them.
  func span(_ start: Int, _ end: Int, in unit: Unit) -> TextSpan? {
    guard start < end, let first = byte(at: start, in: unit), let last = byte(at: end, in: unit)
    else { return nil }
    return TextSpan(first, last)
  }

  /// Some byte near the offset, whatever the offset is.
  func nearestByte(to offset: Int, in unit: Unit) -> Int {
    if let exact = byte(at: offset, in: unit) { return exact }
    if offset < 0 { return 0 }
    // In the middle of a scalar: the table's entry before it.
    if unit != .codePoints, offset > 0, let before = byte(at: offset - 1, in: unit) { return before }
    return unit == .utf8 ? min(offset, bytes.count) : bytes.count
  }

  /// True when counting code points and counting UTF-16 units come to the same up to that scalar.
  func hasNoAstralScalar(before scalar: Int) -> Bool { scalar <= firstAstral }

  /// The scalar that begins at the byte, which must be a scalar's first; `nil` at the end.
  func scalar(at byte: Int) -> Unicode.Scalar? {
    guard byte >= 0, byte < bytes.count else { return nil }
    let end = min(byte + 4, bytes.count)
    return String(decoding: bytes[byte..<end], as: UTF8.self).unicodeScalars.first
  }

  /// The scalar that ends at the byte; `nil` at the start.
  func scalar(before byte: Int) -> Unicode.Scalar? {
    guard byte > 0, byte <= bytes.count else { return nil }
    var start = byte - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(at: start)
  }
}
