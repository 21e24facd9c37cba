import Foundation
import GRDB
import LazaretCore

/// Puts documents into the store and takes them out, within one transaction of the caller.
struct DocumentWriter {
  let db: Database
  let run: String
  let time: String
  let path: String
  /// Encrypts what is withheld; `nil` keeps it in clear.
  let seal: TextSeal?

  /// What contradicts itself in the document, without its text, or `nil`. What may leave and what is
  /// withheld must be beyond doubt before anything is written.
  static func problem(of judged: JudgedDocument) -> String? {
    var ids = Set<ChunkID>(minimumCapacity: judged.chunks.count)
    for item in judged.chunks {
      let id = item.chunk.id
      if !ids.insert(id).inserted { return "the document holds the chunk '\(id)' twice" }
      if item.chunk.documentID != judged.document.id {
        return "the chunk '\(id)' belongs to another document"
      }
      switch (item.state, item.released) {
      case (.clean, let released?):
        if !released.masks.isEmpty || !released.text.isSameText(as: item.chunk.text) {
          return "the chunk '\(id)' is clean, and what it releases is not its text"
        }
      case (.masked, let released?):
        if released.masks.isEmpty { return "the chunk '\(id)' is masked without a mask" }
      case (.clean, nil) where item.chunk.lane == .hidden:
        // Hidden text never leaves, so there is nothing to release.
        break
      case (.clean, nil), (.masked, nil): return "the chunk '\(id)' releases nothing"
      case (.quarantined, nil), (.unscreened, nil): continue
      case (.quarantined, .some), (.unscreened, .some):
        return "the chunk '\(id)' is withheld and releases text"
      }
    }
    return nil
  }

  /// What is known of a document before anything was looked up.
  struct Standing {
    /// Nothing of it is stored, for certain.
    let isNew: Bool
    /// A tombstone of it, or a note about its item, may be.
    let mayHaveTraces: Bool
  }

  /// A chunk that says what it said before keeps its row, and with it the run and the change that
  /// wrote it: a delta is the rows that differ.
  func replace(with judged: JudgedDocument, _ standing: Standing) throws {
    let id = judged.document.id
    let change = try nextChange()
    let header = standing.isNew ? nil : try storedHeader(of: judged.document)
    try upsertDocument(judged)
    // A document that was not there had no chunks.
    let stored = header == nil ? [] : try removeChunks(of: id, except: judged.chunks, change)
    // Looking a long statement up costs a tenth of what it does.
    let upsert = try db.cachedStatement(sql: Self.upsertChunk)
    var inserted = 0
    for item in judged.chunks {
      let rows = try write(
        item, policy: judged.policy, change: change, always: header == .differs, upsert)
      // What is stored for the first time has no findings yet.
      if stored.contains(item.chunk.id.text) {
        try forgetFindings(of: item.chunk.id)
        try update(item.window, of: item.chunk.id)
      } else {
        inserted += rows
      }
      try write(item.findings, of: item.chunk.id)
    }
    if !stored.isEmpty { try settleStates(of: id) }
    if standing.mayHaveTraces {
      try forgetTombstones(of: id)
      try SQLiteStore.forgetItem(
        source: judged.document.source, uri: ExactText(judged.document.uri), in: db)
    }
    let count = stored.isEmpty ? inserted : try chunkCount(of: id)
    guard count == judged.chunks.count else {
      throw StoreError.failed(
        path: path,
        why: "the document '\(id)' has \(judged.chunks.count) chunks, and \(count) were kept")
    }
  }

