/// The three spellings of a date that RFC 9110, section 5.6.7, asks a reader to accept:
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
enum HTTPDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Seconds since 1970, or `nil` when this is none of the three.
  static func seconds(_ text: String) -> Int? {
    let parts = text.lowercased().split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
    switch parts.count {
    case 6 where parts[5] == "gmt":
      return assemble(year: parts[3], month: parts[2], day: parts[1], clock: parts[4])
    case 5:
      return assemble(year: parts[4], month: parts[1], day: parts[2], clock: parts[3])
    default:
      return nil
    }
  }

  private static func assemble(year: String, month: String, day: String, clock: String) -> Int? {
    let time = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard let day = number(day, 1...31), let place = months.firstIndex(of: month),
      var year = number(year, 0...9999), time.count == 3,
      let hour = number(String(time[0]), 0...23), let minute = number(String(time[1]), 0...59),
      let second = number(String(time[2]), 0...60)
    else { return nil }
    // The old spelling has two digits for the year.
    if year < 70 { year += 2000 } else if year < 100 { year += 1900 }
    guard year >= 1970 else { return nil }
    return daysSince1970(year, place + 1, day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  private static func number(_ text: String, _ range: ClosedRange<Int>) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text),
      range.contains(value)
    else { return nil }
    return value
  }

  /// Of the Gregorian calendar. Years begin in March here, so that the leap day is the last one.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
