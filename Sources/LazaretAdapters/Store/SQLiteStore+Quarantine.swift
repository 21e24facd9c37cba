import GRDB
package import LazaretCore

/// Which records of the quarantine, and how many.
package struct QuarantineFilter: Sendable, Hashable {
  package var source: String?
  /// Of a finding or of a reason: a label, or a pattern of one with `*`, which takes `/` as well.
  package var label: String?
  /// Who found something, or is a reason.
  package var screener: String?
  /// Held at this time or later; ISO 8601, or its beginning.
  package var since: String?
  package var order: Order
  /// At most so many; `nil` for all.
  package var limit: Int?
  package var offset: Int
  /// Records come without their text unless it is asked for.
  package var withText: Bool

  package enum Order: String, Sendable, Hashable, CaseIterable {
    /// Source, address, place in the document.
    case place
    /// What is held longest first.
    case age
    /// Of the first reason.
    case label
    /// First what some of those who answered found something in, and others nothing.
    case disagreement
  }

  package init(
    source: String? = nil, label: String? = nil, screener: String? = nil, since: String? = nil,
    order: Order = .place, limit: Int? = nil, offset: Int = 0, withText: Bool = false
  ) {
    self.source = source
    self.label = label
    self.screener = screener
    self.since = since
    self.order = order
    self.limit = limit
    self.offset = offset
    self.withText = withText
  }
}

/// What an identifier, or the beginning of one, leads to.
package enum QuarantineMatch: Sendable, Hashable {
  case none
  case one(QuarantineRecord)
  /// The first ten that begin like this.
  case several([ChunkID])
}

extension SQLiteStore {
  /// Hands every record that matches to `body`, in the order that is asked for, one at a time, all as of one
  /// instant.
  ///
  /// - Throws: ``StoreError``, and what `body` throws.
  package func quarantineRecords(
    _ filter: QuarantineFilter = QuarantineFilter(), _ body: (QuarantineRecord) throws -> Void
  ) throws {
    try readNow { db in
      let rows = try Row.fetchCursor(
        db,
        sql: Self.selectRecords(withText: filter.withText) + """

          WHERE (?1 IS NULL OR document.source = ?1)
            AND (?2 IS NULL
              OR EXISTS (SELECT * FROM finding WHERE finding.chunk = chunk.id AND label GLOB ?2)
              OR EXISTS (
                SELECT * FROM json_each(quarantine.reasons)
                WHERE json_extract(value, '$.label') GLOB ?2))
            AND (?5 IS NULL
              OR EXISTS (SELECT * FROM finding WHERE finding.chunk = chunk.id AND screener = ?5)
              OR EXISTS (
                SELECT * FROM json_each(quarantine.reasons)
                WHERE json_extract(value, '$.screener') = ?5))
            AND (?6 IS NULL OR quarantine.since >= ?6)
          ORDER BY \(Self.order(filter.order))
            document.source, document.uri, chunk.lane, chunk.ordinal
          LIMIT ?3 OFFSET ?4
          """,
        arguments: [
          filter.source, filter.label, filter.limit ?? -1, filter.offset, filter.screener, filter.since,
        ])
      while let row = try rows.next() { try body(record(row, in: db)) }
    }
  }

  private static func order(_ order: QuarantineFilter.Order) -> String {
    switch order {
    case .place: ""
    case .age: "quarantine.since,"
    case .label: "json_extract(quarantine.reasons, '$[0].label') NULLS LAST,"
    case .disagreement:
      """
      (SELECT count(DISTINCT screener) FROM finding WHERE finding.chunk = chunk.id)
        NOT BETWEEN 1 AND json_array_length(chunk.screened_by) - 1,
      """
    }
  }

  /// How many records match, whatever the limit.
  package func quarantineCount(_ filter: QuarantineFilter = QuarantineFilter()) throws -> Int {
    var all = filter
    (all.limit, all.offset, all.withText) = (nil, 0, false)
    var count = 0
    try quarantineRecords(all) { _ in count += 1 }
    return count
  }

