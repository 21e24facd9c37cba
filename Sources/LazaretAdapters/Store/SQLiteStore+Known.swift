import GRDB
package import LazaretCore

/// What makes a run over an unchanged corpus cheap: items are looked up and noted many at a time, and
/// a document that was met and has nothing new is not written.
extension SQLiteStore {
  package func known(
    _ items: [ListedItem], of source: String, under policy: Fingerprint
  ) async throws(StoreError) -> [KnownItem?] {
    if items.isEmpty { return [] }
    return try await read { db in
      var known = try Self.stored(items, of: source, under: policy, in: db)
      let rest = known.indices.filter { known[$0] == nil }
      if !rest.isEmpty {
        let left = try Self.leftAside(rest.map { items[$0] }, of: source, under: policy, in: db)
        for (place, item) in zip(rest, left) { known[place] = item }
      }
      let moved = known.indices.filter { known[$0] == nil && items[$0].mayHaveMoved }
      if !moved.isEmpty {
        let found = try Self.moved(moved.map { items[$0] }, of: source, under: policy, in: db)
        for (place, item) in zip(moved, found) { known[place] = item }
      }
      return known
    }
  }

  private static func stored(
    _ items: [ListedItem], of source: String, under policy: Fingerprint, in db: Database
  ) throws -> [KnownItem?] {
    var known = [KnownItem?](repeating: nil, count: items.count)
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT listed.key, document.rowid, document.revision
          FROM json_each(?) AS listed CROSS JOIN document
          WHERE document.source = ? AND document.uri = listed.value AND document.policy = ?
            AND document.complete = 1 AND document.revision IS NOT NULL
          """), arguments: [addresses(of: items), source, policy.hex])
    while let row = try rows.next() {
      let place: Int = row[0]
      let revision: String = row[2]
      guard revision == items[place].revision.text else { continue }
      known[place] = KnownItem(uri: items[place].uri, state: .unchanged, document: row[1])
    }
    return known
  }

  /// Documents of these very revisions under other addresses. One pass over the source's documents, whatever the
  /// number of items.
  private static func moved(
    _ items: [ListedItem], of source: String, under policy: Fingerprint, in db: Database
  ) throws -> [KnownItem?] {
    var wanted: [String: [Int]] = [:]
    for (place, item) in items.enumerated() { wanted[item.revision.text, default: []].append(place) }
    var known = [KnownItem?](repeating: nil, count: items.count)
    var revisions = JSONText()
    revisions.strings(wanted.keys.sorted().lazy.map { $0 })
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT rowid, CAST(uri AS BLOB), revision FROM document
          WHERE source = ? AND policy = ? AND complete = 1
            AND revision IN (SELECT value FROM json_each(?)) ORDER BY uri DESC
          """), arguments: [source, policy.hex, revisions.text])
    while let row = try rows.next() {
      let uri: ExactText = row[1]
      let revision: String = row[2]
      for place in wanted[revision] ?? [] {
        known[place] = KnownItem(uri: uri.text, state: .unchanged, document: row[0])
      }
    }
    return known
  }

  package func lastRead(
    _ uri: String, of source: String, under policy: Fingerprint
  ) async throws(StoreError) -> (item: KnownItem, revision: Revision)? {
    let revisions: [String] = try await read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT revision FROM document WHERE source = ? AND uri = ? AND revision IS NOT NULL
          UNION ALL SELECT revision FROM item WHERE source = ? AND uri = ? AND revision IS NOT NULL
          """, arguments: [source, uri, source, uri])
    }
    for revision in revisions.map(Revision.init) {
      let item = ListedItem(uri: uri, revision: revision)
      if let known = try await known([item], of: source, under: policy)[0] { return (known, revision) }
    }
    return nil
  }

  package func revision(
    ofSource source: String, under policy: Fingerprint
  ) async throws(StoreError) -> Revision? {
    try await read { db in
      try String.fetchOne(
        db, sql: "SELECT revision FROM source_revision WHERE source = ? AND policy = ?",
        arguments: [source, policy.hex])
    }.map(Revision.init)
  }

  package func note(
    _ revision: Revision?, ofSource source: String, under policy: Fingerprint, run: String
  ) async throws(StoreError) {
    try await write { db in
      try db.execute(sql: "DELETE FROM source_revision WHERE source = ?", arguments: [source])
      guard let revision else { return }
      try db.execute(
        sql: """
          INSERT INTO source_revision (source, revision, policy, run) SELECT ?, ?, ?, ?
          WHERE NOT EXISTS (SELECT 1 FROM document WHERE source = ? AND complete = 0)
            AND NOT EXISTS (
              SELECT 1 FROM item
              WHERE source = ? AND run = ? AND (state = 'failed' OR (state = 'skipped' AND revision IS NULL)))
          """,
        arguments: [source, revision.text, policy.hex, run, source, source, run])
    }
  }

  private static func leftAside(
    _ items: [ListedItem], of source: String, under policy: Fingerprint, in db: Database
  ) throws -> [KnownItem?] {
    var known = [KnownItem?](repeating: nil, count: items.count)
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT listed.key, item.revision, item.state, CAST(item.reason AS BLOB), document.rowid
          FROM json_each(?) AS listed CROSS JOIN item
          LEFT JOIN document ON document.source = item.source AND document.uri = item.uri
          WHERE item.source = ? AND item.uri = listed.value AND item.policy = ?
            AND item.revision IS NOT NULL
          """), arguments: [addresses(of: items), source, policy.hex])
    while let row = try rows.next() {
      let place: Int = row[0]
      let revision: String = row[1]
      guard revision == items[place].revision.text, let state = ItemRecord.State(rawValue: row[2]) else {
        continue
      }
      let reason: ExactText? = row[3]
      known[place] = KnownItem(
        uri: items[place].uri, state: state, reason: reason?.text, document: row[4])
    }
    return known
  }

  /// A JSON list. What holds U+0000 cannot be asked for like this, and stands as `null`, which is no
  /// address of anything.
  private static func addresses(of items: [ListedItem]) -> String {
    var json = JSONText()
    json.array(items) { $0.string($1.uri.utf8.contains(0) ? nil : $1.uri) }
    return json.text
  }

  package func met(
    _ items: [KnownItem], of source: String, run: String, at time: String
  ) async throws(StoreError) {
    if items.isEmpty { return }
    try await group.perform { db in
      var documents = JSONText()
      documents.array(items.lazy.compactMap(\.document)) { $0.number(Int($1)) }
      try Self.prepareMet(in: db)
      try db.cachedStatement(
        sql: "INSERT OR IGNORE INTO temp.met (document) SELECT value FROM json_each(?)"
      ).execute(arguments: [documents.text])
      let left = items.filter { $0.state != .unchanged }
      if left.isEmpty { return }
      var addresses = JSONText()
      addresses.strings(left.lazy.map(\.uri))
      try db.cachedStatement(
        sql: """
          UPDATE item SET at = ?, run = ?
          WHERE source = ? AND uri IN (SELECT value FROM json_each(?))
          """
      ).execute(arguments: [time, run, source, addresses.text])
    }
  }

  package func documentCounts() async throws(StoreError) -> [String: Int] {
    try await read { try Self.documentCounts(in: $0) }
  }

  static func documentCounts(in db: Database) throws -> [String: Int] {
    let rows = try Row.fetchAll(db, sql: "SELECT source, count(*) FROM document GROUP BY source")
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int) })
  }

  package func unseenCount(source: String, run: String) async throws(StoreError) -> Int {
    // On the connection that holds the table of what was met.
    try await write { db in
      try Self.prepareMet(in: db)
      return try Int.fetchOne(
        db, sql: "SELECT count(*) FROM document WHERE source = ? AND \(Self.isUnseen)",
        arguments: [source, run]) ?? 0
    }
  }

  /// The documents that the run in progress met and did not write. On the writing connection alone, in
  /// memory or in a file of SQLite's own, and gone with the run: the next one begins anew.
  static func prepareMet(in db: Database) throws {
    try db.execute(sql: "CREATE TABLE IF NOT EXISTS temp.met (document INTEGER NOT NULL PRIMARY KEY)")
  }

  /// A condition on `document`, with the run as its argument.
  static let isUnseen = "rowid NOT IN (SELECT document FROM temp.met) AND seen_run <> ?"
}
