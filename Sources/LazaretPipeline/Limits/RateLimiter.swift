import Synchronization

/// Gives each caller a turn, so many in a second.
package final class RateLimiter<Time: Clock>: Sendable where Time.Duration == Duration {
  private let clock: Time
  private let pacing: Mutex<Pacing<Time.Instant>>

  /// - Parameter perSecond: above 0.
  package init(perSecond: Double, clock: Time) {
    self.clock = clock
    pacing = Mutex(Pacing(perSecond: perSecond))
  }

  /// Returns when it is the caller's turn.
  ///
  /// - Throws: `CancellationError` when the task was cancelled meanwhile; the turn is lost.
  package func turn() async throws {
    let now = clock.now
    let turn = pacing.withLock { $0.reserve(at: now) }
    if turn > now { try await clock.sleep(until: turn, tolerance: .zero) }
  }
}
