package import LazaretCore

/// Sends nothing after the run's time is over. Stands behind the wait for a turn.
package struct DeadlineScreener<Time: Clock>: Screener where Time.Duration == Duration {
  private let base: any Screener
  private let deadline: Time.Instant
  private let clock: Time
  private let meter: ScreenerMeter

  package init(_ base: any Screener, deadline: Time.Instant, clock: Time, meter: ScreenerMeter) {
    self.base = base
    self.deadline = deadline
    self.clock = clock
    self.meter = meter
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  @specialized(where Time == ContinuousClock)
  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    guard clock.now < deadline else {
      meter.reached(.maxDuration)
      throw .spent(.maxDuration)
    }
    return try await base.screen(text)
  }
}
