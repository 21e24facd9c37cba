import Foundation

/// How a spreadsheet shows a number (ECMA-376 part 1, 18.8.31): up to four sections, for numbers above, below and at
/// zero and for text. Read as far as it says what is seen: nothing, a date, a percentage or the number.
struct NumberFormat: Hashable {
  private enum Section: Hashable {
    /// No digit and no text has a place in it.
    case nothing
    case number
    case percent(decimals: Int)
    case date(hasDay: Bool, hasTime: Bool)
    /// Hours that go on counting after a day.
    case elapsed
  }

  private var sections: [Section]

  static let general = NumberFormat("General")

  init(_ code: String) {
    let parts = Self.split(code)
    sections = parts.enumerated().map { place, part in
      Self.section(part, isText: place == 3)
    }
  }

  /// One of those that every workbook has without describing them (18.8.30). The numbers that differ from country
  /// to country are dates in all that use them.
  init(builtin number: Int) {
    switch number {
    case 9: self.init("0%")
    case 10: self.init("0.00%")
    case 14...17, 27...31, 36, 50...54, 57, 58: self.init("yyyy-mm-dd")
    case 18...21, 32...35, 55, 56: self.init("hh:mm:ss")
    case 22: self.init("yyyy-mm-dd hh:mm")
    case 45, 47: self.init("mm:ss")
    case 46: self.init("[h]:mm:ss")
    default: self = .general
    }
  }

  var hidesText: Bool { sections.count > 3 && sections[3] == .nothing }

  /// The number as it is seen, more or less: dates as ISO 8601 writes them, percentages, and others with at most 15
  /// digits, which is what spreadsheets know of a number. `nil` when the format shows nothing of it.
  ///
  /// - Parameter countsFrom1904: whether day 0 is 1904-01-01, as in workbooks from old Macs.
  func text(of stored: String, countsFrom1904: Bool) -> String? {
    guard let value = Double(stored), value.isFinite else { return stored }
    let section = section(for: value)
    switch section {
    case .nothing: return nil
    case .percent(let decimals): return String(format: "%.*f%%", decimals, value * 100)
    case .date(let hasDay, let hasTime):
      return Self.date(value, hasDay, hasTime, countsFrom1904) ?? stored
    case .elapsed:
      guard value >= 0, value < 1e6 else { return stored }
      let seconds = Int((value * 86_400).rounded())
      return String(format: "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
    case .number:
      return stored.utf8.count(where: { (0x30...0x39).contains($0) }) > 15
        ? String(format: "%.15g", value) : stored
    }
  }

  private func section(for value: Double) -> Section {
    switch sections.count {
    case 0: .number
    case 1: sections[0]
    case 2: value < 0 ? sections[1] : sections[0]
    default: value > 0 ? sections[0] : value < 0 ? sections[1] : sections[2]
    }
  }

  private static func date(
    _ value: Double, _ hasDay: Bool, _ hasTime: Bool, _ countsFrom1904: Bool
  ) -> String? {
    // The last day that spreadsheets know is 9999-12-31.
    guard value >= 0, value < 2_958_466 else { return nil }
    // They take 1900 for a leap year, so that days before its March are off by one.
    let epoch = countsFrom1904 ? -24_107 : value < 60 ? -25_568 : -25_569
    let seconds = (value * 86_400).rounded() + Double(epoch) * 86_400
    let moment = Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    let day = moment.prefix(10)
    let time = moment.dropFirst(11).prefix(8)
    if !hasDay { return String(time) }
    return hasTime ? "\(day) \(time)" : String(day)
  }

  // MARK: Reading a code

  private static func split(_ code: String) -> [[Character]] {
    var parts: [[Character]] = [[]]
    var isQuoted = false
    var isEscaped = false
    for character in code.prefix(1_000) {
      if isEscaped {
        isEscaped = false
      } else if character == "\"" {
        isQuoted.toggle()
      } else if !isQuoted, character == "\\" {
        isEscaped = true
      } else if !isQuoted, character == ";" {
        parts.append([])
        continue
      }
      parts[parts.count - 1].append(character)
    }
    return parts
  }

  private static func section(_ part: [Character], isText: Bool) -> Section {
    var letters: [Character] = []
    var place = 0
    var isElapsed = false
    while place < part.count {
      switch part[place] {
      case "\"":
        place += 1
        while place < part.count, part[place] != "\"" { place += 1 }
      case "\\", "_", "*": place += 1
      case "[":
        let inside = part[(place + 1)...].prefix { $0 != "]" }.map { $0.lowercased() }
        if !inside.isEmpty, Set(inside).count == 1, ["h", "m", "s"].contains(inside[0]) { isElapsed = true }
        place += inside.count + 1
      default: letters.append(contentsOf: part[place].lowercased())
      }
      place += 1
    }
    if isText { return letters.contains("@") || String(letters).contains("general") ? .number : .nothing }
    if isElapsed { return .elapsed }
    if String(letters).contains("general") { return .number }
    if letters.contains("%") {
      let fraction = letters.drop { $0 != "." }.dropFirst().prefix { "0#?".contains($0) }
      return .percent(decimals: min(fraction.count(where: { $0 == "0" }), 10))
    }
    if letters.contains(where: { "0#?@".contains($0) }), !letters.contains("y"), !letters.contains("d"),
      !letters.contains("h"), !letters.contains("s")
    {
      return .number
    }
    let hasTime = letters.contains("h") || letters.contains("s")
    let hasDay =
      letters.contains("y") || letters.contains("d") || letters.contains("m") && !hasTime
    return hasDay || hasTime ? .date(hasDay: hasDay, hasTime: hasTime) : .nothing
  }
}
