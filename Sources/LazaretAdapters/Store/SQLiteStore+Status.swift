import GRDB
import LazaretCore

extension SQLiteStore {
  package func status() throws -> StoreStatus { try readNow { try Self.status(in: $0) } }

  static func status(in db: Database) throws -> StoreStatus {
    StoreStatus(
      totals: try totals(in: db),
      runs: try runs(in: db, last: 10),
      oldestUnscreened: try String.fetchOne(db, sql: "SELECT min(since) FROM unscreened"),
      oldestQuarantined: try String.fetchOne(db, sql: "SELECT min(since) FROM quarantine"),
      documentsWaiting: try count(db, "SELECT count(*) FROM document WHERE complete = 0"),
      failedItems: try count(db, "SELECT count(*) FROM item WHERE state = 'failed'"),
      skippedItems: try count(db, "SELECT count(*) FROM item WHERE state = 'skipped'"),
      reasons: try reasons(in: db),
      failures: try failures(in: db),
      sources: try documentCounts(in: db),
      policies: try policies(in: db), readings: try readings(in: db), key: try key(in: db),
      bookings: try bookings(in: db))
  }

  private static func bookings(in db: Database) throws -> [StoreStatus.Booking] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT account, month, requests FROM booking
        WHERE month = (SELECT max(month) FROM booking) ORDER BY account
        """
    ).map { StoreStatus.Booking(account: $0[0], month: $0[1], requests: $0[2]) }
  }

  private static func count(_ db: Database, _ sql: String) throws -> Int {
    try Int.fetchOne(db, sql: sql) ?? 0
  }

  static func runs(in db: Database, last count: Int) throws -> [StoreStatus.Run] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT id, command, pipeline, policy, started_at, finished_at, outcome, summary FROM run
        ORDER BY started_at DESC, id DESC LIMIT ?
        """, arguments: [count]
    ).map { row in
      StoreStatus.Run(
        record: RunRecord(
          id: row[0], command: row[1], pipeline: row[2], policy: Fingerprint(hex: row[3]),
          startedAt: row[4]),
        finishedAt: row[5], outcome: row[6], summary: row[7])
    }
  }

  private static func reasons(in db: Database) throws -> [StoreStatus.ItemReason] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT source, state, CAST(reason AS BLOB), count(*) AS items FROM item
        WHERE state <> 'unchanged' GROUP BY source, state, reason
        ORDER BY items DESC, source, state, reason LIMIT 50
        """
    ).compactMap { row in
      let reason: ExactText? = row[2]
      return ItemRecord.State(rawValue: row[1]).map {
        StoreStatus.ItemReason(source: row[0], state: $0, reason: reason?.text, items: row[3])
      }
    }
  }

  private static func failures(in db: Database) throws -> [ItemRecord] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT source, CAST(uri AS BLOB), CAST(reason AS BLOB) FROM item WHERE state = 'failed'
        ORDER BY source, uri LIMIT 50
        """
    ).map { row in
      let uri: ExactText = row[1]
      let reason: ExactText? = row[2]
      return ItemRecord(source: row[0], uri: uri.text, state: .failed, reason: reason?.text)
    }
  }

  private static func policies(in db: Database) throws -> [StoreStatus.PolicyShare] {
    // The sums over chunks come out of an index on their own, however many there are.
    try Row.fetchAll(
      db,
      sql: """
        WITH judged AS (SELECT policy, count(*) AS documents FROM document GROUP BY policy),
          decided AS (
            SELECT policy, sum(state IN ('clean', 'masked') AND lane = 'visible') AS chunks,
              sum(state IN ('quarantined', 'unscreened')) AS withheld
            FROM chunk GROUP BY policy)
        SELECT judged.policy, documents, coalesce(chunks, 0), coalesce(withheld, 0)
        FROM judged LEFT JOIN decided ON decided.policy = judged.policy
        ORDER BY documents DESC, judged.policy
        """
    ).map {
      StoreStatus.PolicyShare(
        policy: Fingerprint(hex: $0[0]), documents: $0[1], chunks: $0[2], withheld: $0[3])
    }
  }

  private static func readings(in db: Database) throws -> [StoreStatus.ReadingShare] {
    try Row.fetchAll(
      db,
      sql:
        "SELECT reading, count(*) AS documents FROM document GROUP BY reading ORDER BY documents DESC, reading"
    ).map { row in
      let reading: String? = row[0]
      return StoreStatus.ReadingShare(reading: reading.map { Fingerprint(hex: $0) }, documents: row[1])
    }
  }
}

extension SQLiteStore {
  /// Of the SQLite that this process runs with.
  static var libraryVersion: String {
    (try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }).flatMap { $0 }
      ?? "unknown"
  }
}
