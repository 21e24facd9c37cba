package import LazaretCore

/// Counts and times each attempt. Stands directly around the vendor, so that waiting for a turn is
/// not taken for the vendor's slowness.
package struct MeteredScreener<Time: Clock>: Screener where Time.Duration == Duration {
  private let base: any Screener
  private let meter: ScreenerMeter
  private let clock: Time

  package init(_ base: any Screener, meter: ScreenerMeter, clock: Time) {
    self.base = base
    self.meter = meter
    self.clock = clock
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  @specialized(where Time == ContinuousClock)
  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let started = clock.now
    do {
      let screening = try await base.screen(text)
      meter.answered(screening.evidence, in: started.duration(to: clock.now), bytes: text.utf8.count)
      return screening
    } catch {
      meter.failed(error, bytes: text.utf8.count)
      throw error
    }
  }
}
