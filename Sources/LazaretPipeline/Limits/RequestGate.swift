import LazaretCore
import Synchronization

/// The permits and turns of one vendor, whoever asks it: canaries and documents share them.
final class RequestGate<Time: Clock>: Sendable where Time.Duration == Duration {
  private let permits: Permits
  private let limiter: RateLimiter<Time>
  private let inFlight: Mutex<InFlightLimit<Time.Instant>>
  private let clock: Time

  init(_ limits: ScreenerLimits, clock: Time) {
    permits = Permits(limits.concurrency)
    limiter = RateLimiter(
      perSecond: limits.requestsPerSecond, bytesPerSecond: limits.bytesPerSecond, clock: clock)
    inFlight = Mutex(InFlightLimit(most: limits.concurrency))
    self.clock = clock
  }

  @specialized(where Time == ContinuousClock)
  func pass(
    bytes: Int, _ request: () async throws(ScreenerError) -> Screening
  ) async throws(ScreenerError) -> Screening {
    // The permit first: a turn that is taken and then waits for a permit is a turn lost.
    let screening = try await permits.withPermit { () throws(ScreenerError) -> Screening in
      do { try await limiter.turn(bytes: bytes) } catch { throw ScreenerError.cancelled }
      let sent = clock.now
      do throws(ScreenerError) {
        let screening = try await request()
        adapt { $0.answered(in: sent.duration(to: clock.now), inFlight: permits.taken) }
        return screening
      } catch {
        learn(from: error, sent: sent)
        throw error
      }
    }
    guard let screening else { throw .cancelled }
    return screening
  }

  private func learn(from error: ScreenerError, sent: Time.Instant) {
    let now = clock.now
    switch error {
    case .rateLimited(let asked):
      limiter.refused(sent: sent, retryAfter: asked)
      adapt { $0.failed(sent: sent, at: now) }
    case .timedOut, .unavailable, .brokenOff: adapt { $0.failed(sent: sent, at: now) }
    default: break
    }
  }

  private func adapt(_ change: (inout InFlightLimit<Time.Instant>) -> Void) {
    let count = inFlight.withLock { limit in
      change(&limit)
      return limit.current
    }
    permits.resize(to: count)
  }
}
