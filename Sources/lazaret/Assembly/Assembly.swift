import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// Everything that a pipeline file asks for, built and ready to be run.
struct Assembly: Sendable {
  /// How many windows are screened at once.
  let width: Int
  private let screeners: [any Screener]
  /// By name.
  private let settings: [String: ScreenerSettings]
  private let policy: PolicyInForce
  private let http: VendorHTTP
  private let session: ULID
  /// Where every answer comes from, in a replay.
  private let replayed: AnswerRecording?
  /// Where every answer goes, if anywhere.
  private let recording: AnswerRecording?

  fileprivate init(
    _ file: PipelineFile, sandbox: String?, width: Int, http: VendorHTTP, session: ULID, answers: AnswerOrigin
  ) throws {
    self.width = width
    screeners = try file.screeners.map { try $0.screener(sandbox: sandbox, session: session, http: http) }
    settings = Dictionary(file.screeners.map { ($0.name, $0) }) { first, _ in first }
    policy = PolicyInForce(file, screeners: screeners)
    self.http = http
    self.session = session
    replayed = answers.replayed
    if case .recorded(let folder) = answers {
      recording = try AnswerRecording.recording(
        into: folder,
        RecordingHeader(
          pipeline: file.name,
          screeners: Dictionary(screeners.map { ($0.name, $0.fingerprint) }) { first, _ in first },
          keyID: file.quarantineKey?.keyID),
        run: RecordedRun(id: session, policy: policy.fingerprint), keys: StoreKeys(file),
        writer: "lazaret \(Lazaret.version)")
    } else {
      recording = nil
    }
  }

  /// What a person should know of a replay before it begins.
  var notes: [String] {
    guard let replayed else { return [] }
    return screeners.filter { !replayed.header.screeners.values.contains($0.fingerprint) }.map { screener in
      "screener '\(screener.name)' is not set as it was recorded, so no recorded answer of it counts"
    }
  }

  /// Waits until the disk has what was recorded, if anything.
  fileprivate func finish() throws(StoreError) { try recording?.sync() }

  /// The nightly job.
  ///
  /// - Parameter grace: what requests in flight are given when the job is stopped.
  func ingestRun(
    of file: PipelineFile, into store: any Store, _ options: RunOptions, grace: Grace,
    observe: @escaping @Sendable (RunEvent) -> Void
  ) -> IngestRun<ContinuousClock> {
    let work = work(into: store, options, grace: grace, chunking: file.chunking, observe: observe)
    let pace = HostPace<ContinuousClock>.polite
    var settings = IngestRun<ContinuousClock>.Settings(
      pipeline: file.name, runID: session,
      sources: file.sources.map { $0.source(pace: pace, isOffline: replayed != nil) },
      extractor: CatalogExtractor(), policy: policy.fingerprint, reading: policy.reading,
      meters: work.meters, documentsInFlight: min(width, Self.mostDocuments), bytesInFlight: Self.mostBytes,
      deletions: DeletionRules(
        accepted: options.acceptDeletes,
        maxShrink: Dictionary(
          uniqueKeysWithValues: file.sources.compactMap { source in
            source.maxShrink.map { (source.name, $0) }
          })),
      limit: options.limit, deadline: work.deadline, isDryRun: options.isDryRun)
    // A recording is of all documents, also of those that did not change.
    settings.judgesUnchanged = recording != nil
    if let recording {
      settings.recorded = { RunSummary.Recorded(answers: recording.count, added: recording.added) }
    }
    if let replayed {
      settings.replayed = RunSummary.Replayed(
        answers: replayed.count, policy: replayed.run.policy.hex,
        samePolicy: replayed.run.policy == policy.fingerprint, sha256: replayed.digest.hex)
    }
    // A replay is the recorded run once more, to the byte: its name and its time are taken over as well.
    let moment = replayed?.run.id.timestamp
    let now: @Sendable () -> Timestamp = { moment ?? Timestamp.now }
    return IngestRun(
      settings, screening: work.screening, store: work.store, clock: work.clock, now: now, observe: observe)
  }

