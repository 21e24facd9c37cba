/// Spreads turns evenly: no burst, so that no window of one second ever holds more than the rate.
/// After a refusal the rate is cut, and grows back slowly to what is permitted, never above it. Pure;
/// ``RateLimiter`` sleeps.
struct Pacing<Instant: InstantProtocol> where Instant.Duration == Duration {
  private let interval: Duration
  private let perByte: Duration
  private var next: Instant?
  /// The first turn since nobody had one for a while.
  private var began: Instant?
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

  /// How much longer turns take in the first second: requests that wait for their connection to be made
  /// arrive later than they leave, together with those that follow. So a delay of 0.2 s does no harm.
  private static var slownessAtFirst: Double { 0.25 }
  /// After so long a pause, connections may have to be made anew.
  private static var silence: Duration { .seconds(1) }

  /// - Parameters:
  ///   - perSecond: requests, above 0.
  ///   - bytesPerSecond: of text, above 0; `nil` for any number.
  init(perSecond: Double, bytesPerSecond: Double? = nil) {
    // The server sees requests that were delayed by different amounts on their way, the more the busier both
    // machines are. With this slack the request after a full second's worth may arrive 16 ms early.
    let second = 1.016
    interval = .seconds(second / perSecond)
    // Of very high rates less than a second's worth, because nobody needs to remember that many.
    let remembered = min(perSecond, 1000).rounded(.up)
    // When a machine stands still for a while, what is on its way arrives together with what was held up, and
    // then a full second's worth may follow. So that is less by what may be on its way.
    let spare = (remembered * 0.014).rounded(.down)
    mostDepartures = Int(remembered - spare)
    // Hardly less than they take at the rate.
    window = .seconds((second - 0.001) * (remembered - spare) / max(perSecond, remembered))
    perByte = bytesPerSecond.map { .seconds(second / $0) } ?? .zero
  }

  /// The moment of the caller's turn.
  ///
  /// - Parameter bytes: of the text; the next turn is later by what they take.
  mutating func reserve(at now: Instant, bytes: Int = 0) -> Instant {
    let turn = max(next ?? now, now, resume ?? now)
    let wasSilent = next.map { $0.duration(to: turn) >= Self.silence } ?? true
    let first = wasSilent ? turn : began ?? turn
    began = first
    let restOfFirst = max(.zero, .seconds(1) - first.duration(to: turn))
    let pause = max(interval, perByte * bytes)
    next = turn.advanced(by: (pause + min(pause, restOfFirst) * Self.slownessAtFirst) / share(at: turn))
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
