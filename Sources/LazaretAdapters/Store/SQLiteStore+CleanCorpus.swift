import GRDB
package import LazaretCore

extension SQLiteStore {
  /// Hands every row of the clean corpus to `body`, in order of source, uri and ordinal, compared
  /// byte by byte. All of it is as of one instant, whatever a run writes meanwhile; one row is held
  /// at a time.
  ///
  /// - Parameter policy: rows that were judged under another policy are left out and counted;
  ///   `nil` takes all.
  /// - Throws: ``StoreError``, and what `body` throws, which ends the reading.
  @discardableResult
  package func cleanChunks(
    policy: Fingerprint?, _ body: (CleanChunk) throws -> Void
  ) throws -> CorpusSnapshot {
    try readNow { db in
      var snapshot = CorpusSnapshot(
        documents: 0, clean: 0, masked: 0,
        withheldByPolicy: try policy.map { try Self.withheld(by: $0, in: db) } ?? 0,
        cursor: try Self.cursor(in: db))
      var reader = CleanRowReader(path: path)
      var document: DocumentID?
      let rows = try Row.fetchCursor(
        db, sql: Self.cleanRowsSQL(onePolicy: policy != nil),
        arguments: policy.map { [$0.hex] } ?? [])
      while let row = try rows.next() {
        let chunk = try reader.chunk(row)
        if chunk.documentID != document { snapshot.documents += 1 }
        document = chunk.documentID
        if chunk.masks.isEmpty { snapshot.clean += 1 } else { snapshot.masked += 1 }
        try body(chunk)
      }
      return snapshot
    }
  }

  /// How many rows of the clean corpus were judged under another policy than this one.
  package func withheldByPolicy(_ policy: Fingerprint) throws -> Int {
    try readNow { try Self.withheld(by: policy, in: $0) }
  }

  /// Where a delta that follows the present state would start.
  package func cursor() throws -> String {
    try readNow { try Self.cursor(in: $0) }
  }

  /// The rows of the view `clean_corpus`. SQLite is told to walk the documents first and to use this
  /// index: it would rather find the rows by their state and then sort all of them.
  static func cleanRowsSQL(onePolicy: Bool) -> String {
    """
    SELECT chunk.id, document.id, document.source, CAST(document.uri AS BLOB),
      CAST(document.title AS BLOB), document.media_type, chunk.heading_path, chunk.ordinal,
      chunk.start_byte, chunk.end_byte, CAST(chunk.text AS BLOB), chunk.sha256, chunk.masks,
      chunk.screened_by, chunk.policy, chunk.run, document.language, document.modified,
      document.fetched_at, CAST(chunk.table_header AS BLOB), chunk.page, chunk.review,
      CAST(review.reviewer AS BLOB)
    FROM document CROSS JOIN chunk INDEXED BY chunk_in_order ON chunk.document = document.id
      LEFT JOIN review ON review.id = chunk.review
    WHERE chunk.lane = 'visible' AND chunk.state IN ('clean', 'masked')
      \(onePolicy ? "AND chunk.policy = ?" : "")
    ORDER BY document.source, document.uri, chunk.ordinal
    """
  }

  private static func withheld(by policy: Fingerprint, in db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM chunk
        WHERE state IN ('clean', 'masked') AND lane = 'visible' AND policy <> ?
        """, arguments: [policy.hex]) ?? 0
  }

  private static func cursor(in db: Database) throws -> String {
    try String.fetchOne(db, sql: "SELECT id || '-' || change FROM store") ?? ""
  }
}

/// Rows to values. Neighbouring rows mostly say the same of headings and screeners, so what was read
/// last is remembered. Byte by byte: Swift calls strings equal that are composed differently.
private struct CleanRowReader {
  let path: String
  private var headings = (text: "[]", values: [String]())
  private var screeners = (text: "[]", values: [String]())

  init(path: String) { self.path = path }

  private func release(_ row: Row) throws -> CleanChunk.Release? {
    guard let id: String = row[21] else { return nil }
    guard let review = ULID(id), let reviewer: ExactText = row[22] else { throw StoredJSON.Unreadable() }
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
      let tableHeader: ExactText? = row[19]
      let digest = Digest(of: text.text)
      // The promise is about this exact text, so a text that is not the one that was judged does not
      // leave, however it came to be here.
      guard digest.hex == row[11] else {
        throw StoreError.corrupted(path: path, why: "the text of the chunk '\(id)' was changed")
      }
      return CleanChunk(
        id: id, documentID: DocumentID(text: row[1]), source: row[2], uri: uri.text,
        title: title?.text, mediaType: row[5], language: row[16], modified: row[17],
        fetched: row[18], headingPath: headings.values, tableHeader: tableHeader?.text, page: row[20],
        ordinal: row[7],
        span: try StoredJSON.span(row[8], row[9]), text: text.text, digest: digest,
        masks: try StoredJSON.masks(row[12]), screenedBy: screeners.values,
        policy: Fingerprint(hex: row[14]), run: row[15], release: try release(row))
    } catch is StoredJSON.Unreadable {
      throw StoreError.corrupted(path: path, why: "the row of the chunk '\(id)' cannot be read")
    }
  }
}
