import LazaretCore

/// Bit strings of zero-width characters, in one run or spread over words. Joiners between the letters of
/// Persian, Arabic and Indic words are none.
enum ZeroWidthText {
  /// Two letters of seven bits.
  private static let shortest = 14
  private static let shortestSpread = 24
  private static let shortestLinked = 4

  static func pieces(of marks: [InvisibleMarks.Mark], in text: ScalarBytes) -> [ConcealedText.Piece] {
    let runs = InvisibleMarks.runs(of: marks)
    var pieces: [ConcealedText.Piece] = []
    var group: [InvisibleMarks.Mark] = []
    var last = 0
    var longest = 0
    for run in runs {
      if let open = group.last, let next = run.first,
        !areLinked(open.end, last, next.place, run.count, in: text)
      {
        pieces += self.pieces(ofGroup: group[...], longest: longest)
        group = []
        longest = 0
      }
      group += run
      last = run.count
      longest = max(longest, run.count)
    }
    return pieces + self.pieces(ofGroup: group[...], longest: longest)
  }

  private static func pieces(
    ofGroup group: ArraySlice<InvisibleMarks.Mark>, longest: Int
  ) -> [ConcealedText.Piece] {
    let isSpread = longest < 7
    guard group.count >= (isSpread ? shortestSpread : shortest), let span = group.span else { return [] }
    let readings = SymbolText.readings(of: group.map(\.value))
    return PlausibleText.best(
      of: readings, shortest: isSpread ? 3 : 2, least: isSpread ? 0.6 : 0.4
    ).map { ConcealedText.Piece(kind: "zero-width bits", utf8: $0, span: span) }
  }

  /// Runs of several bits near each other, or single bits with a few Latin, Greek or Cyrillic letters
  /// between them.
  private static func areLinked(
    _ end: Int, _ before: Int, _ start: Int, _ after: Int, in text: ScalarBytes
  ) -> Bool {
    if start - end <= 128, before >= shortestLinked, after >= shortestLinked { return true }
    guard start - end <= 24 else { return false }
    var place = end
    while place < start {
      let (value, length) = text.scalar(at: place)
      if value >= 0x0530, !(0x2010...0x2027).contains(value) { return false }
      place += length
    }
    return true
  }
}
