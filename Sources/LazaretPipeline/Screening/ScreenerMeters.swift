package import LazaretCore

/// The meters of one screener: canaries are counted apart from what was asked about documents.
package struct ScreenerMeters: Sendable {
  package let screener: String
  package let fingerprint: Fingerprint
  package let documents = ScreenerMeter()
  package let canaries = ScreenerMeter()

  package init(of screener: any Screener) {
    self.screener = screener.name
    fingerprint = screener.fingerprint
  }

  package var counts: RunSummary.ScreenerCounts {
    var counts = documents.counts
    counts.canaries = canaries.counts.requests
    return counts
  }

  package var limitsReached: Set<SpentLimit> { documents.limitsReached.union(canaries.limitsReached) }

  /// Of all answers that came in this run; `nil` when none did.
  package var profile: ScreenerProfile? {
    guard var profile = documents.profile else { return canaries.profile }
    if let canary = canaries.profile { profile.merge(canary) }
    return profile
  }
}
