/// What the command line asks of one run.
struct RunOptions: Sendable, Hashable {
  /// Stop after so many items of the sources.
  var limit: Int?
  /// Requests of all screeners together, canaries included.
  var maxRequests: Int?
  /// Wall clock.
  var maxDuration: Duration?
  /// Nothing is sent and nothing is stored.
  var isDryRun = false
  /// What is missing is gone, however much it is.
  var acceptDeletes = false
}