  /// - Returns: the addresses of the documents that were removed, sorted.
  func removeUnseen(source: String) throws -> [String] {
    try SQLiteStore.prepareMet(in: db)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, CAST(uri AS BLOB) FROM document
        WHERE source = ? AND \(SQLiteStore.isUnseen) ORDER BY uri
        """, arguments: [source, run])
    if !rows.isEmpty {
      let change = try nextChange()
      for row in rows {
        let id: String = row[0]
        try bury(document: id, chunk: nil, change)
        try execute("DELETE FROM document WHERE id = ?", [id])
      }
    }
    try execute("DELETE FROM item WHERE source = ? AND run <> ?", [source, run])
    // Whoever brings the source back must find it new.
    try execute("DELETE FROM source_revision WHERE source = ?", [source])
    return rows.map { row in
      let uri: ExactText = row[1]
      return uri.text
    }
  }

  private func execute(_ sql: String, _ arguments: StatementArguments) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  private func nextChange() throws -> Int {
    let next = try db.cachedStatement(sql: "UPDATE store SET change = change + 1 RETURNING change")
    guard let change = try Int.fetchOne(next) else {
      throw StoreError.corrupted(path: path, why: "the table 'store' is empty")
    }
    return change
  }

  private enum StoredHeader {
    case same
    case differs
  }

  /// Whether what every row of the export says of its document is what is stored; `nil` when the document is
  /// not. Its times do not count: one changed paragraph would make every row of the document a changed one.
  private func storedHeader(of document: Document) throws -> StoredHeader? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT title IS NOT CAST(? AS TEXT) OR media_type IS NOT ? OR language IS NOT ?
        FROM document WHERE id = ?
        """)
    let differs = try Bool.fetchOne(
      statement,
      arguments: [
        document.title.map { ExactText($0) }, document.mediaType, document.language, document.id.text,
      ])
    return differs.map { $0 ? .differs : .same }
  }

  private static let upsertDocument = """
    INSERT INTO document (id, source, uri, title, media_type, language, modified, content_sha256,
      byte_count, policy, notes, complete, waiting_chunks, pending_since, run, updated_at, seen_run,
      revision, reading, withheld_names, withheld_names_key, fetched_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
      CASE ?12 WHEN 1 THEN NULL ELSE ?14 END, ?15, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
    ON CONFLICT (id) DO UPDATE SET source = excluded.source, uri = excluded.uri,
      title = excluded.title, media_type = excluded.media_type, language = excluded.language,
      modified = excluded.modified, content_sha256 = excluded.content_sha256,
      byte_count = excluded.byte_count, policy = excluded.policy, notes = excluded.notes,
      complete = excluded.complete, waiting_chunks = excluded.waiting_chunks,
      pending_since = CASE excluded.complete WHEN 1 THEN NULL
        ELSE coalesce(pending_since, excluded.pending_since) END,
      run = excluded.run, updated_at = excluded.updated_at, seen_run = excluded.seen_run,
      revision = excluded.revision, reading = excluded.reading,
      withheld_names = excluded.withheld_names, withheld_names_key = excluded.withheld_names_key,
      fetched_at = excluded.fetched_at
    """

  private func upsertDocument(_ judged: JudgedDocument) throws {
    let document = judged.document
    let names =
      judged.withheldNames.isEmpty
      ? nil : sealed(StoredJSON.text(of: judged.withheldNames), for: document.id.text)
    try db.cachedStatement(sql: Self.upsertDocument).execute { row in
      row.add(document.id.text)
      row.add(document.source)
      row.add(document.uri)
      row.add(document.title)
      row.add(document.mediaType)
      row.add(document.language)
      row.add(document.modified)
      row.add(judged.content.hex)
      row.add(judged.byteCount)
      row.add(judged.policy.hex)
      row.add(StoredJSON.text(of: document.notes))
      row.add(judged.isComplete)
      row.add(judged.chunks.count { $0.state == .unscreened })
      row.add(time)
      row.add(run)
      row.add(judged.revision?.text)
      row.add(judged.reading.hex)
      row.add(names)
      row.add(names == nil ? nil : seal?.keyID)
      row.add(document.fetched)
    }
  }

  /// - Returns: the chunks that were stored before.
  private func removeChunks(
    of document: DocumentID, except kept: [JudgedChunk], _ change: Int
  ) throws -> Set<String> {
    let stored = try String.fetchSet(
      db.cachedStatement(sql: "SELECT id FROM chunk WHERE document = ?"), arguments: [document.text])
    if stored.isEmpty { return stored }
    for id in stored.subtracting(kept.map(\.chunk.id.text)) {
      try bury(document: document.text, chunk: id, change)
      try execute("DELETE FROM chunk WHERE id = ?", [id])
    }
    return stored
  }

  /// Notes that a chunk, or every chunk, of the document leaves. Hidden ones never left the house, so
  /// nobody has to be told that they are gone.
  private func bury(document: String, chunk: String?, _ change: Int) throws {
    try execute(
      """
      INSERT OR REPLACE INTO tombstone (chunk, document, source, uri, removed_at, run, change)
      SELECT chunk.id, document.id, document.source, document.uri, ?1, ?2, ?3
      FROM document JOIN chunk ON chunk.document = document.id
      WHERE document.id = ?4 AND chunk.lane = 'visible' AND (?5 IS NULL OR chunk.id = ?5)
      """, [time, run, change, document, chunk])
  }

  private static let upsertChunk = """
    INSERT INTO chunk (id, document, lane, ordinal, start_byte, end_byte, heading_path,
      original_sha256, state, text, sha256, masks, screened_by, policy, run, change, review, page,
      table_header, table_header_start, table_header_end, window_sha256, pieces)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?18, ?19,
      ?20, ?21, ?22, ?23, ?24)
    ON CONFLICT (id) DO UPDATE SET lane = excluded.lane,
      ordinal = excluded.ordinal, start_byte = excluded.start_byte, end_byte = excluded.end_byte,
      heading_path = excluded.heading_path, original_sha256 = excluded.original_sha256,
      state = excluded.state, text = excluded.text, sha256 = excluded.sha256,
      masks = excluded.masks, screened_by = excluded.screened_by, policy = excluded.policy,
      run = excluded.run, change = excluded.change, review = excluded.review, page = excluded.page,
      table_header = excluded.table_header, table_header_start = excluded.table_header_start,
      table_header_end = excluded.table_header_end
    WHERE ?17 OR (lane, ordinal, start_byte, end_byte, heading_path, original_sha256, state, sha256,
        masks, screened_by, policy, review, page, table_header, table_header_start, table_header_end)
      IS NOT (excluded.lane, excluded.ordinal, excluded.start_byte, excluded.end_byte,
        excluded.heading_path, excluded.original_sha256, excluded.state, excluded.sha256,
        excluded.masks, excluded.screened_by, excluded.policy, excluded.review, excluded.page,
        excluded.table_header, excluded.table_header_start, excluded.table_header_end)
    """

  /// - Returns: how many rows of chunks differ from what they were.
  private func write(
    _ item: JudgedChunk, policy: Fingerprint, change: Int, always: Bool, _ upsert: Statement
  ) throws -> Int {
    let chunk = item.chunk
    // A masked or harmless hidden text has no reader: its row counts it and no more.
    let text = chunk.lane == .visible ? item.released?.text : nil
    // The clean text is the chunk's, byte for byte, which was checked.
    let digest = text.map { item.state == .clean ? chunk.digest : Digest(of: $0) }
    try upsert.execute { row in
      row.add(chunk.id.text)
      row.add(chunk.documentID.text)
      row.add(chunk.lane.rawValue)
      row.add(chunk.ordinal)
      row.add(chunk.span.start)
      row.add(chunk.span.end)
      row.add(StoredJSON.text(of: chunk.headingPath))
      row.add(chunk.digest.hex)
      row.add(item.state.rawValue)
      row.add(text)
      row.add(digest?.hex)
      row.add(StoredJSON.text(of: item.released?.masks ?? []))
      row.add(StoredJSON.text(of: item.screenedBy))
      row.add(policy.hex)
      row.add(run)
      row.add(change)
      row.add(always)
      row.add(item.review?.id.text)
      row.add(chunk.page)
      row.add(text == nil ? nil : item.tableHeader)
      row.add(chunk.tableHeader?.start)
      row.add(chunk.tableHeader?.end)
      row.add(item.window?.digest.hex)
      row.add(item.window.flatMap(StoredJSON.pieces))
    }
    let rows = db.changesCount
    // Whatever does not stand in the row itself, so that the document can be judged again.
    if digest != chunk.digest { try withhold(chunk) }
    switch item.state {
    case .clean, .masked: break
    case .quarantined: try hold(item)
    case .unscreened: try wait(item)
    }
    return rows
  }

  /// A margin that was edited is other evidence for a row that says the same, and no change of the corpus.
  private func update(_ window: ScreenedWindow?, of chunk: ChunkID) throws {
    try execute(
      """
      UPDATE chunk SET window_sha256 = ?2, pieces = ?3
      WHERE id = ?1 AND (window_sha256 IS NOT ?2 OR pieces IS NOT ?3)
      """, [chunk.text, window?.digest.hex, window.flatMap(StoredJSON.pieces)])
  }

  private func hold(_ item: JudgedChunk) throws {
    try execute(
      """
      INSERT INTO quarantine (chunk, sha256, reasons, since, run)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (chunk) DO UPDATE SET
        since = CASE WHEN sha256 = excluded.sha256 THEN since ELSE excluded.since END,
        sha256 = excluded.sha256, reasons = excluded.reasons, run = excluded.run
      """,
      [item.chunk.id.text, item.chunk.digest.hex, StoredJSON.text(of: item.reasons), time, run])
  }

  /// A chunk's identifier is a function of its text, so what is there already is this text, perhaps under
  /// another key.
  private func withhold(_ chunk: Chunk) throws {
    try execute(
      """
      INSERT INTO withheld (chunk, text, key) VALUES (?, ?, ?)
      ON CONFLICT (chunk) DO UPDATE SET text = excluded.text, key = excluded.key
        WHERE key IS NOT excluded.key
      """, [chunk.id.text, sealed(chunk.text, for: chunk.id.text), seal?.keyID])
  }

  private func sealed(_ text: String, for place: String) -> Data {
    seal?.sealed(text, for: place) ?? Data(text.utf8)
  }

  private func wait(_ item: JudgedChunk) throws {
    try execute(
      """
      INSERT INTO unscreened (chunk, reasons, since, run) VALUES (?, ?, ?, ?)
      ON CONFLICT (chunk) DO UPDATE SET reasons = excluded.reasons, run = excluded.run
      """, [item.chunk.id.text, StoredJSON.text(of: item.reasons), time, run])
  }

  private func forgetFindings(of chunk: ChunkID) throws {
    try execute("DELETE FROM finding WHERE chunk = ?", [chunk.text])
  }

  private func write(_ findings: [JudgedFinding], of chunk: ChunkID) throws {
    for (position, item) in findings.enumerated() {
      let finding = item.finding
      try execute(
        """
        INSERT INTO finding
          (chunk, position, screener, label, action, vendor_action, start_byte, end_byte, note)
        VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?, CAST(? AS TEXT))
        """,
        [
          chunk.text, position, finding.screener, ExactText(finding.label.rawValue),
          item.action.rawValue, finding.vendorAction?.rawValue, finding.span?.start,
          finding.span?.end, finding.note.map { ExactText($0) },
        ])
    }
  }

  /// What follows from the new rows for the tables beside them.
  private func settleStates(of document: DocumentID) throws {
    for (table, state) in [("quarantine", "quarantined"), ("unscreened", "unscreened")] {
      try execute(
        """
        DELETE FROM \(table)
        WHERE chunk IN (SELECT id FROM chunk WHERE document = ? AND state <> '\(state)')
        """, [document.text])
    }
    try execute(
      """
      DELETE FROM withheld
      WHERE chunk IN (SELECT id FROM chunk WHERE document = ? AND sha256 = original_sha256)
      """, [document.text])
  }

  /// What came back is not gone.
  private func forgetTombstones(of document: DocumentID) throws {
    try execute(
      """
      DELETE FROM tombstone
      WHERE document = ?1 AND EXISTS (SELECT * FROM chunk WHERE id = tombstone.chunk AND document = ?1)
      """, [document.text])
  }

  private func chunkCount(of document: DocumentID) throws -> Int {
    try Int.fetchOne(
      db.cachedStatement(sql: "SELECT count(*) FROM chunk WHERE document = ?"), arguments: [document.text])
      ?? 0
  }
}