  /// - Parameter prefix: a chunk's identifier or its first characters, in either case.
  /// - Returns: the record, when exactly one matches.
  package func quarantineRecord(_ prefix: String, withText: Bool = true) throws -> QuarantineMatch {
    guard let prefix = IdentifierPrefix(prefix) else { return .none }
    return try readNow { db in
      let ids = try String.fetchAll(
        db, sql: "SELECT chunk FROM quarantine WHERE chunk >= ? AND chunk < ? LIMIT 10",
        arguments: [prefix.lowest, prefix.bound])
      guard let id = ids.first else { return .none }
      guard ids.count == 1 else { return .several(ids.map { ChunkID(text: $0) }) }
      let rows = try Row.fetchCursor(
        db, sql: Self.selectRecords(withText: withText) + " WHERE chunk.id = ?", arguments: [id])
      guard let row = try rows.next() else { return .none }
      return .one(try record(row, in: db))
    }
  }

  private static func selectRecords(withText: Bool) -> String {
    """
    SELECT chunk.id, document.id, document.source, CAST(document.uri AS BLOB),
      CAST(document.title AS BLOB), chunk.lane, chunk.ordinal, chunk.start_byte, chunk.end_byte,
      chunk.heading_path, quarantine.reasons, quarantine.since, quarantine.run,
      document.language, document.modified, document.fetched_at, chunk.page,
      \(withText ? "withheld.text, withheld.key" : "NULL, NULL"), chunk.screened_by, chunk.policy
    FROM quarantine
    \(withText ? "LEFT JOIN withheld ON withheld.chunk = quarantine.chunk" : "")
    JOIN chunk ON chunk.id = quarantine.chunk
    JOIN document ON document.id = chunk.document
    """
  }

  private func record(_ row: Row, in db: Database) throws -> QuarantineRecord {
    let id = ChunkID(text: row[0])
    do {
      let uri: ExactText = row[3]
      let title: ExactText? = row[4]
      let text = try withheldText(row[17], key: row[18], for: id.text)
      guard let lane = Lane(rawValue: row[5]) else { throw StoredJSON.Unreadable() }
      return QuarantineRecord(
        id: id, documentID: DocumentID(text: row[1]), source: row[2], uri: uri.text,
        title: title?.text, language: row[13], modified: row[14], fetched: row[15], lane: lane,
        page: row[16], ordinal: row[6], span: try StoredJSON.span(row[7], row[8]),
        headingPath: try StoredJSON.strings(row[9]), reasons: try StoredJSON.reasons(row[10]),
        findings: try findings(of: id, in: db), text: text, since: row[11], run: row[12],
        screenedBy: try StoredJSON.strings(row[19]), policy: Fingerprint(hex: row[20]))
    } catch is StoredJSON.Unreadable {
      throw StoreError.corrupted(path: path, why: "the record of the chunk '\(id)' cannot be read")
    }
  }

  private func findings(of chunk: ChunkID, in db: Database) throws -> [JudgedFinding] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT screener, CAST(label AS BLOB), action, vendor_action, start_byte, end_byte,
          CAST(note AS BLOB)
        FROM finding WHERE chunk = ? ORDER BY position
        """)
    return try Row.fetchAll(statement, arguments: [chunk.text]).map { row in
      guard let action = Action(rawValue: row[2]) else { throw StoredJSON.Unreadable() }
      let label: ExactText = row[1]
      let vendorAction: String? = row[3]
      let start: Int? = row[4]
      let end: Int? = row[5]
      let note: ExactText? = row[6]
      var span: TextSpan?
      if let start, let end { span = try StoredJSON.span(start, end) }
      return JudgedFinding(
        finding: Finding(
          screener: row[0], label: Label(label.text), span: span,
          vendorAction: vendorAction.flatMap(Action.init(rawValue:)), note: note?.text),
        action: action)
    }
  }
}
