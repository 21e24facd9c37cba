/// What came of asking one screener about one text.
package enum ScreenerAnswer: Sendable, Hashable {
  case screened(Screening)
  case failed(ScreenerError)
  /// Not asked, because an earlier screener's answer already quarantines
  /// (`screeners: until_quarantined`).
  case notAsked
}
