/// A formula of a spreadsheet.
enum SheetFormula {
  /// The texts in quotes that are more than a word: they may stand in a formula and in no cell.
  static func texts(in formula: [UInt8]) -> [[UInt8]] {
    guard formula.contains(0x22) else { return [] }
    var found: [[UInt8]] = []
    var place = 0
    while place < formula.count {
      guard formula[place] == 0x22 else {
        place += 1
        continue
      }
      var text: [UInt8] = []
      place += 1
      while place < formula.count {
        if formula[place] == 0x22 {
          // A doubled quote is one of the text's own.
          guard place + 1 < formula.count, formula[place + 1] == 0x22 else { break }
          place += 1
        }
        text.append(formula[place])
        place += 1
      }
      place += 1
      if text.contains(where: \.isWhitespace), text.contains(where: { !$0.isWhitespace }) {
        found.append(text)
      }
    }
    return found
  }
}
