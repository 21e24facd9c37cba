package import LazaretCore

/// Asks again after a transient failure, until a budget of wall-clock time is used up. What is not
/// transient passes at once.
///
/// The budget runs from this text's first attempt and from the beginning of the screener's present
/// outage, whichever is earlier: once a vendor has been silent for the whole budget, texts are given up
/// without asking, but for the one request now and then that notices its return.
package struct RetryingScreener<Time: Clock>: Screener where Time.Duration == Duration {
  private let base: any Screener
  private let budget: Duration
  private let backoff: Backoff
  private let breaker: CircuitBreaker<Time.Instant>
  private let deadline: Time.Instant?
  private let clock: Time
  private let meter: ScreenerMeter

  /// - Parameter deadline: of the run; nobody waits beyond it.
  init(
    _ base: any Screener, budget: Duration, backoff: Backoff, breaker: CircuitBreaker<Time.Instant>,
    deadline: Time.Instant?, clock: Time, meter: ScreenerMeter
  ) {
    self.base = base
    self.budget = budget
    self.backoff = backoff
    self.breaker = breaker
    self.deadline = deadline
    self.clock = clock
    self.meter = meter
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  @specialized(where Time == ContinuousClock)
  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    let started = clock.now
    var attempt = 0
    while true {
      if case .wait(let until, let error) = breaker.admission(at: clock.now) {
        let began = min(breaker.began ?? started, started)
        guard began.duration(to: until) <= budget else { throw error }
        try await sleep(clock.now.duration(to: until), or: error)
        continue
      }
      if attempt > 0 { meter.retried() }
      attempt += 1
      let error: ScreenerError
      do {
        let screening = try await base.screen(text)
        breaker.answered()
        return screening
      } catch let failure {
        error = failure
      }
      guard error.isTransient else {
        // A refusal is an answer; what was not sent tells nothing.
        if error.reachedTheService { breaker.answered() } else { breaker.leftOpen() }
        throw error
      }
      let now = clock.now
      let began = min(breaker.failed(error, at: now), started)
      var asked: Duration?
      if case .rateLimited(let wait) = error { asked = wait }
      var generator = SystemRandomNumberGenerator()
      let wait = backoff.wait(after: attempt, asked: asked, using: &generator)
      guard began.duration(to: now) + wait <= budget else { throw error }
      try await sleep(wait, or: error)
    }
  }

  private func sleep(_ duration: Duration, or error: ScreenerError) async throws(ScreenerError) {
    if let deadline, clock.now.advanced(by: duration) >= deadline { throw error }
    do { try await clock.sleep(for: duration) } catch { throw .cancelled }
  }
}
