import ArgumentParser

/// The flags of the commands that have documents judged.
struct WorkOptions: ParsableArguments {
  @Flag(help: "Print the summary as one JSON object on stdout.")
  var json = false

  @Option(help: "Show how far the run is.")
  var progress: ProgressMode = .auto

  @Option(
    help: "How many windows are screened at once (default: the largest 'concurrency' of the screeners).")
  var concurrency: Int?

  @Option(help: ArgumentHelp("Stop after this many documents.", valueName: "n"))
  var limit: Int?

  @Flag(name: [.customShort("n"), .long], help: "Send nothing and store nothing; count what would be asked.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "Send at most this many requests to all screeners together; the rest waits for the next run.",
      valueName: "n"))
  var maxRequests: Int?

  @Option(
    help: ArgumentHelp(
      "Ask and begin nothing after this time, such as 30m; the rest waits for the next run.",
      valueName: "duration"),
    transform: WorkOptions.duration)
  var maxDuration: Duration?

  @Option(
    help: ArgumentHelp(
      "End with 4 when the store then holds this many quarantined chunks or more.", valueName: "n"))
  var failOnQuarantine: Int?

  @Option(
    help: ArgumentHelp(
      "After SIGINT or SIGTERM, how long requests in flight may take to end.", valueName: "duration"))
  var graceTime = "8s"

  @Option(
    help: ArgumentHelp(
      "Write what the run did and what the store holds in Prometheus' text format.", valueName: "file"))
  var metricsFile: String?

  @Option(help: "How to write log lines.")
  var logFormat: LogFormat = .text

  @Option(help: "The least level of log lines.")
  var logLevel: LogLevel = .warning

  func validate() throws {
    if let concurrency, concurrency < 1 { throw ValidationError("--concurrency must be at least 1") }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    if metricsFile != nil, dryRun {
      throw ValidationError("--metrics-file tells of runs; --dry-run is none, leave one of them out")
    }
    if let maxRequests, maxRequests < 0 { throw ValidationError("--max-requests must not be negative") }
    if let failOnQuarantine, failOnQuarantine < 1 {
      throw ValidationError("--fail-on-quarantine must be at least 1")
    }
    if Quantity.duration(graceTime) == nil {
      throw ValidationError("--grace-time takes a duration such as 500ms, 8s or 1m, not '\(graceTime)'")
    }
  }

  private static func duration(_ text: String) throws -> Duration {
    guard let duration = Quantity.duration(text), duration > .zero else {
      throw ValidationError("--max-duration takes a duration such as 90s, 30m or 1h30m, not '\(text)'")
    }
    return duration
  }
}
