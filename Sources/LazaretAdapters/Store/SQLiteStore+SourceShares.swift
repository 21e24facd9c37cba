import GRDB
import LazaretCore

extension SQLiteStore {
  /// What there is of each source.
  static func sourceShares(in db: Database) throws -> [StoreReport.SourceShare] {
    var shares: [String: StoreReport.SourceShare] = [:]
    func add(_ source: String, _ change: (inout StoreReport.SourceShare) -> Void) {
      change(&shares[source, default: StoreReport.SourceShare(source: source)])
    }
    let documents = try Row.fetchCursor(
      db, sql: "SELECT source, count(*), sum(byte_count), max(updated_at) FROM document GROUP BY source")
    while let row = try documents.next() {
      add(row[0]) { ($0.documents, $0.bytes, $0.lastChange) = (row[1], row[2], row[3]) }
    }
    // The clean ones are most of a store. They are what an index on places counts less the others, so that their
    // rows, which hold their texts, are not read.
    let visible = try Row.fetchCursor(
      db,
      sql: """
        SELECT source, sum(chunks) FROM document JOIN (
          SELECT document AS id, count(*) AS chunks FROM chunk WHERE lane = 'visible' GROUP BY document) USING (id)
        GROUP BY source
        """)
    while let row = try visible.next() { add(row[0]) { $0.clean += row[1] as Int } }
    let others = try Row.fetchCursor(
      db,
      sql: """
        SELECT source, state, lane, count(*)
        FROM chunk INDEXED BY chunk_by_state JOIN document ON document.id = chunk.document
        WHERE chunk.state IN ('masked', 'quarantined', 'unscreened') GROUP BY source, state, lane
        """)
    while let row = try others.next() {
      let (lane, count): (String, Int) = (row[2], row[3])
      add(row[0]) { share in
        if lane == Lane.visible.rawValue { share.clean -= count }
        switch ChunkState(rawValue: row[1]) {
        case .masked where lane == Lane.visible.rawValue: share.masked += count
        case .quarantined: share.quarantined += count
        case .unscreened: share.unscreened += count
        // Hidden text that was judged harmless is in no count.
        case .masked, .clean, nil: break
        }
      }
    }
    let items = try Row.fetchCursor(
      db, sql: "SELECT source, state, count(*) FROM item WHERE state <> 'unchanged' GROUP BY source, state")
    while let row = try items.next() {
      let state: String = row[1]
      add(row[0]) { share in
        if state == ItemRecord.State.failed.rawValue {
          share.failedItems = row[2]
        } else {
          share.skippedItems = row[2]
        }
      }
    }
    return shares.values.sorted { ($1.chunks, $0.source) < ($0.chunks, $1.source) }
  }

  static func arrivals(in db: Database) throws -> [StoreReport.DayCount] {
    try Row.fetchAll(
      db, sql: "SELECT substr(updated_at, 1, 10) AS day, count(*) FROM document GROUP BY day ORDER BY day"
    ).map { StoreReport.DayCount(day: $0[0], documents: $0[1]) }
  }
}
