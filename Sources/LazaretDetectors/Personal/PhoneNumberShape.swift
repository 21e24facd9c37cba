/// Which groups of digits are a telephone number.
enum PhoneNumberShape {
  static func fits(_ number: DialString.Number, isCued: Bool, in text: TextBytes) -> Bool {
    if !isFree(number, in: text) || isDate(number, in: text) { return false }
    let signs = Set(number.signs)
    if signs.contains(0x2E), signs.count > 1, !number.hasPlus { return false }
    return isInternational(number, in: text) || isNorthAmerican(number, in: text)
      || hasTrunkZero(number, in: text) || hasEnclosedArea(number, in: text) || (isCued && isPlain(number))
  }

  private static func isFree(_ number: DialString.Number, in text: TextBytes) -> Bool {
    if text.hasLetter(before: number.start) { return false }
    let before = text[number.start - 1]
    if ".-/_,+:".utf8.contains(before), text[number.start - 2].isDigit { return false }
    if "-_".utf8.contains(before), text[number.start - 2].isASCIILetter { return false }
    if before == "$" || before == "#" || before == "/" && !number.hasPlus { return false }
    let behind = text[number.end]
    if text.hasLetter(at: number.end) { return behind.lowered == "x" && text[number.end + 1].isDigit }
    if behind == "%" || behind == "_" || behind == "=" || behind == "@" { return false }
    return !(":,-./".utf8.contains(behind) && text[number.end + 1].isAlphanumeric)
  }

  private static func digits(_ number: DialString.Number, in text: TextBytes) -> [Int] {
    number.groups.flatMap { group in (group.start..<group.end).map { Int(text[$0]) - 48 } }
  }

  private static func isInternational(_ number: DialString.Number, in text: TextBytes) -> Bool {
    var digits = digits(number, in: text)
    if !number.hasPlus {
      guard digits.starts(with: [0, 0]), number.groups.count > 1 else { return false }
      digits.removeFirst(2)
    }
    guard let codeLength = CallingCode.length(digits) else { return false }
    let code = digits.prefix(codeLength).reduce(0) { $0 * 10 + $1 }
    var national = Array(digits.dropFirst(codeLength))
    let hasEnclosedTrunk = number.groups.dropFirst().contains { $0.isEnclosed && text[$0.start] == "0" }
    if hasEnclosedTrunk, national.first == 0 { national.removeFirst() }
    if code == 1 { return national.count == 10 && national[0] > 1 && national[3] > 1 }
    if code == 7 { return national.count == 10 && national[0] > 1 }
    // Italy and San Marino keep the trunk zero; `+49 030 …` is wrong, common, and clear when it has groups.
    let keepsTrunk = code == 39 || code == 378 || (number.groups.count > 2 && number[1].count > 1)
    if national.first == 0, !keepsTrunk { return false }
    return national.count >= 6 && digits.count >= 8 && digits.count <= 15
  }

  private static func isNorthAmerican(_ number: DialString.Number, in text: TextBytes) -> Bool {
    if number.hasPlus { return false }
    var groups = number.groups
    if groups.count == 4, number[0].count == 1, text[number[0].start] == "1" { groups = groups.dropFirst() }
    guard groups.map(\.count) == [3, 3, 4], let area = groups.first, let exchange = groups.dropFirst().first
    else { return false }
    if !area.isEnclosed, Set(groups.dropFirst().map(\.sign)).count > 1 { return false }
    return text[area.start] > 0x31 && text[exchange.start] > 0x31
  }

  private static func hasTrunkZero(_ number: DialString.Number, in text: TextBytes) -> Bool {
    let groups = number.groups
    guard !number.hasPlus, (2...6).contains(groups.count), (9...12).contains(number.digitCount),
      text[number[0].start] == "0", text[number[0].start + 1] != "0", (2...6).contains(number[0].count),
      groups.allSatisfy({ $0.count > 1 && $0.count < 9 })
    else { return false }
    // 010.012.013.014 is a machine's address.
    if groups.allSatisfy({ $0.count == 2 }) { return groups.count == 5 }
    return !number.signs.contains(0x2E) || groups.count < 4
  }

  /// `(11) 91234-5678`, but not `(12) 2019-2020`.
  private static func hasEnclosedArea(_ number: DialString.Number, in text: TextBytes) -> Bool {
    let counts = number.counts
    guard number[0].isEnclosed, (2...5).contains(counts[0]), counts.count == 3,
      (9...11).contains(number.digitCount),
      (3...5).contains(counts[1]), (3...4).contains(counts[2])
    else { return false }
    return !(counts[1] == 4 && isYear(number[1], in: text) && isYear(number[2], in: text))
  }

  private static func isPlain(_ number: DialString.Number) -> Bool {
    (7...15).contains(number.digitCount) && (!number.signs.contains(0x2E) || number.groups.count == 3)
  }

  /// Day, month and year or the other way round, with one sign between them.
  private static func isDate(_ number: DialString.Number, in text: TextBytes) -> Bool {
    guard !number.hasPlus, !number[0].isEnclosed, number.groups.count >= 3, number[1].sign == number[2].sign
    else { return false }
    let counts = Array(number.counts.prefix(3))
    if counts == [4, 2, 2] { return isYear(number[0], in: text) }
    return counts[0] <= 2 && counts[1] <= 2 && counts[2] == 4 && isYear(number[2], in: text)
      && value(number[0], in: text) <= 31 && value(number[1], in: text) <= 31
  }

  private static func isYear(_ group: DialString.Group, in text: TextBytes) -> Bool {
    text[group.start] == "1" || text[group.start] == "2"
  }

  private static func value(_ group: DialString.Group, in text: TextBytes) -> Int {
    (group.start..<group.end).reduce(0) { $0 * 10 + Int(text[$1]) - 48 }
  }

  /// Behind `x123`, ` x 123`, ` ext. 123` or ` extension 123` when one follows the number.
  static func extensionEnd(from end: Int, in text: TextBytes) -> Int {
    var place = end
    if text[place] == "," { place += 1 }
    if text[place] == " " { place += 1 }
    let word = ["extension", "ext", "x"].first { word in
      word.utf8.enumerated().allSatisfy { text[place + $0.offset].lowered == $0.element }
    }
    guard let word else { return end }
    place += word.utf8.count
    if text[place] == "." || text[place] == ":" { place += 1 }
    if text[place] == " " { place += 1 }
    let first = place
    while place - first < 7, text[place].isDigit { place += 1 }
    return place > first && place - first < 7 && !text.hasLetter(at: place) ? place : end
  }
}
