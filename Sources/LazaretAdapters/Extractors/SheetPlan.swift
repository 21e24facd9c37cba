/// All style sheets of a page that is about to be read.
struct SheetPlan {
  /// The rules of all sheets.
  private(set) var rules: StyleRules
  /// How many sheets there are up to the last that adds a rule.
  private(set) var lastWithRules = 0

  /// `nil` when it is not sure which sheets there are.
  init?(for utf8: [UInt8], after outer: StyleRules?) {
    guard let sheets = StyleSheetScan.sheets(in: utf8) else { return nil }
    rules = outer ?? StyleRules()
    for (place, sheet) in sheets.enumerated() {
      if let media = sheet.media, !CSSMedia.holds(media.lowercased()) { continue }
      let before = rules.count
      rules.add(sheet: sheet.text)
      if rules.count > before { lastWithRules = place + 1 }
    }
  }
}
