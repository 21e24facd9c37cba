import LazaretCore

/// Numbers of payment cards: 13 to 19 digits of a known issuer with a right check digit, in one piece or in
/// the groups that are printed on cards, joined by single spaces or hyphens throughout.
struct CreditCardDetector: Detector {
  let triggers: [Trigger] = [.digits]

  /// How many digits the groups have. In one piece any length that the issuer uses is taken.
  private static let groupings = [
    [4, 4, 4, 4, 3], [4, 4, 4, 4], [4, 6, 5], [4, 6, 4], [4, 4, 5], [4, 5, 6],
  ]

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    var found: [Detection] = []
    var covered = 0
    for hit in hits where hit.start >= covered && isFree(before: hit.start, in: text) {
      guard let end = cardEnd(from: hit.start, in: text) else { continue }
      found.append(Detection(label: "pii/credit_card", span: TextSpan(hit.start, end)))
      covered = end
    }
    return found
  }

  private func isFree(before start: Int, in text: TextBytes) -> Bool {
    if text.hasLetter(before: start) { return false }
    let sign = text[start - 1]
    return sign != "/" && sign != "_"
      && !((sign == "." || sign == "," || sign == "-") && text[start - 2].isDigit)
  }

  private func cardEnd(from start: Int, in text: TextBytes) -> Int? {
    var runEnd = start
    while runEnd - start <= 19, text[runEnd].isDigit { runEnd += 1 }
    if runEnd - start >= 13 {
      return runEnd - start <= 19 && isCard((start..<runEnd).map { Int(text[$0]) - 48 })
        && isFree(behind: runEnd, in: text) ? runEnd : nil
    }
    guard runEnd - start == 4, text[runEnd] == " " || text[runEnd] == "-" else { return nil }
    for grouping in Self.groupings {
      if let end = groupedEnd(from: start, grouping, in: text) { return end }
    }
    return nil
  }

  private func groupedEnd(from start: Int, _ grouping: [Int], in text: TextBytes) -> Int? {
    let sign = text[start + 4]
    var digits: [Int] = []
    var place = start
    for (index, count) in grouping.enumerated() {
      if index > 0 {
        if text[place] != sign { return nil }
        place += 1
      }
      for _ in 0..<count {
        if !text[place].isDigit { return nil }
        digits.append(Int(text[place]) - 48)
        place += 1
      }
    }
    return isCard(digits) && isFree(behind: place, in: text) ? place : nil
  }

  private func isFree(behind end: Int, in text: TextBytes) -> Bool {
    if text.hasLetter(at: end) { return false }
    return text[end] != "_" && !((text[end] == "." || text[end] == "-") && text[end + 1].isAlphanumeric)
  }

  private func isCard(_ digits: [Int]) -> Bool {
    Self.isIssued(digits) && Self.hasRightCheckDigit(digits)
  }

  /// Luhn's sum: every second digit from the right is doubled, its own digits added (ISO/IEC 7812-1).
  static func hasRightCheckDigit(_ digits: [Int]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let value = place.isMultiple(of: 2) ? digit : digit * 2
      sum += value > 9 ? value - 9 : value
    }
    return sum.isMultiple(of: 10)
  }

  private struct Range: Sendable {
    var first: Int
    var last: Int
    var lengths: ClosedRange<Int>
  }

  /// The first four digits of the schemes' numbers and the lengths that they use.
  private static let issuers: [Range] = [
    Range(first: 4000, last: 4999, lengths: 13...19),  // Visa
    Range(first: 5100, last: 5599, lengths: 16...16),  // Mastercard
    Range(first: 2221, last: 2720, lengths: 16...16),  // Mastercard
    Range(first: 3400, last: 3499, lengths: 15...15),  // American Express
    Range(first: 3700, last: 3799, lengths: 15...15),  // American Express
    Range(first: 3000, last: 3059, lengths: 14...19),  // Diners Club
    Range(first: 3095, last: 3095, lengths: 14...19),  // Diners Club
    Range(first: 3600, last: 3699, lengths: 14...19),  // Diners Club
    Range(first: 3800, last: 3999, lengths: 14...19),  // Diners Club
    Range(first: 3528, last: 3589, lengths: 16...19),  // JCB
    Range(first: 1800, last: 1800, lengths: 15...15),  // JCB
    Range(first: 2131, last: 2131, lengths: 15...15),  // JCB
    Range(first: 6011, last: 6011, lengths: 16...19),  // Discover
    Range(first: 6440, last: 6599, lengths: 16...19),  // Discover, RuPay
    Range(first: 6200, last: 6299, lengths: 16...19),  // UnionPay
    Range(first: 8100, last: 8199, lengths: 16...19),  // UnionPay, RuPay
    Range(first: 5000, last: 5099, lengths: 13...19),  // Maestro, RuPay
    Range(first: 5600, last: 5899, lengths: 13...19),  // Maestro
    Range(first: 6304, last: 6304, lengths: 13...19),  // Maestro
    Range(first: 6700, last: 6799, lengths: 13...19),  // Maestro
    Range(first: 6030, last: 6099, lengths: 16...16),  // RuPay
    Range(first: 2200, last: 2204, lengths: 16...19),  // Mir
  ]

  private static func isIssued(_ digits: [Int]) -> Bool {
    let head = digits.prefix(4).reduce(0) { $0 * 10 + $1 }
    // A number that is one digit over and over passes Luhn's sum now and then and is no card.
    if Set(digits).count == 1 { return false }
    return issuers.contains { $0.first <= head && head <= $0.last && $0.lengths.contains(digits.count) }
  }
}
