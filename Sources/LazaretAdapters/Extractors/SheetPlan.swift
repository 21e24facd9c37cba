/// All style sheets of a page that is about to be read.
struct SheetPlan {
  struct Sheet {
    var text: [UInt8]
    /// The attribute `media`.
    var media: String?
  }

  private(set) var sheets: [Sheet] = []
  /// The rules of all sheets.
  private(set) var rules: StyleRules
  /// How many sheets there are up to the last that adds a rule.
  private(set) var lastWithRules = 0

  init(after outer: StyleRules?) { rules = outer ?? StyleRules() }

  mutating func add(_ sheet: Sheet) {
    sheets.append(sheet)
    if let media = sheet.media, !CSSMedia.holds(media.lowercased()) { return }
    let before = rules.count
    rules.add(sheet: sheet.text)
    if rules.count > before { lastWithRules = sheets.count }
  }
}
