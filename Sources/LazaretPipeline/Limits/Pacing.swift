/// Spreads turns evenly: no burst, so that no window of one second ever holds more than the rate.
/// After a refusal the rate is cut, and grows back slowly to what is permitted, never above it. Pure;
/// ``RateLimiter`` sleeps.
struct Pacing<Instant: InstantProtocol> where Instant.Duration == Duration {
  private let interval: Duration
  private let perByte: Duration
  private var next: Instant?
  /// Of the permitted rate, as of `cutAt`.
  private var share = 1.0
  private var cutAt: Instant?
  /// When the last requests left, the oldest at `oldest` once the list is full.
  private var departures: [Instant] = []
  private var oldest = 0
  private let mostDepartures: Int
  /// No stretch of time this long sees more than `mostDepartures`.
  private let window: Duration
  /// Nobody's turn is before it.
  private(set) var resume: Instant?

  /// How long a rate that was cut to nothing takes to come back.
  private static var recovery: Duration { .seconds(60) }
  /// Slower than this it is never: whether the vendor takes more must be noticed some day.
  private static var leastShare: Double { 0.05 }

  /// - Parameters:
  ///   - perSecond: requests, above 0.
  ///   - bytesPerSecond: of text, above 0; `nil` for any number.
  init(perSecond: Double, bytesPerSecond: Double? = nil) {
    // The server's clock sees requests that were delayed by different amounts on their way. With 1.5
    // percent of slack the request after a full second's worth may come that much of a second early.
    interval = .seconds(1.015 / perSecond)
    // A second's worth; of very high rates less, because nobody needs to remember that many.
    mostDepartures = Int(min(perSecond, 1000).rounded(.up))
    window = .seconds(1.005 * min(1, 1000 / perSecond))
    perByte = bytesPerSecond.map { .seconds(1.015 / $0) } ?? .zero
  }

  /// The moment of the caller's turn.
  ///
  /// - Parameter bytes: of the text; the next turn is later by what they take.
  mutating func reserve(at now: Instant, bytes: Int = 0) -> Instant {
    let turn = max(next ?? now, now, resume ?? now)
    let pause = max(interval, perByte * bytes)
    next = turn.advanced(by: pause / share(at: turn))
    return turn
  }

  /// Whoever had its turn leaves now, or learns until when it has to wait: on a machine that is starved
  /// tasks wake late and many at once.
  ///
  /// - Returns: `nil` when the request may be sent, and is counted as sent.
  mutating func depart(at now: Instant) -> Instant? {
    if departures.count < mostDepartures {
      departures.append(now)
      return nil
    }
    let free = departures[oldest].advanced(by: window)
    if free > now { return free }
    departures[oldest] = now
    oldest = (oldest + 1) % mostDepartures
    return nil
  }

  /// The server refused a request because of its rate.
  ///
  /// - Parameters:
  ///   - sent: when. Requests that were under way together are one refusal.
  ///   - asked: how long the server wants to be left alone.
  mutating func refused(sent: Instant, at now: Instant, retryAfter asked: Duration?) {
    if let asked { resume = max(resume ?? now, now.advanced(by: asked)) }
    if let cutAt, sent < cutAt { return }
    share = max(share(at: now) / 2, Self.leastShare)
    cutAt = now
    if let next { self.next = max(next, now.advanced(by: interval / share)) }
  }

  /// The share of the permitted rate that is used at present: above 0, at most 1.
  func share(at now: Instant) -> Double {
    guard let cutAt else { return 1 }
    return min(1, share + max(0, cutAt.duration(to: now) / Self.recovery))
  }
}
