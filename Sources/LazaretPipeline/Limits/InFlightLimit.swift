/// How many requests may be under way at once, following the vendor's latency: when answers come later
/// than they mostly do, requests queue up at the vendor, and fewer are sent; when they come as before,
/// the limit grows back. Pure.
///
/// It is the gradient of Netflix's concurrency-limits (second form): the long average over the present
/// latency, no less than one half, and a little on top, smoothed.
struct InFlightLimit<Instant: InstantProtocol> where Instant.Duration == Duration {
  /// What the pipeline file allows.
  let most: Int
  private var limit: Double
  /// Seconds; `nil` before the first answer.
  private var usual: Double?
  private var answers = 0
  private var cutAt: Instant?

  /// Answers that are two times later than usual are no sign yet.
  private static var tolerance: Double { 2 }
  private static var smoothing: Double { 0.2 }
  /// Answers over which the usual latency is averaged.
  private static var window: Double { 600 }
  /// Answers before which nothing is judged.
  private static var warmUp: Int { 20 }

  init(most: Int) {
    self.most = most
    limit = Double(most)
  }

  /// At least 1, at most `most`.
  var current: Int { max(1, min(most, Int(limit.rounded()))) }

  /// Below it latency is not reduced any further by sending less.
  private var least: Double { Double(min(most, 4)) }

  mutating func answered(in latency: Duration, inFlight: Int) {
    let present = latency / .seconds(1)
    answers += 1
    let share = answers < Self.warmUp ? 1 / Double(answers) : 1 / Self.window
    let before = usual ?? present
    var usual = before + (present - before) * share
    // After a slow time the average would take long to come down.
    if usual > 2 * present { usual *= 0.95 }
    self.usual = usual
    // Who does not use the limit learns nothing about it.
    guard answers >= Self.warmUp, Double(inFlight) >= limit / 2 else { return }
    let gradient = max(0.5, min(1, Self.tolerance * usual / max(present, .leastNormalMagnitude)))
    let aim = limit * gradient + min(4, limit.squareRoot())
    limit = min(Double(most), max(min(least, limit), limit + (aim - limit) * Self.smoothing))
  }

  /// The vendor refused a request or could not answer it.
  ///
  /// - Parameter sent: when. Requests that were under way together are one failure.
  mutating func failed(sent: Instant, at now: Instant) {
    if let cutAt, sent < cutAt { return }
    cutAt = now
    limit = max(1, limit * 0.7)
  }
}
