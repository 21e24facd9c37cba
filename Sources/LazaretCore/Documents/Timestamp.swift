import FoundationEssentials

/// A moment of wall-clock time, to the millisecond, in UTC.
package struct Timestamp: Hashable, Sendable, Comparable {
  /// Since 1970.
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// `2026-11-21T03:15:00.250Z`: fixed width, so that texts sort as the moments do.
  package var iso8601: String {
    let (day, time) = milliseconds.dividedFlooring(by: 86_400_000)
    let (year, month, dayOfMonth) = Self.date(ofDay: day)
    guard (0...9999).contains(year) else {
      let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
    // Written for every answer that is kept, which a formatter that knows calendars is slow for.
    return String(unsafeUninitializedCapacity: 24) { text in
      var place = 0
      func write(_ number: Int64, _ digits: Int, _ after: Unicode.Scalar) {
        var rest = number
        for index in stride(from: place + digits - 1, through: place, by: -1) {
          text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
          rest /= 10
        }
        text[place + digits] = UInt8(ascii: after)
        place += digits + 1
      }
      write(year, 4, "-")
      write(month, 2, "-")
      write(dayOfMonth, 2, "T")
      write(time / 3_600_000, 2, ":")
      write(time / 60_000 % 60, 2, ":")
      write(time / 1000 % 60, 2, ".")
      write(time % 1000, 3, "Z")
      return place
    }
  }

  /// The date in the Gregorian calendar: years are counted from March, in eras of 400 years, so that the
  /// leap day is the last of its year.
  ///
  /// - Parameter day: since 1970-01-01.
  private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = (day + 719_468).dividedFlooring(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }

  /// The calendar day in UTC: `2026-11-21`.
  package var day: String { String(iso8601.prefix(10)) }

  /// The calendar month in UTC: `2026-11`.
  package var month: String { String(iso8601.prefix(7)) }

  package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.milliseconds < rhs.milliseconds }
}

extension Int64 {
  /// The remainder is never negative.
  fileprivate func dividedFlooring(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
