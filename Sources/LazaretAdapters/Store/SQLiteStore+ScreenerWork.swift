import GRDB
import LazaretCore

extension SQLiteStore {
  /// What the runs that began in a month sent, as their summaries say; a run that is under way or was killed has
  /// none.
  ///
  /// - Parameter month: such as `2026-11`, in UTC.
  static func requests(since month: String, in db: Database) throws -> [StoreReport.ScreenerRequests] {
    func sum(_ field: String) -> String { "sum(coalesce(json_extract(counts.value, '$.\(field)'), 0))" }
    return try Row.fetchAll(
      db,
      sql: """
        SELECT CAST(counts.key AS BLOB) AS screener, \(sum("requests")), \(sum("reused")), \(sum("retries")),
          \(sum("rate_limited")), \(sum("errors")), \(sum("canaries"))
        FROM run, json_each(run.summary, '$.screenings.by_screener') AS counts
        WHERE run.summary IS NOT NULL AND substr(run.started_at, 1, 7) = ?
        GROUP BY screener ORDER BY screener
        """, arguments: [month]
    ).map { row in
      let screener: ExactText = row[0]
      return StoreReport.ScreenerRequests(
        screener: screener.text, requests: row[1], reused: row[2], retries: row[3], rateLimited: row[4],
        errors: row[5], canaries: row[6])
    }
  }

  /// How many answers are kept of each screener, by its settings.
  static func keptAnswers(in db: Database) throws -> [StoreReport.KeptAnswers] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT min(screener) AS name, fingerprint, count(*), min(at), max(at) AS last FROM screening
        GROUP BY fingerprint ORDER BY name, last DESC, fingerprint
        """
    ).map { row in
      StoreReport.KeptAnswers(
        screener: row[0], fingerprint: Fingerprint(hex: row[1]), texts: row[2], first: row[3], last: row[4])
    }
  }
}
