/// How a vendor's `start` and `end` had to be read for a span to be proved.
package enum OffsetReading: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// All units come to the same: nothing but ASCII stands before the end.
  case anyUnit = "any_unit"
  case codePoints = "code_points"
  case utf16 = "utf16"
  case utf8 = "utf8"
  case anyUnitInclusive = "any_unit_inclusive"
  case codePointsInclusive = "code_points_inclusive"
  case utf16Inclusive = "utf16_inclusive"
  case utf8Inclusive = "utf8_inclusive"
  /// The numbers point beside the text that came with them, which stands near by, once.
  case nearby
  /// Not by numbers: the vendor sent back the text as it masked it.
  case maskedText = "masked_text"

  package static func < (lhs: OffsetReading, rhs: OffsetReading) -> Bool { lhs.rawValue < rhs.rawValue }

  /// True when one service that counts in one way cannot have given both.
  package func contradicts(_ other: OffsetReading) -> Bool {
    if self == other || self == .maskedText || other == .maskedText { return false }
    if self == .nearby || other == .nearby || isInclusive != other.isInclusive { return true }
    return !isAnyUnit && !other.isAnyUnit
  }

  private var isInclusive: Bool {
    switch self {
    case .anyUnitInclusive, .codePointsInclusive, .utf16Inclusive, .utf8Inclusive: true
    case .anyUnit, .codePoints, .utf16, .utf8, .nearby, .maskedText: false
    }
  }

  private var isAnyUnit: Bool { self == .anyUnit || self == .anyUnitInclusive }
}
