package import LazaretCore

/// Answers from a recording and never asks anybody. What it answers is kept in the store as it was recorded, so
/// that an export can prove itself.
package struct ReplayingScreener: Screener {
  package let name: String
  package let fingerprint: Fingerprint
  package let maxTextBytes: Int
  private let recorded: any AnswerStore
  private let store: any AnswerStore
  private let run: String
  private let meter: ScreenerMeter
  private let missing: String

  /// - Parameters:
  ///   - screener: who answered, as it is set now. Nothing of it is used but its name, its fingerprint and the
  ///     longest text that it takes.
  ///   - store: of the replay.
  ///   - run: that keeps the answers in the store.
  ///   - missing: why an answer may be missing, with what to do.
  package init(
    of screener: any Screener, recorded: any AnswerStore, store: any AnswerStore, run: String,
    meter: ScreenerMeter, missing: String
  ) {
    name = screener.name
    fingerprint = screener.fingerprint
    maxTextBytes = screener.maxTextBytes
    self.recorded = recorded
    self.store = store
    self.run = run
    self.meter = meter
    self.missing = missing
  }

  /// - Throws: `.notRecorded`; `.unreadable` when the answer cannot be one about this text: a recording comes
  ///   from elsewhere, and may have been changed.
  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    guard var kept = try await found(Digest(of: text)) else {
      meter.missedRecord()
      throw .notRecorded(missing)
    }
    for finding in kept.screening.findings {
      guard let span = finding.span, !text.holds(span) else { continue }
      throw .unreadable("the recorded answer names a place that the text does not have")
    }
    kept.run = run
    do { try await store.keep(kept) } catch { throw .storeFailed(error) }
    meter.reused()
    return kept.screening.named(name)
  }

  private func found(_ text: Digest) async throws(ScreenerError) -> KeptScreening? {
    do { return try await recorded.kept(text, by: fingerprint) } catch { throw .storeFailed(error) }
  }
}

extension String {
  /// Whether the span begins and ends between scalars of the text.
  fileprivate func holds(_ span: TextSpan) -> Bool {
    func isBoundary(_ place: Int) -> Bool {
      if place == utf8.count { return true }
      guard 0..<utf8.count ~= place else { return false }
      return utf8[utf8.index(utf8.startIndex, offsetBy: place)] & 0b1100_0000 != 0b1000_0000
    }
    return span.start <= span.end && isBoundary(span.start) && isBoundary(span.end)
  }
}
