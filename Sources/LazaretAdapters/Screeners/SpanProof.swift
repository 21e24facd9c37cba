import LazaretCore

/// Proves where a vendor's `start` and `end` point, or says that it cannot.
///
/// Lakera documents neither the unit of its offsets nor whether the end is included, and public
/// samples of its answers hold numbers that point elsewhere. So nothing is believed: a span stands
/// when the text that came with it stands there, scalar by scalar.
enum SpanProof {
  enum Outcome: Hashable, Sendable {
    case proved(TextSpan, OffsetReading)
    case unproved(String)

    var span: TextSpan? {
      if case .proved(let span, _) = self { span } else { nil }
    }

    var reading: OffsetReading? {
      if case .proved(_, let reading) = self { reading } else { nil }
    }

    /// Why there is no place, or how it was found when not as expected.
    var note: String? {
      switch self {
      case .proved(_, let reading): reading.note
      case .unproved(let why): why
      }
    }
  }

  /// How far around the claimed place the echoed text is looked for, in bytes on either side.
  static let window = 64

  /// - Parameters:
  ///   - start: as sent; `nil` when it is missing or no whole number.
  ///   - end: likewise.
  ///   - echo: the text that the vendor says stands there.
  static func prove(
    start: Int?, end: Int?, echo: String?, label: Label, in units: TextUnits
  ) -> Outcome {
    guard let start, let end else { return .unproved("the answer gives no place") }
    guard let echo else { return withoutEcho(start, end, label, units) }
    let echoed = Array(echo.utf8)
    for reading in Reading.all {
      guard let span = reading.span(start, end, units),
        units.bytes[span.start..<span.end].elementsEqual(echoed)
      else { continue }
      return .proved(span, reading.name(agreed: reading.agrees(with: span, start, end, units)))
    }
    return near(start, end, echoed, units)
  }

  /// Code points are likely, and up to here they agree with UTF-16 units; the slice must look like
  /// what it is said to be.
  private static func withoutEcho(
    _ start: Int, _ end: Int, _ label: Label, _ units: TextUnits
  ) -> Outcome {
    guard let span = units.span(start, end, in: .codePoints) else {
      return .unproved("the place lies outside the text or is empty")
    }
    guard units.hasNoAstralScalar(before: end) else {
      return .unproved("the answer does not repeat the text, and its offsets can be read in two ways")
    }
    guard SpanPlausibility.fits(label, span, in: units) else {
      return .unproved("what stands at the place does not look like \(label)")
    }
    let reading = Reading(unit: .codePoints, isInclusive: false)
    return .proved(span, reading.name(agreed: reading.agrees(with: span, start, end, units)))
  }

  private static func near(
    _ start: Int, _ end: Int, _ echo: [UInt8], _ units: TextUnits
  ) -> Outcome {
    let places = TextUnits.Unit.allCases.flatMap {
      [units.nearestByte(to: start, in: $0), units.nearestByte(to: end, in: $0)]
    }
    let low = max(0, (places.min() ?? 0) - window)
    let high = min(units.bytes.count, (places.max() ?? 0) + window)
    let hits = ByteSearch(echo).hits(in: units.bytes, low..<max(low, high), limit: 2)
    switch hits.count {
    case 1: return .proved(TextSpan(hits[0], hits[0] + echo.count), .nearby)
    case 0: return .unproved("the text that the answer repeats does not stand near the place given")
    default: return .unproved("the text that the answer repeats stands more than once near the place given")
    }
  }

  private struct Reading: Sendable {
    var unit: TextUnits.Unit
    var isInclusive: Bool

    static let all: [Reading] = [false, true].flatMap { inclusive in
      TextUnits.Unit.allCases.map { Reading(unit: $0, isInclusive: inclusive) }
    }

    func span(_ start: Int, _ end: Int, _ units: TextUnits) -> TextSpan? {
      guard isInclusive else { return units.span(start, end, in: unit) }
      let (past, overflow) = end.addingReportingOverflow(1)
      return overflow ? nil : units.span(start, past, in: unit)
    }

    /// True when the other units give the same span, so that nothing is learnt about the unit.
    func agrees(with span: TextSpan, _ start: Int, _ end: Int, _ units: TextUnits) -> Bool {
      TextUnits.Unit.allCases.allSatisfy {
        Reading(unit: $0, isInclusive: isInclusive).span(start, end, units) == span
      }
    }

    func name(agreed: Bool) -> OffsetReading {
      if agreed { return isInclusive ? .anyUnitInclusive : .anyUnit }
      return switch unit {
      case .codePoints: isInclusive ? .codePointsInclusive : .codePoints
      case .utf16: isInclusive ? .utf16Inclusive : .utf16
      case .utf8: isInclusive ? .utf8Inclusive : .utf8
      }
    }
  }
}

extension OffsetReading {
  /// In words, unless it is the expected reading.
  fileprivate var note: String? {
    switch self {
    case .anyUnit, .codePoints, .maskedText: nil
    case .utf16: "offsets read as UTF-16 units"
    case .utf8: "offsets read as UTF-8 bytes"
    case .anyUnitInclusive, .codePointsInclusive: "offsets read as code points, the end included"
    case .utf16Inclusive: "offsets read as UTF-16 units, the end included"
    case .utf8Inclusive: "offsets read as UTF-8 bytes, the end included"
    case .nearby: "found near the place given"
    }
  }
}
