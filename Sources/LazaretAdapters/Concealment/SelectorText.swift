import LazaretCore

/// Bytes in variation selectors: 256 of them spell any byte. A base character takes one, so two in a row are
/// data; so are those of ideographs (U+E0100 and up) behind anything else.
enum SelectorText {
  /// Selectors with no more bytes of other text between them are one text.
  private static let widestGap = 64

  static func pieces(of marks: [InvisibleMarks.Mark], in text: ScalarBytes) -> [ConcealedText.Piece] {
    let data = InvisibleMarks.runs(of: marks).filter { isData($0, in: text) }
    let groups = InvisibleMarks.groups(of: data.flatMap { $0 }) { $1.place - $0.end <= widestGap }
    return groups.flatMap { group -> [ConcealedText.Piece] in
      guard group.count > 1, let span = group.span else { return [] }
      let isRun = InvisibleMarks.runs(of: Array(group)).contains { $0.count > 1 }
      return PlausibleText.best(of: readings(of: group), shortest: isRun ? 2 : 4).map {
        ConcealedText.Piece(kind: "variation selectors", utf8: $0, span: span)
      }
    }
  }

  private static func isData(_ run: ArraySlice<InvisibleMarks.Mark>, in text: ScalarBytes) -> Bool {
    guard run.count == 1, let mark = run.first else { return run.count > 1 }
    guard let base = text.scalar(before: mark.place) else { return true }
    if mark.value >= 0xE0100 { return !isIdeograph(base) }
    return (0x41...0x5A).contains(base) || (0x61...0x7A).contains(base) || base == 0x20
  }

  private static func isIdeograph(_ value: UInt32) -> Bool {
    (0x2E80...0x2FDF).contains(value) || (0x3000...0x30FF).contains(value)
      || (0x3400...0x9FFF).contains(value) || (0xF900...0xFAFF).contains(value)
      || (0x20000...0x3FFFF).contains(value)
  }

  private static func readings(of group: ArraySlice<InvisibleMarks.Mark>) -> [[UInt8]] {
    let values = group.map(\.value)
    var readings = [values.map { UInt8(truncatingIfNeeded: $0 < 0x10000 ? $0 & 15 : $0 - 0xE0100 + 16) }]
    if values.allSatisfy({ $0 >= 0xE0100 }) {
      readings.append(values.map { UInt8(truncatingIfNeeded: $0 - 0xE0100) })
    } else if values.allSatisfy({ $0 < 0x10000 }) {
      let halves = values.map { UInt8($0 & 15) }
      let pairs = stride(from: 0, to: halves.count - 1, by: 2)
      readings.append(pairs.map { halves[$0] << 4 | halves[$0 + 1] })
      readings.append(pairs.map { halves[$0 + 1] << 4 | halves[$0] })
    }
    return readings + SymbolText.readings(of: values)
  }
}
