package import LazaretCore

/// Keeps a screener within its rate and its number of requests in flight. Each attempt waits for its
/// own turn.
package struct LimitedScreener<Time: Clock>: Screener where Time.Duration == Duration {
  private let base: any Screener
  private let permits: Permits
  private let limiter: RateLimiter<Time>

  package init(_ base: any Screener, permits: Permits, limiter: RateLimiter<Time>) {
    self.base = base
    self.permits = permits
    self.limiter = limiter
  }

  package var name: String { base.name }
  package var fingerprint: Fingerprint { base.fingerprint }
  package var maxTextBytes: Int { base.maxTextBytes }

  package func screen(_ text: String) async throws(ScreenerError) -> Screening {
    // The permit first: a turn that is taken and then waits for a permit is a turn lost.
    let screening = try await permits.withPermit { () throws(ScreenerError) -> Screening in
      do { try await limiter.turn() } catch { throw ScreenerError.cancelled }
      return try await base.screen(text)
    }
    guard let screening else { throw .cancelled }
    return screening
  }
}
