import ArgumentParser
import Foundation
import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// From the flags of a command that has documents judged to its exit status: opens the store, catches
/// signals, shows progress, reports.
struct Work: Sendable {
  let file: PipelineFile
  let options: WorkOptions
  let talking: TalkOptions
  var acceptDeletes = false
  /// Whether the store may be new.
  var access = SQLiteStore.Access.run
  var answers = AnswerOrigin.screeners

  typealias Making =
    @Sendable (
      _ assembly: Assembly, _ store: any Store, _ options: RunOptions, _ grace: Grace,
      _ observe: @escaping @Sendable (RunEvent) -> Void
    ) throws -> any ScreeningRun

  /// - Throws: the exit status, always.
  func carryOut(_ make: @escaping Making) async throws -> Never {
    let talk = talking.talk
    do {
      let store = try openStore()
      // The exit status is thrown to a parser that ends the process: nothing is let go of on the way.
      defer { (store as? SQLiteStore)?.close() }
      let signals = await TerminationSignals.caught()
      let graceTime = options.graceTime
      let grace = Grace(Quantity.duration(graceTime) ?? .zero, clock: ContinuousClock())
      let (ended, signal) = try await untilInterrupted(by: signals) { signal, number in
        if number > 1 { return grace.cut() }
        talk.note(
          "\(signal.name): what is in flight may end, for \(graceTime) at most; a second signal cuts it off")
      } _: {
        try await withAssembly(file, concurrency: options.concurrency, answers: answers) { assembly in
          try await run(make, assembly, store, grace)
        }
      }
      try report(ended.summary, talk)
      writeMetrics(ended.summary, store, talk)
      throw exitCode(ended.summary, ended.failure, signal, talk)
    } catch {
      throw talk.failure(error)
    }
  }

  private func openStore() throws -> any Store {
    let keys = StoreKeys(file)
    if answers.replayed != nil { return try replayStore(keys) }
    guard options.dryRun else { return try SQLiteStore(path: file.store, access: access, keys: keys) }
    // Nothing is made by a run that changes nothing.
    return access != .run || FileManager.default.fileExists(atPath: file.store)
      ? try SQLiteStore(path: file.store, access: .read, keys: keys) : DryRunStore(reading: nil)
  }

  /// A store of the replay's own: in one that holds answers and documents it would not be the recorded run once
  /// more, and what is at work must not be overwritten by mistake.
  private func replayStore(_ keys: StoreKeys) throws -> any Store {
    if options.dryRun { return DryRunStore(reading: nil) }
    if FileManager.default.fileExists(atPath: file.store) {
      throw StoreError.cannotOpen(
        path: file.store,
        why:
          "it is there already, and a replay makes a store of its own; name another with --store, or add --dry-run"
      )
    }
    return try SQLiteStore(path: file.store, access: .run, keys: keys)
  }

  private struct Ended: Sendable {
    let summary: RunSummary
    let failure: RunFailure?
  }

  private func run(
    _ make: Making, _ assembly: Assembly, _ store: any Store, _ grace: Grace
  ) async throws -> Ended {
    let log = RunLog(
      level: talking.quiet ? max(options.logLevel, .error) : options.logLevel, format: options.logFormat)
    let asked = RunOptions(
      limit: options.limit, maxRequests: options.maxRequests, maxDuration: options.maxDuration,
      isDryRun: options.dryRun, acceptDeletes: acceptDeletes)
    let run = try make(assembly, store, asked, grace) { log.record($0) }
    for note in assembly.notes { talking.talk.note(note) }
    let encode: @Sendable (RunSummary) -> String = { SummaryJSON($0).text }
    let work: @Sendable () async throws -> Ended = {
      let (summary, failure) = await run.run(encode: encode)
      return Ended(summary: summary, failure: failure)
    }
    guard options.progress.isShown(quiet: talking.quiet) else { return try await work() }
    let line = ProgressLine { run.progress }
    return try await withCompanion({ await line.show() }, work)
  }

  private func report(_ summary: RunSummary, _ talk: StandardError) throws {
    if options.json {
      try StandardOutput().line(SummaryJSON(summary).text)
    } else {
      for change in summary.rescreen?.changes ?? [] {
        try StandardOutput().line(
          "\(change.id)  \(change.before.rawValue) -> \(change.after.rawValue)  "
            + HarmlessText.line("\(change.source)/\(change.uri)")
            + "#\(change.lane == .hidden ? "hidden-" : "")\(change.ordinal)"
            + (change.labels.isEmpty ? "" : "  \(HarmlessText.line(change.labels.joined(separator: ", ")))"))
      }
      for line in SummaryText(summary).lines { talk.note(line) }
    }
  }

  /// A file that cannot be written does not change how the run ended: whoever watches it sees that it is
  /// old.
  private func writeMetrics(_ summary: RunSummary, _ store: any Store, _ talk: StandardError) {
    guard let metricsFile = options.metricsFile, let store = store as? SQLiteStore else { return }
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
    if let failOnQuarantine = options.failOnQuarantine, summary.corpus.quarantined >= failOnQuarantine {
      return ExitStatus.quarantineReached.code
    }
    if !summary.limitsReached.isEmpty { return ExitStatus.limitReached.code }
    return (summary.outcome == .complete ? ExitStatus.done : .incomplete).code
  }
}

extension StoreKeys {
  /// The keys that a pipeline file names; they were checked when it was read.
  init(_ file: PipelineFile) {
    self.init(current: file.quarantineKey, previous: file.previousQuarantineKey)
  }
}
