import LazaretCore

/// What every run has around its work: it begins, ends and is accounted for in the store, and what the
/// answers revealed about the screeners is compared with the run before.
struct RunFrame<Time: Clock>: Sendable where Time.Duration == Duration {
  let id: String
  let command: String
  let pipeline: String
  let policy: Fingerprint
  let meters: [ScreenerMeters]
  let store: any Store
  let clock: Time
  let now: @Sendable () -> Timestamp
  let observe: @Sendable (RunEvent) -> Void
  let accounting: RunAccounting

  /// Works to the end, to the first failure that must stop it, or until the task is cancelled. There
  /// is a summary in each case.
  ///
  /// - Parameter encode: the summary as JSON, for the record of the run in the store.
  func run(
    encode: @Sendable (RunSummary) -> String, _ work: () async throws(RunFailure) -> Void
  ) async -> (summary: RunSummary, failure: RunFailure?) {
    let started = clock.now
    var failure: RunFailure?
    var totals = CorpusTotals()
    do throws(StoreError) {
      try await store.beginRun(
        RunRecord(id: id, command: command, pipeline: pipeline, policy: policy, startedAt: now().iso8601))
      do throws(RunFailure) { try await work() } catch { failure = error }
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
        id, at: summary.finishedAt, outcome: summary.outcome.rawValue, summary: encode(summary))
    } catch {
      failure = failure ?? .store(error)
      summary = finished(started, totals, failure)
    }
    return (summary, failure)
  }

  private func finished(
    _ started: Time.Instant, _ totals: CorpusTotals, _ failure: RunFailure?
  ) -> RunSummary {
    accounting.finished(
      at: now().iso8601, after: started.duration(to: clock.now), totals: totals, meters: meters,
      failure: failure)
  }

  /// Notes what the answers revealed about the screeners, and compares it with the run before.
  private func drift() async throws(StoreError) -> [RunSummary.Drift] {
    var drift: [RunSummary.Drift] = []
    for meters in meters {
      guard let profile = meters.profile else { continue }
      let earlier = try await store.profile(of: meters.fingerprint, before: id) ?? ScreenerProfile()
      drift += profile.changes(since: earlier).map { RunSummary.Drift($0, of: meters.screener) }
      try await store.note(profile, of: meters.screener, meters.fingerprint, run: id)
    }
    for change in drift { observe(.drifted(change)) }
    return drift
  }
}
