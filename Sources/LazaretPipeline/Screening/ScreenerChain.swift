package import LazaretCore

/// Wraps a vendor's screener for a run. The only place that knows the order of the wrappers:
/// an answer that is kept costs nothing, a retry waits for a turn like every attempt, and only the
/// vendor's own time is measured.
package func chain<Time: Clock>(
  _ vendor: any Screener, limits: ScreenerLimits, clock: Time, meter: ScreenerMeter,
  reuse: (store: any Store, stamp: @Sendable () -> (run: String, at: String))?
) -> any Screener where Time.Duration == Duration {
  let limited = LimitedScreener(
    MeteredScreener(vendor, meter: meter, clock: clock),
    permits: Permits(limits.concurrency),
    limiter: RateLimiter(perSecond: limits.requestsPerSecond, clock: clock))
  let retrying = RetryingScreener(
    limited, budget: limits.retryFor, backoff: limits.backoff, outage: Outage(), clock: clock,
    meter: meter)
  guard let reuse else { return retrying }
  return ReusingScreener(retrying, store: reuse.store, meter: meter, stamp: reuse.stamp)
}

/// What a screener may be asked, and how long it is asked again.
package struct ScreenerLimits: Sendable, Hashable {
  /// Above 0.
  package var requestsPerSecond: Double
  /// Requests in flight, at least 1.
  package var concurrency: Int
  /// Wall-clock time in which a transient failure is retried.
  package var retryFor: Duration
  package var backoff: Backoff

  package init(
    requestsPerSecond: Double, concurrency: Int, retryFor: Duration, backoff: Backoff = .standard
  ) {
    self.requestsPerSecond = requestsPerSecond
    self.concurrency = concurrency
    self.retryFor = retryFor
    self.backoff = backoff
  }
}
