package import LazaretCore

/// Asks again after a transient failure, until a budget of wall-clock time is used up. What is not
/// transient passes at once.
///
/// The budget runs from this text's first attempt and from the beginning of the screener's present
/// outage, whichever is earlier: once a vendor has been silent for the whole budget, each further
/// text makes one attempt, which is also how its return is noticed.
package struct RetryingScreener<Time: Clock>: Screener where Time.Duration == Duration {
  private let base: any Screener
  private let budget: Duration
  private let backoff: Backoff
  private let outage: Outage<Time.Instant>
  private let clock: Time
  private let meter: ScreenerMeter

  package init(
    _ base: any Screener, budget: Duration, backoff: Backoff, outage: Outage<Time.Instant>,
    clock: Time, meter: ScreenerMeter
  ) {
    self.base = base
    self.budget = budget
    self.backoff = backoff
    self.outage = outage
    self.clock = clock
    self.meter = meter
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let started = clock.now
    var attempt = 0
    while true {
      attempt += 1
      let error: ScreenerError
      do {
        let screening = try await base.screen(text)
        outage.succeeded()
        return screening
      } catch let failure {
        error = failure
      }
      guard error.isTransient else { throw error }
      let now = clock.now
      let began = min(outage.failed(at: now), started)
      var asked: Duration?
      if case .rateLimited(let wait) = error { asked = wait }
      var generator = SystemRandomNumberGenerator()
      let wait = backoff.wait(after: attempt, asked: asked, using: &generator)
      guard began.duration(to: now) + wait <= budget else { throw error }
      do { try await clock.sleep(for: wait) } catch { throw ScreenerError.cancelled }
      meter.retried()
    }
  }
}
