/// A limit on what a run may ask, which was reached.
package enum SpentLimit: String, Sendable, Hashable, Codable, CaseIterable {
  /// A screener's own, of this run.
  case requestsPerRun = "requests_per_run"
  /// A screener's own, of the calendar month in UTC.
  case requestsPerMonth = "requests_per_month"
  /// Of all screeners together, of this run.
  case maxRequests = "--max-requests"
  /// Of the run, wall clock.
  case maxDuration = "--max-duration"
}
