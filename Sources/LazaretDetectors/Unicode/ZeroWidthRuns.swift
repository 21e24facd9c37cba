import LazaretCore

/// Zero-width characters used as bits, or to cut words into pieces that no filter knows.
enum ZeroWidthRuns {
  /// Joiners come in twos at most where scripts and emoji need them; bits come in dozens.
  private static let shortestRun = 6
  /// As many characters, each at most `widestGap` scalars of text from the one before, cut up words. A place
  /// where a long word may break comes every few letters at least.
  private static let shortestChain = 5
  private static let widestGap = 2

  static func spans(at places: [Int], in text: TextBytes) -> [TextSpan] {
    let runs = ScalarRuns.runs(of: places, in: text)
    return runs.compactMap { $0.places.count >= shortestRun ? $0.span : nil } + chains(of: runs, in: text)
  }

  private static func chains(
    of runs: [(span: TextSpan, places: ArraySlice<Int>)], in text: TextBytes
  ) -> [TextSpan] {
    var spans: [TextSpan] = []
    var chain: (span: TextSpan, count: Int)?
    for run in runs {
      if let open = chain, isNear(open.span.end, run.span.start, in: text) {
        chain = (open.span.union(run.span), open.count + run.places.count)
      } else {
        if let open = chain, open.count >= shortestChain { spans.append(open.span) }
        chain = (run.span, run.places.count)
      }
    }
    if let open = chain, open.count >= shortestChain { spans.append(open.span) }
    return spans
  }

  /// True when at most `widestGap` scalars of ASCII, Latin, Greek or Cyrillic text lie between. Scripts that
  /// join their letters with zero-width characters, those that part words by them, and emoji do not count.
  private static func isNear(_ end: Int, _ start: Int, in text: TextBytes) -> Bool {
    if start - end > widestGap * 2 { return false }
    var place = end
    var count = 0
    while place < start {
      let scalar = text.scalar(at: place)
      if scalar.value >= 0x0530 { return false }
      count += 1
      place += scalar.length
    }
    return count > 0 && count <= widestGap
  }
}
