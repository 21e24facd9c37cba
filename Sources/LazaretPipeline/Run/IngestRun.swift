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
    package var meters: [ScreenerMeters]
    /// How many documents are held at once.
    package var documentsInFlight: Int
    /// Stop after so many items; `nil` for all.
    package var limit: Int?
    /// When the run's time is over: no item is taken after it; `nil` for never.
    package var deadline: Time.Instant?
    /// Nothing is written, and whoever is asked only counts.
    package var isDryRun: Bool

    package init(
      pipeline: String, runID: ULID, sources: [any Source], extractor: any Extractor,
      policy: Fingerprint, meters: [ScreenerMeters], documentsInFlight: Int, limit: Int? = nil,
      deadline: Time.Instant? = nil, isDryRun: Bool = false
    ) {
      self.pipeline = pipeline
      self.runID = runID
      self.sources = sources
      self.extractor = extractor
      self.policy = policy
      self.meters = meters
      self.documentsInFlight = documentsInFlight
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
    let accounting = RunAccounting(summary)
    self.accounting = accounting
    intake = ItemIntake(
      run: settings.runID.text, policy: settings.policy, extractor: settings.extractor,
      screening: screening, store: store, accounting: accounting, now: now, observe: observe)
  }

  /// Runs to the end, to the first failure that must stop it, or until the task is cancelled. There
  /// is a summary in each case.
  ///
  /// - Parameter encode: the summary as JSON, for the record of the run in the store.
  package func run(
    encode: @Sendable (RunSummary) -> String
  ) async -> (summary: RunSummary, failure: RunFailure?) {
    let started = clock.now
    var failure: RunFailure?
    var totals = CorpusTotals()
    do throws(StoreError) {
      try await store.beginRun(
        RunRecord(
          id: settings.runID.text, command: "run", pipeline: settings.pipeline,
          policy: settings.policy, startedAt: now().iso8601))
      do throws(RunFailure) { try await walkSources() } catch { failure = error }
      accounting.drifted(try await drift())
      totals = try await store.totals()
    } catch {
      failure = failure ?? .store(error)
    }
    var summary = finished(started, totals, failure)
    if failure == nil, let imbalance = summary.imbalance {
      failure = .unbalanced(imbalance)
      summary = finished(started, totals, failure)
    }
    do throws(StoreError) {
      try await store.finishRun(
        settings.runID.text, at: summary.finishedAt, outcome: summary.outcome.rawValue,
        summary: encode(summary))
    } catch {
      failure = failure ?? .store(error)
      summary = finished(started, totals, failure)
    }
    return (summary, failure)
  }

  /// What has been done so far, for progress.
  package var progress: (documents: Int, chunks: RunSummary.Chunks) { accounting.screenedSoFar }

  private func finished(
    _ started: Time.Instant, _ totals: CorpusTotals, _ failure: RunFailure?
  ) -> RunSummary {
    accounting.finished(
      at: now().iso8601, after: started.duration(to: clock.now), totals: totals,
      meters: settings.meters, failure: failure)
  }

  /// Notes what the answers revealed about the screeners, and compares it with the run before.
  private func drift() async throws(StoreError) -> [RunSummary.Drift] {
    var drift: [RunSummary.Drift] = []
    let run = settings.runID.text
    for meters in settings.meters {
      guard let profile = meters.profile else { continue }
      let earlier = try await store.profile(of: meters.fingerprint, before: run) ?? ScreenerProfile()
      drift += profile.changes(since: earlier).map { RunSummary.Drift($0, of: meters.screener) }
      try await store.note(profile, of: meters.screener, meters.fingerprint, run: run)
    }
    for change in drift { observe(.drifted(change)) }
    return drift
  }

  private func walkSources() async throws(RunFailure) {
    var left = settings.limit ?? .max
    let taken = try await takeBacklog(atMost: &left)
    for source in settings.sources {
      observe(.sourceStarted(name: source.name, location: source.location))
      let isWhole: Bool
      do {
        isWhole = try await walk(source, except: taken[source.name] ?? [], atMost: &left)
      } catch {
        throw RunFailure(error)
      }
      guard isWhole, source.absenceMeansDeleted else { continue }
      do {
        let gone = try await store.removeUnseen(
          source: source.name, run: settings.runID.text, at: now().iso8601)
        accounting.deleted(gone.count)
        for uri in gone { observe(.documentDeleted(source: source.name, uri: uri)) }
      } catch {
        throw .store(error)
      }
    }
  }

  /// What waits for an answer goes first, the oldest before the others: a budget that does not suffice
  /// for everything must not starve the same documents night after night.
  ///
  /// - Returns: the addresses of the items that were met, by source.
  /// Held in memory while the run begins; what is beyond it comes in its turn.
  private static var longestBacklog: Int { 10_000 }

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
    let items = waiting.compactMap { entry in found[entry].map { (source: entry.source, item: $0) } }
    var queue: any ItemQueue = BacklogQueue(items)
    let before = left
    do { (_, left) = try await take(from: &queue, atMost: left) } catch { throw RunFailure(error) }
    return items.prefix(before - left).reduce(into: [:]) { taken, next in
      taken[next.source, default: []].insert(next.item.uri)
    }
  }

  /// - Returns: whether every item of the source was met, so that what is missing is gone.
  private func walk(
    _ source: any Source, except taken: Set<String>, atMost left: inout Int
  ) async throws -> Bool {
    let end: ListingEnd
    do {
      var queue: any ItemQueue = ListedQueue(try await source.list(), of: source.name, except: taken)
      (end, left) = try await take(from: &queue, atMost: left)
    } catch let error as SourceError {
      end = .broke(error)
    }
    guard case .broke(let error) = end else { return end == .whole }
    accounting.sourceFailed()
    accounting.failure(source: source.name, uri: source.location, reason: error.description)
    observe(.sourceFailed(name: source.name, reason: error.description))
    return false
  }

  private enum ListingEnd: Equatable {
    case whole
    case limitReached
    case broke(SourceError)
  }

  /// Takes items while few are unfinished, and waits for the last of them also when the listing
  /// breaks off: what was met is settled either way.
  private func take(
    from queue: inout any ItemQueue, atMost limit: Int
  ) async throws -> (ListingEnd, left: Int) {
    var left = limit
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
        if left == 0 {
          end = .limitReached
          break
        }
        if let deadline = settings.deadline, clock.now >= deadline {
          accounting.cutShort()
          end = .limitReached
          break
        }
        do throws(SourceError) {
          guard let (source, item) = try await queue.next() else {
            end = .whole
            break
          }
          left -= 1
          running += 1
          group.addTask { try await intake.take(item, from: source) }
        } catch {
          end = .broke(error)
        }
      }
      try await group.waitForAll()
    }
    return (end ?? .limitReached, left)
  }
}
