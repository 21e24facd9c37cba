/// What a screener may be asked, and how long it is asked again.
package struct ScreenerLimits: Sendable, Hashable {
  /// Above 0.
  package var requestsPerSecond: Double
  /// Of text, above 0; `nil` for any number.
  package var bytesPerSecond: Double?
  /// Requests in flight, at least 1.
  package var concurrency: Int
  /// Wall-clock time in which a transient failure is retried.
  package var retryFor: Duration
  package var backoff: Backoff

  package init(
    requestsPerSecond: Double, bytesPerSecond: Double? = nil, concurrency: Int, retryFor: Duration,
    backoff: Backoff = .standard
  ) {
    self.requestsPerSecond = requestsPerSecond
    self.bytesPerSecond = bytesPerSecond
    self.concurrency = concurrency
    self.retryFor = retryFor
    self.backoff = backoff
  }
}
