import LazaretCore

/// Variation selectors, U+FE00 to U+FE0F and U+E0100 to U+E01EF. Each base character takes one; 256 of them
/// spell any byte, so a run of them is data.
enum VariationSelectors {
  static func spans(at places: [Int], in text: TextBytes) -> [TextSpan] {
    let selectors = places.filter { isSelector(text.scalar(at: $0).value) }
    return ScalarRuns.runs(of: selectors, in: text).compactMap { $0.places.count > 1 ? $0.span : nil }
  }

  private static func isSelector(_ value: UInt32) -> Bool {
    (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value)
  }
}
