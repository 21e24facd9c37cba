/// Text written with a few symbols: bits, bits with separators, digits of base four. Which symbol means what
/// is tried out, since no two programs that write such text agree.
enum SymbolText {
  /// Every reading whose bytes could all be text. Each reading is given up at its first byte that is none.
  static func readings(of symbols: [UInt32]) -> [[UInt8]] {
    var counts: [UInt32: Int] = [:]
    for symbol in symbols { counts[symbol, default: 0] += 1 }
    guard counts.count > 1, counts.count <= 16 else { return [] }
    let common = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4).map(\.key)
    var readings: [[UInt8]] = []
    for (zero, one) in pairs(of: common) {
      let bits = symbols.compactMap { $0 == zero ? UInt8(0) : $0 == one ? 1 : nil }
      for isLowFirst in [false, true] {
        for width in [8, 7] {
          for start in Set([0, bits.count % width]) {
            readings +=
              digits(bits[start...], base: 1, width: width, isLowFirst: isLowFirst).map { [$0] } ?? []
          }
        }
      }
      if counts.count > 2, let words = words(symbols, zero: zero, one: one) { readings.append(words) }
    }
    if counts.count == 4 {
      // The order of the code points is the commonest, so it comes first.
      for order in orders(of: common.sorted()) {
        let values = symbols.compactMap { order.firstIndex(of: $0).map(UInt8.init) }
        for isLowFirst in [false, true] {
          readings += digits(values[...], base: 2, width: 4, isLowFirst: isLowFirst).map { [$0] } ?? []
        }
        if let units = units(values) { readings.append(units) }
      }
    }
    return readings
  }

  private static func pairs(of symbols: [UInt32]) -> [(UInt32, UInt32)] {
    symbols.flatMap { zero in symbols.filter { $0 != zero }.map { (zero, $0) } }
  }

  private static func orders(of symbols: [UInt32]) -> [[UInt32]] {
    if symbols.count < 2 { return [symbols] }
    return symbols.flatMap { first in orders(of: symbols.filter { $0 != first }).map { [first] + $0 } }
  }

  /// - Parameter base: how many bits a digit has.
  private static func digits(
    _ digits: ArraySlice<UInt8>, base: Int, width: Int, isLowFirst: Bool
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var place = digits.startIndex
    while place + width <= digits.endIndex {
      var value = 0
      for offset in 0..<width {
        let digit = Int(digits[isLowFirst ? place + width - 1 - offset : place + offset])
        value = value << base | digit
      }
      let byte = UInt8(truncatingIfNeeded: value)
      // The end of a string in C, and what fills up the last group.
      if byte == 0 {
        place += width
        continue
      }
      guard PlausibleText.isTextual(byte) else { return nil }
      bytes.append(byte)
      place += width
    }
    return bytes.isEmpty ? nil : bytes
  }

  /// Binary numbers of any length, one for each character, between separators.
  private static func words(_ symbols: [UInt32], zero: UInt32, one: UInt32) -> [UInt8]? {
    var bytes: [UInt8] = []
    for word in symbols.split(whereSeparator: { $0 != zero && $0 != one }) {
      guard word.count <= 32 else { return nil }
      let value = word.reduce(UInt32(0)) { $0 << 1 | ($1 == one ? 1 : 0) }
      guard value > 0x7F || PlausibleText.isTextual(UInt8(value)), Unicode.Scalar(value) != nil else {
        return nil
      }
      bytes.append(scalar: value)
    }
    return bytes.count > 1 ? bytes : nil
  }

  /// UTF-16 units of eight digits of base four each.
  private static func units(_ values: [UInt8]) -> [UInt8]? {
    var units: [UInt16] = []
    for start in stride(from: 0, to: values.count - values.count % 8, by: 8) {
      let unit = values[start..<start + 8].reduce(UInt16(0)) { $0 << 2 | UInt16($1) }
      guard unit > 0x7F || PlausibleText.isTextual(UInt8(truncatingIfNeeded: unit)) else { return nil }
      units.append(unit)
    }
    return units.isEmpty ? nil : String(validating: units, as: UTF16.self).map { Array($0.utf8) }
  }
}
