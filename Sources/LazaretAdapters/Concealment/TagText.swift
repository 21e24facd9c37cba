import LazaretCore

/// Tag characters, U+E0000 to U+E007F, as the ASCII that they copy. A flag of a region in them is a flag.
enum TagText {
  private static let blackFlag: UInt32 = 0x1F3F4
  private static let cancel: UInt32 = 0xE007F
  /// Runs with no more bytes of other text between them are one text.
  private static let widestGap = 64

  static func pieces(of marks: [InvisibleMarks.Mark], in text: ScalarBytes) -> [ConcealedText.Piece] {
    let runs = InvisibleMarks.runs(of: marks).filter { !isFlag($0, in: text) }
    let groups = InvisibleMarks.groups(of: runs.flatMap { $0 }) { $1.place - $0.end <= widestGap }
    return groups.flatMap(pieces(ofGroup:))
  }

  /// Runs of several letters may be the words of a text, so it is also read with spaces between them.
  private static func pieces(ofGroup group: ArraySlice<InvisibleMarks.Mark>) -> [ConcealedText.Piece] {
    guard let span = group.span else { return [] }
    let runs = InvisibleMarks.runs(of: Array(group)).map(ascii)
    let joined = runs.flatMap { $0 }
    guard joined.contains(where: { !$0.isWhitespace }) else { return [] }
    var pieces = [ConcealedText.Piece(kind: "unicode tags", utf8: joined, span: span)]
    if runs.count > 1, runs.contains(where: { $0.count > 1 }) {
      pieces.append(
        ConcealedText.Piece(kind: "unicode tags", utf8: Array(runs.joined(separator: [0x20])), span: span))
    }
    return pieces
  }

  private static func ascii(_ run: ArraySlice<InvisibleMarks.Mark>) -> [UInt8] {
    run.compactMap { mark in
      let byte = UInt8(truncatingIfNeeded: mark.value & 0x7F)
      return (0x20..<0x7F).contains(byte) || byte == 9 || byte == 0x0A ? byte : nil
    }
  }

  /// A black flag, a country's two letters, one to three letters or digits of its subdivision, and the
  /// cancel tag (UTS #51, annex C; ISO 3166-2).
  private static func isFlag(_ run: ArraySlice<InvisibleMarks.Mark>, in text: ScalarBytes) -> Bool {
    guard let first = run.first, let last = run.last, last.value == cancel, (4...6).contains(run.count),
      text.scalar(before: first.place) == blackFlag
    else { return false }
    let code = ascii(run.dropLast())
    guard code.count == run.count - 1, RegionCode.isRegion(code[0], code[1]) else { return false }
    return code.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
  }
}
