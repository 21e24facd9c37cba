import LazaretCore

/// Which byte separates the fields of a `.csv` file. Countries that write decimals with a comma separate
/// with semicolons, and the ending stays the same.
enum FieldSeparator {
  static let candidates: [UInt8] = Array(",;\t|".utf8)

  /// The candidate with which the fewest quotes stand inside of a field in the first 20 records; of equals,
  /// the one with which most of these have as many fields as the first one, two at least; of equals, the one
  /// with more fields, then the one that stands first among the candidates. A comma when none separates
  /// anything. Looks at the first 64 KiB.
  static func of(_ utf8: [UInt8], from start: Int = 0) -> UInt8 {
    var best: (separator: UInt8, stray: Int, agreeing: Int, fields: Int) = (0x2C, .max, 0, 0)
    let limit = min(utf8.count, start + 1 << 16)
    for separator in candidates {
      var reader = SeparatedFields(utf8, separator: separator, from: start, limit: limit)
      guard let header = reader.next(), header.count > 1 else { continue }
      var agreeing = 1
      for _ in 0..<19 {
        guard let record = reader.next() else { break }
        if record.count == header.count { agreeing += 1 }
      }
      if (-reader.strayQuotes, agreeing, header.count) > (-best.stray, best.agreeing, best.fields) {
        best = (separator, reader.strayQuotes, agreeing, header.count)
      }
    }
    return best.separator
  }

  /// Excel's own way of saying it: a first line `sep=;`. The separator, and where the text goes on.
  static func declared(in utf8: [UInt8]) -> (separator: UInt8, next: Int)? {
    let lines = TextLines(utf8)
    guard !utf8.isEmpty else { return nil }
    let first = lines.line(at: 0)
    guard first.count == 5, utf8[..<4].map({ $0 | 0x20 }).elementsEqual("sep=".utf8.map { $0 | 0x20 }),
      candidates.contains(utf8[4])
    else { return nil }
    return (utf8[4], lines.start(after: first))
  }
}
