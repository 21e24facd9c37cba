/// The country codes that are in use (ITU-T E.164, list of assigned codes).
enum CallingCode {
  private static let oneDigit: Set<Int> = [1, 7]
  private static let twoDigits: Set<Int> = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58,
    60,
    61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
  ]
  private static let threeDigits: [ClosedRange<Int>] = [
    211...213, 216...216, 218...218, 220...258, 260...269, 290...291, 297...299, 350...359, 370...389,
    420...421,
    423...423, 500...509, 590...599, 670...670, 672...683, 685...692, 800...800, 808...808, 850...850,
    852...853,
    855...856, 870...870, 878...878, 880...883, 886...886, 888...888, 960...968, 970...977, 979...979,
    992...996,
    998...998,
  ]

  /// How many of the leading digits are the country code, or `nil` when they are none.
  static func length(_ digits: [Int]) -> Int? {
    guard digits.count > 3 else { return nil }
    if oneDigit.contains(digits[0]) { return 1 }
    if twoDigits.contains(digits[0] * 10 + digits[1]) { return 2 }
    let three = digits[0] * 100 + digits[1] * 10 + digits[2]
    return threeDigits.contains { $0.contains(three) } ? 3 : nil
  }
}
