/// Groups of digits with what one writes between the groups of a telephone number. It reads to the end of
/// the groups, so that a detector that goes on behind `readEnd` reads every byte once.
struct DialString {
  struct Group {
    var start: Int
    var end: Int
    /// In parentheses: `(030)`.
    var isEnclosed = false
    /// What parts it from the group before: `-`, `.`, `/`, or a space for a space or a parenthesis alone.
    var sign: UInt8
    var count: Int { end - start }
  }

  /// Some neighbouring groups, read as one number.
  struct Number {
    /// Where it begins: its plus sign, parenthesis or first digit.
    var start: Int
    var hasPlus: Bool
    var groups: ArraySlice<Group>
    var digitCount: Int

    var end: Int { groups.last.map { $0.isEnclosed ? $0.end + 1 : $0.end } ?? start }
    /// The signs between the groups.
    var signs: [UInt8] { groups.dropFirst().map(\.sign) }
    var counts: [Int] { groups.map(\.count) }
    subscript(place: Int) -> Group { groups[groups.startIndex + place] }
  }

  private var hasPlus = false
  private var plusStart = 0
  private(set) var groups: [Group] = []
  private var digitCount = 0
  private(set) var readEnd: Int

  /// - Parameter firstDigit: the first digit of a run that was not read as part of a number before.
  init(from firstDigit: Int, in text: TextBytes) {
    readEnd = firstDigit
    read(from: firstDigit, isEnclosed: text[firstDigit - 1] == "(", in: text)
    plusStart = groups[0].isEnclosed ? firstDigit - 1 : firstDigit
    if text[plusStart - 1] == "+" {
      hasPlus = true
      plusStart -= 1
    }
  }

  private mutating func read(from firstDigit: Int, isEnclosed: Bool, in text: TextBytes) {
    var place = firstDigit
    var enclosed = isEnclosed
    var sign: UInt8 = 0x20
    while true {
      var end = place
      while text[end].isDigit { end += 1 }
      let isClosed = enclosed && text[end] == ")"
      digitCount += end - place
      groups.append(Group(start: place, end: end, isEnclosed: isClosed, sign: sign))
      readEnd = end
      var next = isClosed ? end + 1 : end
      let parting = Self.sign(at: next, in: text)
      next += parting.length
      enclosed = text[next] == "("
      if enclosed { next += 1 }
      if next == end || !text[next].isDigit { return }
      sign = parting.length == 0 ? 0x20 : parting.value
      place = next
    }
  }

  /// One separating sign with blanks around it: ` `, `-`, `.`, `/`, ` - `, a no-break space, a hyphen or a
  /// dash of Unicode.
  private static func sign(at place: Int, in text: TextBytes) -> (value: UInt8, length: Int) {
    var end = place
    var value: UInt8 = 0
    if text[end] == " " {
      value = 0x20
      end += 1
    }
    if text[end] == "-" || text[end] == "." || text[end] == "/" {
      value = text[end]
      end += 1
    } else if text[end] == 0xE2, text[end + 1] == 0x80, text[end + 2] &- 0x90 < 4 {
      value = 0x2D
      end += 3
    } else if text[end] == 0xC2, text[end + 1] == 0xA0 {
      value = 0x20
      end += 2
    }
    if end > place, value != 0x20, text[end] == " ", text[place] == " " || text[end + 1] == "(" { end += 1 }
    return (value, end - place)
  }

  private static let mostGroups = 7
  private static let mostDigits = 18

  /// The numbers that `isNumber` recognises among the groups, the longest at each place. A number may be cut
  /// out of the groups only where a space parts them; at its left only when parentheses or other signs
  /// within say that it begins there, since a list of figures is full of groups that would fit.
  func numbers(where isNumber: (Number) -> Bool) -> [Number] {
    var found: [Number] = []
    var first = 0
    while first < groups.count {
      let number = longestNumber(from: first, where: isNumber)
      if let number { found.append(number) }
      first = number?.groups.endIndex ?? first + 1
    }
    return found
  }

  private func longestNumber(from first: Int, where isNumber: (Number) -> Bool) -> Number? {
    if first > 0, groups[first].sign != 0x20 { return nil }
    var longest: Number?
    var count = 0
    var hasSpace = false
    for last in first..<min(first + Self.mostGroups, groups.count) {
      count += groups[last].count
      if count > Self.mostDigits { break }
      if last > first, groups[last].sign == 0x20 { hasSpace = true }
      if first > 0, hasSpace, !groups[first].isEnclosed { break }
      if last + 1 < groups.count, groups[last + 1].sign != 0x20 { continue }
      // Four groups of many are a table or a number of another kind.
      let isCut = last + 1 < groups.count && digitCount > Self.mostDigits - 2
      if isCut, hasSpace, !hasPlus, !groups[first].isEnclosed { continue }
      let start = first == 0 ? plusStart : groups[first].start - (groups[first].isEnclosed ? 1 : 0)
      let number = Number(
        start: start, hasPlus: first == 0 && hasPlus, groups: groups[first...last], digitCount: count)
      if isNumber(number) { longest = number }
    }
    return longest
  }
}
