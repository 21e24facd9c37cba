package import LazaretCore

/// Judges stored documents again: the second door to the same middle. Answers that are kept are used again,
/// so a policy that only decides otherwise asks nobody, and a screener that was changed is the only one
/// that is asked.
///
/// Each document is judged and stored as a whole, so that a run that was interrupted goes on where it was:
/// what was judged under the policy in force is no longer stale, and what was answered is kept.
package struct RescreenRun<Time: Clock>: Sendable where Time.Duration == Duration {
  package struct Settings: Sendable {
    package var pipeline: String
    package var runID: ULID
    /// `rescreen`, or the command that has documents judged again.
    package var command: String
    package var scope: RescreenScope
    package var policy: Fingerprint
    package var reading: Fingerprint
    package var meters: [ScreenerMeters]
    /// What each screener is allowed, by name; for the estimate of a dry run.
    package var limits: [String: ScreenerLimits]
    /// How many documents are held at once.
    package var documentsInFlight: Int
    /// How many bytes of documents are held at once.
    package var bytesInFlight: Int
    /// Stop after so many documents; `nil` for all.
    package var limit: Int?
    package var deadline: Time.Instant?
    /// Nothing is written, whoever is asked only counts, and the changes are listed.
    package var isDryRun: Bool
    /// Whoever would be asked only counts, and a document that lacks an answer stays as it is.
    package var asksNobody: Bool

    package init(
      pipeline: String, runID: ULID, command: String = "rescreen", scope: RescreenScope, policy: Fingerprint,
      reading: Fingerprint, meters: [ScreenerMeters], limits: [String: ScreenerLimits] = [:],
      documentsInFlight: Int,
      bytesInFlight: Int = 16_000_000, limit: Int? = nil, deadline: Time.Instant? = nil,
      isDryRun: Bool = false, asksNobody: Bool = false
    ) {
      self.pipeline = pipeline
      self.runID = runID
      self.command = command
      self.scope = scope
      self.policy = policy
      self.reading = reading
      self.meters = meters
      self.limits = limits
      self.documentsInFlight = documentsInFlight
      self.bytesInFlight = bytesInFlight
      self.limit = limit
      self.deadline = deadline
      self.isDryRun = isDryRun
      self.asksNobody = asksNobody
    }
  }

  private let settings: Settings
  private let screening: DocumentScreening
  private let store: any Store
  private let clock: Time
  private let now: @Sendable () -> Timestamp
  private let observe: @Sendable (RunEvent) -> Void
  private let accounting: RunAccounting
  private let held: WeightedPermits

  /// - Parameters:
  ///   - clock: for durations.
  ///   - now: for what is written down.
  ///   - observe: called from many tasks at once.
  package init(
    _ settings: Settings, screening: DocumentScreening, store: any Store, clock: Time,
    now: @escaping @Sendable () -> Timestamp, observe: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.settings = settings
    self.screening = screening
    self.store = store
    self.clock = clock
    self.now = now
    self.observe = observe
    held = WeightedPermits(bound: settings.bytesInFlight)
    var summary = RunSummary(
      command: settings.command, runID: settings.runID.text, pipeline: settings.pipeline,
      startedAt: now().iso8601)
    summary.rescreen = RescreenChanges(scope: settings.scope.kind, lists: settings.isDryRun)
    if settings.isDryRun { summary.dryRun = true }
    accounting = RunAccounting(summary)
  }

  /// Runs to the end, to the first failure that must stop it, or until the task is cancelled. There
  /// is a summary in each case.
  ///
  /// - Parameter encode: the summary as JSON, for the record of the run in the store.
  package func run(
    encode: @Sendable (RunSummary) -> String
  ) async -> (summary: RunSummary, failure: RunFailure?) {
    let frame = RunFrame(
      id: settings.runID.text, command: settings.command, pipeline: settings.pipeline,
      policy: settings.policy, meters: settings.meters, store: store, clock: clock, now: now,
      observe: observe, accounting: accounting)
    return await frame.run(encode: encode) { () throws(RunFailure) in
      try await judgeAll()
      accounting.rescreened(asking: settings.isDryRun ? asking : nil)
    }
  }

  /// What has been done so far, for progress.
  package var progress: (documents: Int, chunks: RunSummary.Chunks) { accounting.screenedSoFar }

  private var asking: [String: RescreenChanges.Asking] {
    let asking = settings.meters.map { meters in
      let limits = settings.limits[meters.screener]
      return (
        meters.screener,
        RescreenChanges.Asking(
          requests: meters.counts.requests, bytes: meters.documents.bytes,
          requestsPerSecond: limits?.requestsPerSecond, bytesPerSecond: limits?.bytesPerSecond)
      )
    }
    return Dictionary(asking) { first, _ in first }
  }

  private func judgeAll() async throws(RunFailure) {
    let list: RescreenList
    do throws(StoreError) {
      list = try await store.documents(
        in: settings.scope, policy: settings.policy, reading: settings.reading)
    } catch {
      throw .store(error)
    }
    accounting.unreadable(list.unreadable)
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        var running = 0
        for item in list.documents.prefix(settings.limit ?? .max) {
          if Task.isCancelled { throw RunFailure.interrupted }
          if running == settings.documentsInFlight {
            try await group.next()
            running -= 1
          }
          if let deadline = settings.deadline, clock.now >= deadline {
            accounting.cutShort()
            break
          }
          running += 1
          group.addTask { try await judge(item) }
        }
        try await group.waitForAll()
      }
    } catch {
      throw RunFailure(error)
    }
  }

  private func judge(_ item: RescreenList.Item) async throws(RunFailure) {
    let done: Void? = try await held.holding(item.byteCount) { () throws(RunFailure) in
      try await judgeHeld(item.id)
    }
    if done == nil { throw .interrupted }
  }

  private func judgeHeld(_ id: DocumentID) async throws(RunFailure) {
    let stored: StoredDocument?
    let reviews: [ChunkID: StandingReview]
    do throws(StoreError) {
      stored = try await store.storedDocument(id)
      reviews = try await store.reviews(of: id)
    } catch {
      throw .store(error)
    }
    guard let stored else { return }
    let outcome = try await screening.judged(stored.document, chunks: stored.chunks, reviews: reviews)
    var document = stored.document
    document.title = outcome.title
    let judged = JudgedDocument(
      document: document, content: stored.content, byteCount: stored.byteCount, revision: stored.revision,
      policy: settings.policy, reading: settings.reading, withheldNames: outcome.withheldNames,
      chunks: outcome.chunks)
    do throws(StoreError) {
      let hadAnswers = stored.standings.allSatisfy { $0.state != .unscreened }
      if judged.isComplete || !hadAnswers && !settings.asksNobody {
        try await store.replace(with: judged, run: settings.runID.text, at: now().iso8601)
      } else {
        // What was decided under the old policy stands until everything is answered.
        try await store.postpone(
          id, of: document.source, waiting: judged.chunks.count { $0.state == .unscreened },
          run: settings.runID.text, at: now().iso8601)
      }
    } catch {
      throw .store(error)
    }
    accounting.rejudged(stored, outcome.chunks)
    observe(
      .documentSettled(
        source: document.source, uri: document.uri,
        states: outcome.chunks.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }))
  }
}
