package import LazaretCore

/// Lets a request that was sent come to its end when the run is stopped, within a time of grace. Stands
/// directly around the vendor: waiting for a turn or for the next attempt is not worth shielding.
package struct ShieldedScreener: Screener {
  private let base: any Screener
  private let grace: Grace

  package init(_ base: any Screener, grace: Grace) {
    self.base = base
    self.grace = grace
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    try await grace.shield { () throws(ScreenerError) in try await base.screen(text) }
  }
}
