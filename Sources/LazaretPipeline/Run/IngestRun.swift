package import LazaretCore

/// The nightly job: every item of every source is read, screened and stored, or recorded with the
/// reason why not.
package struct IngestRun<Time: Clock>: Sendable where Time.Duration == Duration {
  package struct Settings: Sendable {
    package var pipeline: String
    package var runID: ULID
    package var sources: [any Source]
    package var extractor: any Extractor
    package var policy: Fingerprint
    /// Of how texts are read and cut; a part of what the policy's is made of.
    package var reading: Fingerprint
    package var meters: [ScreenerMeters]
    /// How many documents are held at once.
    package var documentsInFlight: Int
    /// How many bytes of documents are held at once, as they are read. A larger one is held alone.
    package var bytesInFlight: Int
    package var deletions: DeletionRules
    /// Stop after so many items; `nil` for all.
    package var limit: Int?
    /// When the run's time is over: no item is taken after it; `nil` for never.
    package var deadline: Time.Instant?
    /// Nothing is written, and whoever is asked only counts.
    package var isDryRun: Bool
    /// Whether also what is as the last run left it is read and judged: from answers that are kept.
    package var judgesUnchanged = false
    /// For a replay: what it decides by.
    package var replayed: RunSummary.Replayed?
    /// For a run whose answers are recorded: what the recording holds by now.
    package var recorded: (@Sendable () -> RunSummary.Recorded)?

    package init(
      pipeline: String, runID: ULID, sources: [any Source], extractor: any Extractor,
      policy: Fingerprint, reading: Fingerprint, meters: [ScreenerMeters], documentsInFlight: Int,
      bytesInFlight: Int = 16_000_000, deletions: DeletionRules = DeletionRules(), limit: Int? = nil,
      deadline: Time.Instant? = nil, isDryRun: Bool = false
    ) {
      self.pipeline = pipeline
      self.runID = runID
      self.sources = sources
      self.extractor = extractor
      self.policy = policy
      self.reading = reading
      self.meters = meters
      self.documentsInFlight = documentsInFlight
      self.bytesInFlight = bytesInFlight
      self.deletions = deletions
      self.limit = limit
      self.deadline = deadline
      self.isDryRun = isDryRun
    }
  }

  private let settings: Settings
  private let store: any Store
  private let clock: Time
  private let now: @Sendable () -> Timestamp
  private let observe: @Sendable (RunEvent) -> Void
  private let accounting: RunAccounting
  private let intake: ItemIntake

  /// - Parameters:
  ///   - clock: for durations.
  ///   - now: for what is written down.
  ///   - observe: called from many tasks at once.
  package init(
    _ settings: Settings, screening: DocumentScreening, store: any Store, clock: Time,
    now: @escaping @Sendable () -> Timestamp, observe: @escaping @Sendable (RunEvent) -> Void
  ) {
    self.settings = settings
    self.store = store
    self.clock = clock
    self.now = now
    self.observe = observe
    var summary = RunSummary(
      command: "run", runID: settings.runID.text, pipeline: settings.pipeline, startedAt: now().iso8601)
    if settings.isDryRun { summary.dryRun = true }
    summary.replayed = settings.replayed
    let accounting = RunAccounting(summary)
    self.accounting = accounting
    intake = ItemIntake(
      run: settings.runID.text, policy: settings.policy, reading: settings.reading,
      extractor: settings.extractor,
      screening: screening, held: WeightedPermits(bound: settings.bytesInFlight),
      unknownWeight: settings.bytesInFlight / settings.documentsInFlight, store: store,
      accounting: accounting, now: now, observe: observe, judgesUnchanged: settings.judgesUnchanged)
  }

  /// Runs to the end, to the first failure that must stop it, or until the task is cancelled. There
  /// is a summary in each case.
  ///
  /// - Parameter encode: the summary as JSON, for the record of the run in the store.
  package func run(
    encode: @Sendable (RunSummary) -> String
  ) async -> (summary: RunSummary, failure: RunFailure?) {
    let frame = RunFrame(
      id: settings.runID.text, command: "run", pipeline: settings.pipeline, policy: settings.policy,
      meters: settings.meters, store: store, clock: clock, now: now, observe: observe, accounting: accounting)
    return await frame.run(encode: encode) { () throws(RunFailure) in
      defer { if let recorded = settings.recorded { accounting.recorded(recorded()) } }
      try await walkSources()
    }
  }

  /// What has been done so far, for progress.
  package var progress: (documents: Int, chunks: RunSummary.Chunks) { accounting.screenedSoFar }

  private func walkSources() async throws(RunFailure) {
    var left = settings.limit ?? .max
    let deletions = try await deletions()
    let taken = try await takeBacklog(atMost: &left)
    for source in settings.sources {
      observe(.sourceStarted(name: source.name, location: source.location))
      let isWhole: Bool
      do {
        isWhole = try await walk(source, except: taken[source.name] ?? [], atMost: &left)
      } catch {
        throw RunFailure(error)
      }
      if isWhole, source.absenceMeansDeleted { try await deletions.settle(source) }
    }
    try await deletions.settleUnnamed(Set(settings.sources.map(\.name)))
  }

  private func deletions() async throws(RunFailure) -> Deletions {
    do throws(StoreError) {
      return Deletions(
        rules: settings.deletions, run: settings.runID.text, store: store, accounting: accounting,
        isDryRun: settings.isDryRun, now: now, observe: observe,
        before: try await store.documentCounts())
    } catch {
      throw .store(error)
    }
  }

  /// Held in memory while the run begins; what is beyond it comes in its turn.
  private static var longestBacklog: Int { 10_000 }

  /// What waits for an answer goes first, the oldest before the others: a budget that does not suffice
  /// for everything must not starve the same documents night after night.
  ///
  /// - Returns: the addresses of the items that were met, by source.
  private func takeBacklog(atMost left: inout Int) async throws(RunFailure) -> [String: Set<String>] {
    let waiting: [BacklogEntry]
    do { waiting = try await store.backlog(atMost: Self.longestBacklog) } catch { throw .store(error) }
    guard !waiting.isEmpty else { return [:] }
    var found: [BacklogEntry: SourceItem] = [:]
    let wanted = Set(waiting)
    for source in settings.sources where waiting.contains(where: { $0.source == source.name }) {
      do throws(SourceError) {
        var listing = try await source.list()
        while let item = try await listing.next() {
          let entry = BacklogEntry(source: source.name, uri: item.uri)
          if wanted.contains(entry) { found[entry] = item }
        }
      } catch {
        // The walk that follows meets the same and reports it.
        continue
      }
    }
    let items = waiting.compactMap { entry in found[entry].map { (item: $0, source: entry.source) } }
    var queue = BacklogQueue(items.prefix(left))
    do { _ = try await take(from: &queue) } catch { throw RunFailure(error) }
    let count = min(items.count, left) - queue.left
    left -= count
    return items.prefix(count).reduce(into: [:]) { taken, next in
      taken[next.source, default: []].insert(next.item.uri)
    }
  }

  /// - Returns: whether every item of the source was met, so that what is missing is gone.
  private func walk(
    _ source: any Source, except taken: Set<String>, atMost left: inout Int
  ) async throws -> Bool {
    var end = ListingEnd.limitReached
    do {
      // What waited for an answer was found by listing the source, so the source may as well be listed again.
      let known = taken.isEmpty ? try await knownRevision(of: source) : nil
      guard let listed = try await source.list(unless: known) else {
        observe(.sourceUnchanged(name: source.name))
        // Nothing was listed, so nothing is missing either.
        return false
      }
      let listing = RemainingListing(listed, except: taken)
      var sieve = ListingSieve(listing, of: source.name, atMost: left, intake: intake)
      end = try await take(from: &sieve)
      left = sieve.left
      try await note(end == .whole ? listed.revision : nil, of: source, insteadOf: known)
    } catch let error as SourceError {
      end = .broke(error)
    }
    guard case .broke(let error) = end else { return end == .whole }
    accounting.sourceFailed()
    accounting.failure(source: source.name, uri: source.location, reason: error.description)
    observe(.sourceFailed(name: source.name, reason: error.description))
    return false
  }

  private func knownRevision(of source: any Source) async throws(RunFailure) -> Revision? {
    if settings.judgesUnchanged { return nil }
    do throws(StoreError) {
      return try await store.revision(ofSource: source.name, under: settings.policy)
    } catch {
      throw .store(error)
    }
  }

  private func note(
    _ revision: Revision?, of source: any Source, insteadOf known: Revision?
  ) async throws(RunFailure) {
    if revision == nil, known == nil { return }
    do throws(StoreError) {
      try await store.note(
        revision, ofSource: source.name, under: settings.policy, run: settings.runID.text)
    } catch {
      throw .store(error)
    }
  }

  /// Takes items while few are unfinished, and waits for the last of them also when the listing
  /// breaks off: what was met is settled either way.
  private func take(
    from queue: inout some ItemQueue
  ) async throws -> ListingEnd {
    var end: ListingEnd?
    try await withThrowingTaskGroup(of: Void.self) { group in
      var running = 0
      while end == nil {
        if Task.isCancelled { throw RunFailure.interrupted }
        if running == settings.documentsInFlight {
          try await group.next()
          running -= 1
          continue
        }
        if let deadline = settings.deadline, clock.now >= deadline {
          accounting.cutShort()
          end = .limitReached
          break
        }
        switch try await queue.next() {
        case .item(let item, let source):
          running += 1
          group.addTask { try await intake.take(item, from: source) }
        case .ended(let how): end = how
        }
      }
      try await group.waitForAll()
    }
    return end ?? .limitReached
  }
}
