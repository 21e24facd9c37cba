import LazaretCore

/// Tag characters, U+E0000 to U+E007F: a copy of ASCII that nothing shows.
enum InvisibleTags {
  private static let blackFlag: UInt32 = 0x1F3F4
  private static let cancel: UInt32 = 0xE007F

  static func spans(at places: [Int], in text: TextBytes) -> [TextSpan] {
    ScalarRuns.runs(of: places, in: text).compactMap { isFlag($0, in: text) ? nil : $0.span }
  }

  /// A black flag, three to six tag letters or digits of a region's code, and the cancel tag: the form of an
  /// emoji tag sequence for a subdivision (UTS #51, section 2.6.4 and annex C). Such a code is a country's
  /// two letters and up to four characters more.
  private static func isFlag(_ run: (span: TextSpan, places: ArraySlice<Int>), in text: TextBytes) -> Bool {
    guard text.scalar(before: run.span.start).value == blackFlag, (4...7).contains(run.places.count),
      let last = run.places.last, text.scalar(at: last).value == cancel
    else { return false }
    return run.places.dropLast().allSatisfy { place in
      let value = text.scalar(at: place).value
      return (0xE0030...0xE0039).contains(value) || (0xE0061...0xE007A).contains(value)
    }
  }
}
