import GRDB
package import LazaretCore

extension SQLiteStore {
  /// Everything that a report says, as of one instant, also while a run writes.
  ///
  /// - Parameters:
  ///   - now: ages are counted from here, and the month of the requests is this one's.
  ///   - days: ages in days that part what is held, the shortest first.
  package func report(at now: Timestamp, agesInDays days: [Int]) throws -> StoreReport {
    let moments = days.map { Timestamp(milliseconds: now.milliseconds - Int64($0) * 86_400_000).iso8601 }
    return try readNow { db in
      let voices = try Self.voices(in: db)
      return StoreReport(
        status: try Self.status(in: db), sources: try Self.sourceShares(in: db),
        arrivals: try Self.arrivals(in: db),
        runs: try Self.runs(in: db, last: 30), findings: try Self.findingCounts(in: db),
        masks: try Self.maskCounts(in: db), held: try Self.heldAges(since: moments, in: db),
        reasons: try Self.heldReasons(in: db), voices: voices.screeners, disagreements: voices.disagreements,
        requests: try Self.requests(since: now.month, in: db), answers: try Self.keptAnswers(in: db),
        reviewers: try Self.reviewers(in: db), reviews: try Self.lastReviews(in: db))
    }
  }
}
