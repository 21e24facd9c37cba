import ArgumentParser
import Foundation
import LazaretAdapters
import LazaretCore
import LazaretPipeline

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Ingest, screen, store: the nightly job.",
    discussion: """
      Walks the sources of the pipeline file, screens what is new or changed, and stores it. An answer \
      that was paid for is never paid for again: an unchanged corpus sends no request.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var talking: TalkOptions

  @Flag(help: "Print the summary as one JSON object on stdout.")
  var json = false

  @Option(help: "Show how far the run is.")
  var progress: ProgressMode = .auto

  @Option(
    help: "How many windows are screened at once (default: the largest 'concurrency' of the screeners).")
  var concurrency: Int?

  @Option(help: ArgumentHelp("Stop after this many items of the sources.", valueName: "n"))
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
    transform: RunCommand.duration)
  var maxDuration: Duration?

  @Flag(
    help:
      "Delete what is held: of a source that lost more than its 'max_shrink', or that the file no longer names."
  )
  var acceptDeletes = false

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

  func run() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    do {
      let store = try openStore(file)
      // The exit status is thrown to a parser that ends the process: nothing is let go of on the way.
      defer { (store as? SQLiteStore)?.close() }
      let signals = await TerminationSignals.caught()
      let grace = Grace(Quantity.duration(graceTime) ?? .zero, clock: ContinuousClock())
      let (ended, signal) = try await untilInterrupted(by: signals) { signal, number in
        if number > 1 { return grace.cut() }
        talk.note(
          "\(signal.name): what is in flight may end, for \(graceTime) at most; a second signal cuts it off")
      } _: {
        try await withAssembly(file, concurrency: concurrency) { assembly in
          try await ingest(file, assembly, store, grace)
        }
      }
      try report(ended.summary, talk)
      writeMetrics(ended.summary, store, talk)
      throw exitCode(ended.summary, ended.failure, signal, talk)
    } catch {
      throw talk.failure(error)
    }
  }

  private func openStore(_ file: PipelineFile) throws -> any Store {
    guard dryRun else { return try SQLiteStore(path: file.store, access: .run) }
    // Nothing is made by a run that changes nothing.
    return FileManager.default.fileExists(atPath: file.store)
      ? try SQLiteStore(path: file.store, access: .read) : DryRunStore(reading: nil)
  }

  private struct Ended: Sendable {
    let summary: RunSummary
    let failure: RunFailure?
  }

  private func ingest(
    _ file: PipelineFile, _ assembly: Assembly, _ store: any Store, _ grace: Grace
  ) async throws -> Ended {
    let log = RunLog(level: talking.quiet ? max(logLevel, .error) : logLevel, format: logFormat)
    let options = RunOptions(
      limit: limit, maxRequests: maxRequests, maxDuration: maxDuration, isDryRun: dryRun,
      acceptDeletes: acceptDeletes)
    let run = assembly.ingestRun(of: file, into: store, options, grace: grace) { log.record($0) }
    let encode: @Sendable (RunSummary) -> String = { SummaryJSON($0).text }
    let ingest: @Sendable () async throws -> Ended = {
      let (summary, failure) = await run.run(encode: encode)
      return Ended(summary: summary, failure: failure)
    }
    guard progress.isShown(quiet: talking.quiet) else { return try await ingest() }
    let line = ProgressLine { run.progress }
    return try await withCompanion({ await line.show() }, ingest)
  }

  private func report(_ summary: RunSummary, _ talk: StandardError) throws {
    if json {
      try StandardOutput().line(SummaryJSON(summary).text)
    } else {
      for line in SummaryText(summary).lines { talk.note(line) }
    }
  }

  /// A file that cannot be written does not change how the run ended: whoever watches it sees that it is
  /// old.
  private func writeMetrics(_ summary: RunSummary, _ store: any Store, _ talk: StandardError) {
    guard let metricsFile, let store = store as? SQLiteStore else { return }
    do {
      let text = MetricsText(summary, try store.status()).text
      try WholeFile.replace(metricsFile, with: Array(text.utf8))
    } catch {
      talk.say("error: --metrics-file: \(error)")
    }
  }

  private func exitCode(
    _ summary: RunSummary, _ failure: RunFailure?, _ signal: TerminationSignals.Signal?,
    _ talk: StandardError
  ) -> ExitCode {
    if failure == .interrupted {
      return (signal?.status ?? .interrupted).code
    }
    if let failure {
      talk.say("error: \(failure)")
      return ExitStatus.failed.code
    }
    if let failOnQuarantine, summary.corpus.quarantined >= failOnQuarantine {
      return ExitStatus.quarantineReached.code
    }
    if !summary.limitsReached.isEmpty { return ExitStatus.limitReached.code }
    return (summary.outcome == .complete ? ExitStatus.done : .incomplete).code
  }
}
