import GRDB
import LazaretCore

/// One reading of the clean corpus, within one snapshot.
struct CorpusReading {
  private let db: Database
  private let policy: Fingerprint?
  private let gate: ExitGate?
  private let proves: Bool
  private var reader: CleanRowReader
  private let evidence: EvidenceReader?
  /// Rows that changed no later than this are known; `nil` offers all.
  private var after: Int?
  var snapshot = CorpusSnapshot(documents: 0, clean: 0, masked: 0, withheldByPolicy: 0, cursor: "")

  /// - Parameters:
  ///   - policy: rows that were judged under another are left out; `nil` takes all.
  ///   - gate: `nil` looks at no evidence.
  init(db: Database, path: String, policy: Fingerprint?, gate: ExitGate?, proves: Bool) {
    self.db = db
    self.policy = policy
    self.gate = gate
    self.proves = proves
    reader = CleanRowReader(path: path)
    evidence = gate.map { EvidenceReader(db: db, path: path, gate: $0) }
  }

  /// What a consumer has to drop, but for rows that changed and are refused: those are told in their place.
  mutating func tellDeletes(
    after cursor: CorpusCursor, standing now: (store: String, change: Int),
    _ body: (CorpusChange) throws -> Void
  ) throws {
    guard cursor.store == now.store else {
      throw CursorError.otherStore(cursor: cursor.text, store: now.store)
    }
    guard cursor.change <= now.change else {
      throw CursorError.fromTheFuture(cursor: cursor.text, last: now.change)
    }
    if cursor.holds(under: policy) { after = cursor.change }
    try drop(
      "SELECT chunk FROM tombstone WHERE change > ? ORDER BY chunk", [cursor.change], body)
    try drop(
      """
      SELECT id FROM chunk
      WHERE change > ?1 AND lane = 'visible' AND (state NOT IN ('clean', 'masked') OR policy <> ?2)
      ORDER BY id
      """, [after ?? -1, policy?.hex], body)
    if let after { try dropRefused(upTo: after, body) }
  }

  private mutating func drop(
    _ sql: String, _ arguments: StatementArguments, _ body: (CorpusChange) throws -> Void
  ) throws {
    let ids = try String.fetchCursor(db, sql: sql, arguments: arguments)
    while let id = try ids.next() {
      snapshot.deletes += 1
      try body(.delete(ChunkID(text: id)))
    }
  }