  /// What is stored, judged again.
  ///
  /// - Parameters:
  ///   - command: what has it judged again.
  ///   - asksNobody: whether only answers that are kept count; what lacks one stays as it is.
  func rescreenRun(
    of file: PipelineFile, in store: any Store, _ scope: RescreenScope, _ options: RunOptions, grace: Grace,
    command: String = "rescreen", asksNobody: Bool = false, observe: @escaping @Sendable (RunEvent) -> Void
  ) -> RescreenRun<ContinuousClock> {
    let work = work(
      into: store, options, grace: grace, chunking: file.chunking, asksNobody: asksNobody,
      supposesMasks: options.isDryRun, observe: observe)
    return RescreenRun(
      .init(
        pipeline: file.name, runID: session, command: command, scope: scope, policy: policy.fingerprint,
        reading: policy.reading, meters: work.meters,
        limits: Dictionary(
          screeners.filter { settings[$0.name]?.kind.isNetworked ?? true }.map { ($0.name, limits(of: $0)) }
        ) { first, _ in first },
        documentsInFlight: min(width, Self.mostDocuments), bytesInFlight: Self.mostBytes,
        limit: options.limit, deadline: work.deadline, isDryRun: options.isDryRun, asksNobody: asksNobody),
      screening: work.screening, store: work.store, clock: work.clock, now: { Timestamp.now },
      observe: observe)
  }

  /// What every run that writes the store is built from.
  private struct Work {
    let clock = ContinuousClock()
    let store: any Store
    let meters: [ScreenerMeters]
    let deadline: ContinuousClock.Instant?
    let screening: DocumentScreening
  }

  private func work(
    into store: any Store, _ options: RunOptions, grace: Grace, chunking: ChunkingRules,
    asksNobody: Bool = false, supposesMasks: Bool = false, observe: @escaping @Sendable (RunEvent) -> Void
  ) -> Work {
    let store: any Store = options.isDryRun ? DryRunStore(reading: store) : store
    let meters = screeners.map { ScreenerMeters(of: $0) }
    let deadline = options.maxDuration.map { ContinuousClock().now.advanced(by: $0) }
    let together = options.maxRequests.map { RequestTally($0) }
    let wrapped = zip(screeners, meters).map { screener, meters in
      if let replayed { return replaying(screener, replayed, meters: meters, store: store) }
      return options.isDryRun || asksNobody
        ? counted(screener, meters: meters, store: store)
        : asked(
          screener, meters: meters, store: store, together: together, deadline: deadline, grace: grace,
          observe: observe)
    }
    return Work(
      store: store, meters: meters, deadline: deadline,
      screening: DocumentScreening(
        chunker: Chunker(rules: chunking), windows: windows(wrapped, supposesMasks: supposesMasks),
        width: width))
  }

  /// Texts without documents and without a store.
  ///
  /// - Parameter canaryFlagged: called when a gateway's benign canary was flagged.
  func textScreening(
    canaryFlagged: @escaping @Sendable (_ screener: String, _ labels: [String]) -> Void
  ) -> TextScreening {
    TextScreening(
      windows: windows(
        screeners.map { screener in
          // Behind a gateway nothing else tells whether anybody screens.
          let isCanaried = settings[screener.name].map { $0.canary && $0.kind.relays } ?? true
          return chain(
            screener, limits: limits(of: screener), clock: ContinuousClock(),
            meters: ScreenerMeters(of: screener), canaryFlagged: isCanaried ? canaryFlagged : nil, reuse: nil)
        }))
  }

  /// Everything that a run would lean on, looked at once.
  func checkup(of file: PipelineFile) async -> [DoctorCheck] {
    var checks: [DoctorCheck] = []
    for screener in screeners { checks += await ScreenerCheckup(screener: screener).checks() }
    let surroundings = SurroundingsCheckup(file: file)
    return checks + (await surroundings.sources()) + [surroundings.store()]
      + (await SurroundingsCheckup.machine())
  }

  /// Many documents are one chunk each, and all of them together are to keep every screener busy.
  private static let mostDocuments = 64
  /// A document takes several times its own bytes while it is screened: its text, its chunks and what is
  /// said of them.
  private static let mostBytes = 16_000_000

