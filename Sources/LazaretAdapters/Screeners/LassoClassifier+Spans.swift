import LazaretCore

/// Where Lasso's findings are. It says where in a unit that its own clients do not agree on, and it
/// does not repeat what it found; but it may send back the text as it masked it.
struct LassoSpans: Sendable {
  struct Claim: Sendable {
    var label: Label
    /// The vendor asks for it to be masked, so the text that comes back shows it.
    var isMasked: Bool
    var mask: String?
    var start: Int?
    var end: Int?
  }

  typealias Outcome = SpanProof.Outcome

  /// One for each claim, in the same order.
  var outcomes: [Outcome]
  /// False when the text that came back differs from what was sent in a way that the claims do not
  /// explain: then the vendor did something to the text that we do not know of.
  var explainsAnswer: Bool

  /// - Parameters:
  ///   - text: what was sent.
  ///   - returned: the text as the vendor masked it, or `nil` when none came back.
  init(_ claims: [Claim], text: String, returned: String?) {
    // Mostly nothing is found, and then no place has to be mapped.
    if claims.isEmpty, returned?.isSameText(as: text) ?? true {
      outcomes = []
      explainsAnswer = true
      return
    }
    let units = TextUnits(text)
    let back = returned.map { Array($0.utf8) } ?? units.bytes
    guard back != units.bytes else {
      outcomes = claims.map { Self.byReading($0, units) }
      explainsAnswer = true
      return
    }
    if units.isASCII {
      let read = claims.map { Self.inASCII($0, units) }
      explainsAnswer = Self.masking(units.bytes, claims, read) == back
      // The masked text proves what was masked, and says nothing about the others.
      outcomes = zip(claims, read).map { claim, outcome in
        claim.isMasked ? outcome : Self.byReading(claim, units)
      }
    } else {
      let proved = Self.byMaskedText(claims, units, back)
      outcomes = claims.indices.map { proved?[$0] ?? Self.byReading(claims[$0], units) }
      explainsAnswer = proved != nil
    }
    guard !explainsAnswer else { return }
    for (place, claim) in claims.enumerated() where claim.isMasked {
      outcomes[place] = .unproved("the masked text that came back does not agree with the places given")
    }
  }

  /// Code points, UTF-16 units or bytes: they must agree, or only one of them may make sense. What
  /// they agree on must make sense as well, for nothing else proves it.
  private static func byReading(_ claim: Claim, _ units: TextUnits) -> Outcome {
    guard let start = claim.start, let end = claim.end else {
      return .unproved("the answer gives no place")
    }
    let readings: [(span: TextSpan, name: OffsetReading)] = [
      (TextUnits.Unit.codePoints, OffsetReading.codePoints), (.utf16, .utf16), (.utf8, .utf8),
    ].compactMap { unit, name in units.span(start, end, in: unit).map { ($0, name) } }
    guard let first = readings.first else {
      return .unproved("the place lies outside the text or is empty")
    }
    let likely = readings.filter { SpanPlausibility.fits(claim.label, $0.span, in: units) }
    if readings.count == TextUnits.Unit.allCases.count, readings.allSatisfy({ $0.span == first.span }) {
      return likely.isEmpty
        ? .unproved("what stands at the place does not look like \(claim.label)")
        : .proved(first.span, .anyUnit)
    }
    guard let only = likely.first, likely.allSatisfy({ $0.span == only.span }) else {
      return .unproved("the place can be read in more than one way, or in none that looks right")
    }
    return .proved(only.span, likely.count == 1 ? only.name : .anyUnit)
  }

  /// The place as it is given: in ASCII text there is one way to read it.
  private static func inASCII(_ claim: Claim, _ units: TextUnits) -> Outcome {
    guard let start = claim.start, let end = claim.end else {
      return .unproved("the answer gives no place")
    }
    guard let span = units.span(start, end, in: .utf8) else {
      return .unproved("the place lies outside the text or is empty")
    }
    return .proved(span, .anyUnit)
  }

  /// By claim; `nil` when the masked text cannot be explained, or in more than one way.
  private static func byMaskedText(
    _ claims: [Claim], _ units: TextUnits, _ back: [UInt8]
  ) -> [Int: Outcome]? {
    let masked = claims.indices.filter { claims[$0].isMasked }
    guard masked.allSatisfy({ hasPlace(claims[$0]) }) else { return nil }
    let tokens = masked.compactMap { claims[$0].mask }
    guard tokens.count == masked.count,
      let parts = MaskedDiff.parts(sent: units.bytes, returned: back, tokens: tokens)
    else { return nil }
    var outcomes: [Int: Outcome] = [:]
    for token in Set(tokens) {
      // The same token stands for several: in whatever unit, the first in place has the least start.
      let own = masked.filter { claims[$0].mask == token }
      let sorted = own.sorted { (claims[$0].start ?? 0, $0) < (claims[$1].start ?? 0, $1) }
      for (claim, part) in zip(sorted, parts.filter { $0.token == token }) {
        outcomes[claim] = .proved(part.span, .maskedText)
      }
    }
    return outcomes
  }

  private static func hasPlace(_ claim: Claim) -> Bool {
    guard let start = claim.start, let end = claim.end else { return false }
    return start >= 0 && start < end
  }

  /// What the vendor's text would be if it had masked exactly the located claims, or `nil` when one is
  /// not located or two overlap.
  private static func masking(
    _ bytes: [UInt8], _ claims: [Claim], _ outcomes: [Outcome]
  ) -> [UInt8]? {
    var parts: [(span: TextSpan, mask: String)] = []
    for (claim, outcome) in zip(claims, outcomes) where claim.isMasked {
      guard let span = outcome.span, let mask = claim.mask else { return nil }
      if !parts.contains(where: { $0.span == span && $0.mask == mask }) { parts.append((span, mask)) }
    }
    parts.sort { $0.span < $1.span }
    var masked: [UInt8] = []
    var from = 0
    for part in parts {
      guard part.span.start >= from else { return nil }
      masked += bytes[from..<part.span.start]
      masked += Array(part.mask.utf8)
      from = part.span.end
    }
    return masked + bytes[from...]
  }
}
