import FoundationEssentials

/// A moment of wall-clock time, to the millisecond, in UTC.
package struct Timestamp: Hashable, Sendable, Comparable {
  /// Since 1970.
  package let milliseconds: Int64

  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// `2026-11-21T03:15:00.250Z`: fixed width, so that texts sort as the moments do.
  package var iso8601: String {
    let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// The calendar day in UTC: `2026-11-21`.
  package var day: String { String(iso8601.prefix(10)) }

  /// The calendar month in UTC: `2026-11`.
  package var month: String { String(iso8601.prefix(7)) }

  package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.milliseconds < rhs.milliseconds }
}