  /// A screener of a run: its answers are kept, its budgets hold.
  private func asked(
    _ screener: any Screener, meters: ScreenerMeters, store: any Store, together: RequestTally?,
    deadline: ContinuousClock.Instant?, grace: Grace, observe: @escaping @Sendable (RunEvent) -> Void
  ) -> any Screener {
    let settings = settings[screener.name]
    let isNetworked = settings?.kind.isNetworked ?? true
    let budget = RequestBudget(
      perRun: settings?.limits.requestsPerRun, together: isNetworked ? together : nil,
      monthly: settings?.limits.requestsPerMonth.map { limit in
        MonthlyBudget(account: screener.name, limit: limit, store: store) { Timestamp.now.month }
      })
    let isCanaried = isNetworked && settings?.canary ?? true
    let canaryFlagged: @Sendable (String, [String]) -> Void = {
      observe(.benignCanaryFlagged(screener: $0, labels: $1))
    }
    let run = session.text
    return chain(
      screener, limits: limits(of: screener), budget: budget, deadline: deadline, clock: ContinuousClock(),
      meters: meters,
      canaryFlagged: isCanaried ? canaryFlagged : nil,
      reuse: (keeping(store), { (run, Timestamp.now.iso8601) }), grace: grace)
  }

  private func keeping(_ store: any Store) -> any AnswerStore {
    recording.map { RecordingAnswers(store, into: $0) } ?? store
  }

  /// Asks nobody, and takes no answer but a recorded one.
  private func replaying(
    _ screener: any Screener, _ recorded: AnswerRecording, meters: ScreenerMeters, store: any Store
  ) -> any Screener {
    ReplayingScreener(
      of: screener, recorded: recorded, store: store, run: session.text, meter: meters.documents,
      missing: recorded.missing(of: screener))
  }

  /// Asks nobody.
  private func counted(
    _ screener: any Screener, meters: ScreenerMeters, store: any Store
  ) -> any Screener {
    let run = session.text
    return ReusingScreener(
      CountingScreener(screener, meter: meters.documents), store: store, meter: meters.documents,
      stamp: { (run, Timestamp.now.iso8601) })
  }

  private func limits(of screener: any Screener) -> ScreenerLimits {
    guard let settings = settings[screener.name] else {
      return ScreenerLimits(requestsPerSecond: 1, concurrency: 1, retryFor: .zero)
    }
    return ScreenerLimits(
      requestsPerSecond: settings.limits.requestsPerSecond,
      bytesPerSecond: settings.limits.bytesPerSecond.map(Double.init),
      concurrency: settings.limits.concurrency, retryFor: settings.retryFor)
  }

  private func windows(_ screeners: [any Screener], supposesMasks: Bool = false) -> WindowScreening {
    // A piece of an overlong text repeats as much as a window's margin, at four bytes a scalar.
    let judge = Judge(
      screeners: screeners, policy: policy.policy, overlapBytes: max(policy.margin, 200) * 4)
    return WindowScreening(
      judge: judge, masker: policy.masker, permits: Permits(width), supposesMasks: supposesMasks)
  }
}

/// Builds what the file asks for, with a sandbox of its own where an endpoint is `sandbox`, and takes
/// it down when `body` ends.
func withAssembly<Value: Sendable>(
  _ file: PipelineFile, concurrency: Int?, answers: AnswerOrigin = .screeners,
  _ body: @escaping @Sendable (Assembly) async throws -> Value
) async throws -> Value {
  FreedMemory.keep()
  return try await withSandbox(for: file, isAsked: answers.replayed == nil) { sandbox in
    let width = concurrency ?? file.screeners.map(\.limits.concurrency).max() ?? 1
    let http = VendorHTTP(connectionsPerHost: width * file.screeners.count)
    do {
      var generator = SystemRandomNumberGenerator()
      let session =
        answers.replayed?.run.id ?? ULID(milliseconds: Timestamp.now.milliseconds, using: &generator)
      let assembly = try Assembly(
        file, sandbox: sandbox, width: width, http: http, session: session, answers: answers)
      // The screeners of a replay are there for their fingerprints; from here on they could not ask.
      if answers.replayed != nil { await http.shutdown() }
      let value = try await body(assembly)
      try assembly.finish()
      await http.shutdown()
      return value
    } catch {
      await http.shutdown()
      throw error
    }
  }
}
