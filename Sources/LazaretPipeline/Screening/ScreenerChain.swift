package import LazaretCore

/// Wraps a vendor's screener for a run. The only place that knows the order of the wrappers:
/// an answer that is kept costs nothing and needs no canary, a retry is taken out of the budget and
/// waits for a turn like every attempt, nothing is sent after the run's time, and only the vendor's own
/// time is measured. Canaries stand under the same limits.
///
/// - Parameters:
///   - deadline: when the run's time is over; `nil` for never.
///   - canaryFlagged: what to do when the benign canary was flagged; `nil` sends no canaries.
///   - grace: what requests in flight are given when the run is stopped; `nil` cuts them off.
package func chain<Time: Clock>(
  _ vendor: any Screener, limits: ScreenerLimits, budget: RequestBudget = .unlimited,
  deadline: Time.Instant? = nil, clock: Time, meters: ScreenerMeters,
  canaryFlagged: (@Sendable (_ screener: String, _ labels: [String]) -> Void)? = nil,
  reuse: (store: any AnswerStore, stamp: @Sendable () -> (run: String, at: String))?, grace: Grace? = nil
) -> any Screener where Time.Duration == Duration {
  let gate = RequestGate(limits, clock: clock)
  let breaker = CircuitBreaker<Time.Instant>()
  func asking(_ vendor: any Screener, _ meter: ScreenerMeter) -> any Screener {
    let vendor = grace.map { ShieldedScreener(vendor, grace: $0) } ?? vendor
    var asked: any Screener = MeteredScreener(vendor, meter: meter, clock: clock)
    if let deadline { asked = DeadlineScreener(asked, deadline: deadline, clock: clock, meter: meter) }
    asked = LimitedScreener(asked, gate: gate)
    if budget.isLimited { asked = BudgetedScreener(asked, budget: budget, meter: meter) }
    return RetryingScreener(
      asked, budget: limits.retryFor, backoff: limits.backoff, breaker: breaker, deadline: deadline,
      clock: clock, meter: meter)
  }
  var asked = asking(vendor, meters.documents)
  if let canaryFlagged {
    asked = CanariedScreener(
      asked,
      canaries: CanaryTarget.all(of: vendor).map { target in
        target.through { asking($0, meters.canaries) }
      },
      meter: meters.canaries, flagged: canaryFlagged)
  }
  guard let reuse else { return asked }
  return ReusingScreener(asked, store: reuse.store, meter: meters.documents, stamp: reuse.stamp)
}
