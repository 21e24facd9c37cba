/// Spreads turns evenly: no burst, so that no window of one second ever holds more than the rate.
/// Pure; ``RateLimiter`` sleeps.
struct Pacing<Instant: InstantProtocol> where Instant.Duration == Duration {
  private let interval: Duration
  private var next: Instant?

  /// - Parameter perSecond: above 0.
  init(perSecond: Double) {
    // The server's clock sees requests that were delayed by different amounts on their way. With 1.5
    // percent of slack the request after a full second's worth may come that much of a second early.
    interval = .seconds(1.015 / perSecond)
  }

  /// The moment of the caller's turn.
  mutating func reserve(at now: Instant) -> Instant {
    let turn = max(next ?? now, now)
    next = turn.advanced(by: interval)
    return turn
  }
}
