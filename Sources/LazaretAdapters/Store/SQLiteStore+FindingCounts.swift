import GRDB
import LazaretCore

extension SQLiteStore {
  static func findingCounts(in db: Database) throws -> [StoreReport.FindingCount] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT screener, CAST(label AS BLOB), action, count(*) AS findings FROM finding
        GROUP BY screener, label, action ORDER BY findings DESC, label, screener, action
        """
    ).compactMap { row in
      let label: ExactText = row[1]
      return Action(rawValue: row[2]).map {
        StoreReport.FindingCount(screener: row[0], label: label.text, action: $0, findings: row[3])
      }
    }
  }

  static func maskCounts(in db: Database) throws -> [StoreReport.LabelCount] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT CAST(json_extract(mask.value, '$.label') AS BLOB) AS label, count(*) AS masks
        FROM chunk INDEXED BY chunk_by_state, json_each(chunk.masks) AS mask
        WHERE chunk.state = 'masked' AND chunk.lane = 'visible'
        GROUP BY label ORDER BY masks DESC, label
        """
    ).map { row in
      let label: ExactText = row[0]
      return StoreReport.LabelCount(label: label.text, count: row[1])
    }
  }
}