  /// Rows that say what they said, and for which the evidence is gone, or against which a person has decided.
  private mutating func dropRefused(upTo change: Int, _ body: (CorpusChange) throws -> Void) throws {
    guard let policy, let evidence else { return }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT chunk.id, \(evidence.columns)
        FROM chunk \(EvidenceReader.joins)
        WHERE chunk.lane = 'visible' AND chunk.state IN ('clean', 'masked') AND chunk.policy = ?
          AND chunk.change <= ? AND \(evidence.mayBeRefused)
        ORDER BY chunk.id
        """, arguments: [policy.hex, change])
    while let row = try rows.next() {
      guard let refusal = try evidence.refusal(row, from: 1) else { continue }
      snapshot.refused[refusal, default: 0] += 1
      snapshot.deletes += 1
      try body(.delete(ChunkID(text: row[0])))
    }
  }

  /// - Parameter tellsRefusals: whether a row that is refused is told as one to drop.
  mutating func tellRows(tellsRefusals: Bool, _ body: (CorpusChange) throws -> Void) throws {
    var document: DocumentID?
    var arguments: StatementArguments = []
    if let policy { arguments += [policy.hex] }
    if let after { arguments += [after] }
    let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
    while let row = try rows.next() {
      if let refusal = try evidence?.refusal(row, from: CleanRowReader.columnCount) {
        snapshot.refused[refusal, default: 0] += 1
        if tellsRefusals {
          snapshot.deletes += 1
          try body(.delete(ChunkID(text: row[0])))
        }
        continue
      }
      var chunk = try reader.chunk(row)
      if proves { chunk.proof = try evidence?.proof(row, from: CleanRowReader.columnCount) }
      if chunk.documentID != document { snapshot.documents += 1 }
      document = chunk.documentID
      if chunk.masks.isEmpty { snapshot.clean += 1 } else { snapshot.masked += 1 }
      try body(.upsert(chunk))
    }
  }

  /// The rows of the view `clean_corpus`. SQLite is told to walk the documents first and to use this index: it
  /// would rather find the rows by their state and then sort all of them. The rows of a delta are few, so they
  /// are found by their change and sorted.
  var sql: String {
    """
    SELECT \(CleanRowReader.columns)\(evidence.map { ", " + $0.columns } ?? "")
    FROM \(after == nil
      ? "document CROSS JOIN chunk INDEXED BY chunk_in_order ON chunk.document = document.id"
      : "chunk INDEXED BY chunk_by_change CROSS JOIN document ON document.id = chunk.document")
      LEFT JOIN review ON review.id = chunk.review
      \(evidence == nil ? "" : EvidenceReader.joins)
    WHERE chunk.lane = 'visible' AND chunk.state IN ('clean', 'masked')
      \(policy == nil ? "" : "AND chunk.policy = ?") \(after == nil ? "" : "AND chunk.change > ?")
    ORDER BY document.source, document.uri, chunk.ordinal
    """
  }
}

/// Rows to values. Neighbouring rows mostly say the same of headings and screeners, so what was read
/// last is remembered. Byte by byte: Swift calls strings equal that are composed differently.
struct CleanRowReader {
  static let columns = """
    chunk.id, document.id, document.source, CAST(document.uri AS BLOB),
      CAST(document.title AS BLOB), document.media_type, chunk.heading_path, chunk.ordinal,
      chunk.start_byte, chunk.end_byte, CAST(chunk.text AS BLOB), chunk.sha256, chunk.masks,
      chunk.screened_by, chunk.policy, chunk.run, chunk.review, CAST(review.reviewer AS BLOB),
      document.modified, document.language, document.fetched_at, CAST(chunk.table_header AS BLOB), chunk.page
    """
  static let columnCount = 23

  private let path: String
  private var headings = (text: "[]", values: [String]())
  private var screeners = (text: "[]", values: [String]())

  init(path: String) { self.path = path }

  private func release(_ row: Row) throws -> CleanChunk.Release? {
    guard let id: String = row[16] else { return nil }
    guard let review = ULID(id), let reviewer: ExactText = row[17] else { throw StoredJSON.Unreadable() }
    return CleanChunk.Release(review: review, reviewer: reviewer.text)
  }

  mutating func chunk(_ row: Row) throws -> CleanChunk {
    let id = ChunkID(text: row[0])
    do {
      let headingPath: String = row[6]
      if !headingPath.utf8.elementsEqual(headings.text.utf8) {
        headings = (headingPath, try StoredJSON.strings(headingPath))
      }
      let screenedBy: String = row[13]
      if !screenedBy.utf8.elementsEqual(screeners.text.utf8) {
        screeners = (screenedBy, try StoredJSON.strings(screenedBy))
      }
      let uri: ExactText = row[3]
      let title: ExactText? = row[4]
      let text: ExactText = row[10]
      let tableHeader: ExactText? = row[21]
      let digest = Digest(of: text.text)
      // The promise is about this exact text, so a text that is not the one that was judged does not
      // leave, however it came to be here.
      guard digest.hex == row[11] else {
        throw StoreError.corrupted(path: path, why: "the text of the chunk '\(id)' was changed")
      }
      return CleanChunk(
        id: id, documentID: DocumentID(text: row[1]), source: row[2], uri: uri.text,
        title: title?.text, mediaType: row[5], language: row[19], modified: row[18], fetched: row[20],
        headingPath: headings.values, tableHeader: tableHeader?.text, page: row[22], ordinal: row[7],
        span: try StoredJSON.span(row[8], row[9]), text: text.text, digest: digest,
        masks: try StoredJSON.masks(row[12]), screenedBy: screeners.values,
        policy: Fingerprint(hex: row[14]), run: row[15], release: try release(row))
    } catch is StoredJSON.Unreadable {
      throw StoreError.corrupted(path: path, why: "the row of the chunk '\(id)' cannot be read")
    }
  }
}
