package import LazaretCore

/// Keeps a screener within its rate and its number of requests in flight, and within less when the
/// vendor refuses or slows down. Each attempt waits for its own turn.
package struct LimitedScreener<Time: Clock>: Screener where Time.Duration == Duration {
  private let base: any Screener
  private let gate: RequestGate<Time>

  init(_ base: any Screener, gate: RequestGate<Time>) {
    self.base = base
    self.gate = gate
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  @specialized(where Time == ContinuousClock)
  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    try await gate.pass(bytes: text.utf8.count) { () throws(ScreenerError) in
      try await base.screen(text)
    }
  }
}
