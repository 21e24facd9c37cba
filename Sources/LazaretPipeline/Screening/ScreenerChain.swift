package import LazaretCore

/// Wraps a vendor's screener for a run. The only place that knows the order of the wrappers:
/// an answer that is kept costs nothing and needs no canary, a retry waits for a turn like every
/// attempt, and only the vendor's own time is measured. Canaries stand under the same limits.
///
/// - Parameter canaryFlagged: what to do when the benign canary was flagged; `nil` sends no canaries.
package func chain<Time: Clock>(
  _ vendor: any Screener, limits: ScreenerLimits, clock: Time, meters: ScreenerMeters,
  canaryFlagged: (@Sendable (_ screener: String, _ labels: [String]) -> Void)? = nil,
  reuse: (store: any Store, stamp: @Sendable () -> (run: String, at: String))?
) -> any Screener where Time.Duration == Duration {
  let permits = Permits(limits.concurrency)
  let limiter = RateLimiter(perSecond: limits.requestsPerSecond, clock: clock)
  let outage = Outage<Time.Instant>()
  func retrying(_ vendor: any Screener, _ meter: ScreenerMeter) -> any Screener {
    RetryingScreener(
      LimitedScreener(
        MeteredScreener(vendor, meter: meter, clock: clock), permits: permits, limiter: limiter),
      budget: limits.retryFor, backoff: limits.backoff, outage: outage, clock: clock, meter: meter)
  }
  var asked = retrying(vendor, meters.documents)
  if let canaryFlagged {
    asked = CanariedScreener(
      asked,
      canaries: CanaryTarget.all(of: vendor).map { target in
        target.through { retrying($0, meters.canaries) }
      },
      meter: meters.canaries, flagged: canaryFlagged)
  }
  guard let reuse else { return asked }
  return ReusingScreener(asked, store: reuse.store, meter: meters.documents, stamp: reuse.stamp)
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
