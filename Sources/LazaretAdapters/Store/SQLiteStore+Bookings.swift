import GRDB
package import LazaretCore
import Synchronization

extension SQLiteStore {
  package func book(_ account: String, month: String, limit: Int) async throws(StoreError) -> Bool {
    let isBooked = Mutex(false)
    let note = { @Sendable (isWithin: Bool) in isBooked.withLock { $0 = isWithin } }
    try await group.perform { db in
      let statement = try db.cachedStatement(
        sql: """
          INSERT INTO booking (account, month, requests) SELECT ?1, ?2, 1 WHERE ?3 > 0
          ON CONFLICT (account, month) DO UPDATE SET requests = requests + 1 WHERE requests < ?3
          """)
      try statement.execute(arguments: [account, month, limit])
      note(db.changesCount == 1)
    }
    return isBooked.withLock { $0 }
  }

  package func unbook(_ account: String, month: String) async throws(StoreError) {
    try await group.perform { db in
      try db.cachedStatement(
        sql: "UPDATE booking SET requests = max(requests - 1, 0) WHERE account = ? AND month = ?"
      ).execute(arguments: [account, month])
    }
  }

  package func backlog(atMost count: Int) async throws(StoreError) -> [BacklogEntry] {
    try await read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT source, CAST(uri AS BLOB) FROM document WHERE complete = 0 ORDER BY pending_since, id
          LIMIT ?
          """, arguments: [count])
      return rows.map { row in
        let uri: ExactText = row[1]
        return BacklogEntry(source: row[0], uri: uri.text)
      }
    }
  }
}
