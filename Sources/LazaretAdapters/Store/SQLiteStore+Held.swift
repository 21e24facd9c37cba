import GRDB
import LazaretCore

extension SQLiteStore {
  /// - Parameter moments: the later ones first; what is held since one of them or later is not past it.
  static func heldAges(since moments: [String], in db: Database) throws -> [StoreReport.HeldAge] {
    var ages = (0...moments.count).map { StoreReport.HeldAge(bucket: $0, quarantined: 0, unscreened: 0) }
    func count(_ table: String, _ add: (inout StoreReport.HeldAge, Int) -> Void) throws {
      let past = moments.isEmpty ? "0" : moments.map { _ in "(since < ?)" }.joined(separator: " + ")
      let rows = try Row.fetchCursor(
        db, sql: "SELECT \(past) AS bucket, count(*) FROM \(table) GROUP BY bucket",
        arguments: StatementArguments(moments))
      while let row = try rows.next() { add(&ages[row[0]], row[1]) }
    }
    try count("quarantine") { $0.quarantined = $1 }
    try count("unscreened") { $0.unscreened = $1 }
    return ages
  }

  static func heldReasons(in db: Database) throws -> [StoreReport.HeldReason] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT held.state, json_extract(reason.value, '$.code') AS code,
          CASE WHEN json_extract(reason.value, '$.label') IS NULL
            THEN CAST(json_extract(reason.value, '$.screener') AS BLOB) END AS screener,
          CAST(json_extract(reason.value, '$.label') AS BLOB) AS label, count(DISTINCT chunk) AS chunks
        FROM (
          SELECT 'quarantined' AS state, chunk, reasons FROM quarantine
          UNION ALL SELECT 'unscreened', chunk, reasons FROM unscreened
        ) AS held, json_each(held.reasons) AS reason
        GROUP BY held.state, code, screener, label ORDER BY chunks DESC, state, code, label, screener
        """
    ).compactMap { row in
      let screener: ExactText? = row[2]
      let label: ExactText? = row[3]
      return ChunkState(rawValue: row[0]).map {
        StoreReport.HeldReason(
          state: $0, code: row[1], screener: screener?.text, label: label?.text, chunks: row[4])
      }
    }
  }

  /// Who found something in what is in quarantine, and who did not.
  static func voices(
    in db: Database
  ) throws -> (screeners: [StoreReport.ScreenerVoice], disagreements: Int) {
    let voice = """
      WITH voice AS (
        SELECT quarantine.chunk, CAST(asked.value AS BLOB) AS screener, EXISTS (
          SELECT * FROM finding WHERE finding.chunk = quarantine.chunk AND finding.screener = asked.value) AS found
        FROM quarantine JOIN chunk ON chunk.id = quarantine.chunk, json_each(chunk.screened_by) AS asked),
      tally AS (
        SELECT chunk, screener, found, sum(found) OVER one AS finders, count(*) OVER one AS asked
        FROM voice WINDOW one AS (PARTITION BY chunk))
      """
    let screeners = try Row.fetchAll(
      db,
      sql: voice + """

        SELECT screener, count(*), sum(found), sum(found AND finders < asked), sum(NOT found AND finders > 0)
        FROM tally GROUP BY screener ORDER BY screener
        """
    ).map { row in
      let screener: ExactText = row[0]
      return StoreReport.ScreenerVoice(
        screener: screener.text, judged: row[1], found: row[2], foundAlone: row[3], missed: row[4])
    }
    let disagreements = try Int.fetchOne(
      db, sql: voice + " SELECT count(DISTINCT chunk) FROM tally WHERE finders BETWEEN 1 AND asked - 1")
    return (screeners, disagreements ?? 0)
  }
}
