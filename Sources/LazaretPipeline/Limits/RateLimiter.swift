import Synchronization

/// Gives each caller a turn, so many in a second.
package final class RateLimiter<Time: Clock>: Sendable where Time.Duration == Duration {
  private let clock: Time
  private let pacing: Mutex<Pacing<Time.Instant>>

  /// - Parameters:
  ///   - perSecond: above 0.
  ///   - bytesPerSecond: above 0, or `nil` for any number.
  package init(perSecond: Double, bytesPerSecond: Double? = nil, clock: Time) {
    self.clock = clock
    pacing = Mutex(Pacing(perSecond: perSecond, bytesPerSecond: bytesPerSecond))
  }

  /// Returns when it is the caller's turn.
  ///
  /// - Throws: `CancellationError` when the task was cancelled meanwhile; the turn is lost.
  @specialized(where Time == ContinuousClock)
  package func turn(bytes: Int = 0) async throws {
    while true {
      let now = clock.now
      let turn = pacing.withLock { $0.reserve(at: now, bytes: bytes) }
      if turn > now { try await clock.sleep(until: turn, tolerance: .zero) }
      // The server may have asked for silence while this one slept.
      if pacing.withLock({ ($0.resume ?? turn) <= turn }) { break }
    }
    while true {
      let now = clock.now
      guard let free = pacing.withLock({ $0.depart(at: now) }) else { return }
      try await clock.sleep(until: free, tolerance: .zero)
    }
  }

  /// The server refused a request that was sent at that moment.
  func refused(sent: Time.Instant, retryAfter: Duration?) {
    let now = clock.now
    pacing.withLock { $0.refused(sent: sent, at: now, retryAfter: retryAfter) }
  }
}
