import GRDB
import LazaretCore

extension SQLiteStore {
  static func reviewers(in db: Database) throws -> [StoreReport.ReviewerCount] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT CAST(reviewer AS BLOB) AS who, sum(verdict = 'released'), sum(verdict = 'rejected'), max(at)
        FROM review GROUP BY who ORDER BY who
        """
    ).map { row in
      let reviewer: ExactText = row[0]
      return StoreReport.ReviewerCount(
        reviewer: reviewer.text, released: row[1], rejected: row[2], last: row[3])
    }
  }

  static func lastReviews(in db: Database) throws -> [StoreReport.ReviewLine] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT at, CAST(reviewer AS BLOB), verdict, source, CAST(uri AS BLOB), chunk, counts
        FROM review_history ORDER BY number DESC LIMIT 20
        """
    ).compactMap { row in
      let reviewer: ExactText = row[1]
      let uri: ExactText = row[4]
      return Review.Verdict(rawValue: row[2]).map {
        StoreReport.ReviewLine(
          at: row[0], reviewer: reviewer.text, verdict: $0, source: row[3], uri: uri.text,
          chunk: ChunkID(text: row[5]), counts: row[6])
      }
    }
  }
}
