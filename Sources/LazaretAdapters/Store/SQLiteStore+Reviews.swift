import Foundation
import GRDB
package import LazaretCore

/// A chunk that a reviewer names by the beginning of its identifier.
package struct ReviewableChunk: Sendable, Hashable {
  package var id: ChunkID
  package var documentID: DocumentID
  package var source: String
  package var uri: String
  package var digest: Digest
  package var state: ChunkState

  package init(
    id: ChunkID, documentID: DocumentID, source: String, uri: String, digest: Digest, state: ChunkState
  ) {
    self.id = id
    self.documentID = documentID
    self.source = source
    self.uri = uri
    self.digest = digest
    self.state = state
  }
}

/// What people decided, and when.
extension SQLiteStore {
  /// - Parameter prefix: a chunk's identifier or its first characters, in either case.
  /// - Returns: at most ten, in order of their identifiers.
  package func chunks(beginning prefix: String) throws -> [ReviewableChunk] {
    guard let prefix = IdentifierPrefix(prefix) else { return [] }
    return try readNow { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT chunk.id, document.id, document.source, CAST(document.uri AS BLOB), chunk.original_sha256,
            chunk.state
          FROM chunk JOIN document ON document.id = chunk.document
          WHERE chunk.id >= ? AND chunk.id < ? ORDER BY chunk.id LIMIT 10
          """, arguments: [prefix.lowest, prefix.bound]
      ).map { row in
        guard let state = ChunkState(rawValue: row[5]) else {
          throw StoreError.corrupted(path: path, why: "a chunk has a state that there is not")
        }
        let uri: ExactText = row[3]
        return ReviewableChunk(
          id: ChunkID(text: row[0]), documentID: DocumentID(text: row[1]), source: row[2], uri: uri.text,
          digest: Digest(hex: row[4]), state: state)
      }
    }
  }

  /// Adds to the history, and keeps what is rejected from leaving from this moment on. What else it changes is
  /// decided when the documents are judged again, for which they wait until it has happened.
  package func record(_ reviews: [Review]) async throws(StoreError) {
    first.noteReview()
    try await write { [self] db in
      for review in reviews {
        try db.cachedStatement(
          sql: """
            INSERT INTO review (id, chunk, document, source, uri, sha256, verdict, reviewer, reason, at)
            VALUES (?, ?, ?, ?, CAST(? AS TEXT), ?, ?, CAST(? AS TEXT), CAST(? AS TEXT), ?)
            """
        ).execute(arguments: [
          review.id.text, review.chunk.text, review.documentID.text, review.source, ExactText(review.uri),
          review.digest.hex, review.verdict.rawValue, ExactText(review.reviewer), ExactText(review.reason),
          review.at,
        ])
        try db.execute(
          sql: "UPDATE document SET complete = 0, pending_since = coalesce(pending_since, ?) WHERE id = ?",
          arguments: [review.at, review.documentID.text])
        if review.verdict == .rejected { try hold(review, in: db) }
      }
    }
  }

  /// Withholds the chunk, and for hidden text what it may hold: the whole document.
  private func hold(_ review: Review, in db: Database) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, CAST(text AS BLOB), state, original_sha256, run FROM chunk
        WHERE document = ?1 AND state IN ('clean', 'masked') AND (id = ?2
          OR EXISTS (SELECT * FROM chunk AS reviewed WHERE reviewed.id = ?2 AND reviewed.lane = 'hidden'))
        """, arguments: [review.documentID.text, review.chunk.text])
    if rows.isEmpty { return }
    try db.execute(sql: "UPDATE store SET change = change + 1")
    for row in rows {
      let chunk: String = row[0]
      let isReviewed = chunk == review.chunk.text
      let state: String = row[2]
      if state == "clean", let text: ExactText = row[1] {
        try db.execute(
          sql: "INSERT OR REPLACE INTO withheld (chunk, text, key) VALUES (?, ?, ?)",
          arguments: [
            chunk, keys.current?.sealed(text.text, for: chunk) ?? Data(text.text.utf8), keys.current?.keyID,
          ])
      }
      try db.execute(
        sql: """
          UPDATE chunk SET state = 'quarantined', text = NULL, sha256 = NULL, masks = '[]', review = ?,
            change = (SELECT change FROM store)
          WHERE id = ?
          """, arguments: [isReviewed ? review.id.text : nil, chunk])
      try db.execute(
        sql: "INSERT INTO quarantine (chunk, sha256, reasons, since, run) VALUES (?, ?, ?, ?, ?)",
        arguments: [
          chunk, row[3] as String, StoredJSON.text(of: [Reason(isReviewed ? .review : .hiddenText)]),
          review.at,
          row[4] as String,
        ])
    }
  }

  /// The reviews of one chunk, the earliest first.
  package func history(of chunk: ChunkID) throws -> [Review] {
    try history(beginning: chunk.text)
  }

  /// The reviews of the chunks whose identifiers begin like this, also of chunks that are gone, the earliest
  /// first.
  package func history(beginning prefix: String) throws -> [Review] {
    guard let prefix = IdentifierPrefix(prefix) else { return [] }
    return try readNow { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, document, source, CAST(uri AS BLOB), sha256, verdict, CAST(reviewer AS BLOB),
            CAST(reason AS BLOB), at, chunk
          FROM review WHERE chunk >= ? AND chunk < ? ORDER BY number
          """, arguments: [prefix.lowest, prefix.bound]
      ).map { row in
        guard let id = ULID(row[0]), let verdict = Review.Verdict(rawValue: row[5]) else {
          throw StoreError.corrupted(path: path, why: "a review cannot be read")
        }
        let uri: ExactText = row[3]
        let reviewer: ExactText = row[6]
        let reason: ExactText = row[7]
        return Review(
          id: id, chunk: ChunkID(text: row[9]), documentID: DocumentID(text: row[1]), source: row[2],
          uri: uri.text,
          digest: Digest(hex: row[4]), verdict: verdict, reviewer: reviewer.text, reason: reason.text,
          at: row[8])
      }
    }
  }

  /// Erases the texts of the quarantine that are held since before a moment. The records stay, with their
  /// reasons; their documents can only be judged again from their sources.
  ///
  /// - Parameter moment: ISO 8601, UTC.
  /// - Returns: how many texts were erased.
  package func purge(heldBefore moment: String) async throws(StoreError) -> Int {
    let count = try await erase(heldBefore: moment)
    // Also when there was nothing to erase: an earlier purge may have been cut off here.
    do { try tidy() } catch { throw StoreError(error, path: path) }
    return count
  }

  private func erase(heldBefore moment: String) async throws(StoreError) -> Int {
    try await write { db in
      let old = """
        SELECT quarantine.chunk FROM quarantine JOIN withheld ON withheld.chunk = quarantine.chunk
        WHERE quarantine.since < ?1
        """
      try db.execute(
        sql: """
          UPDATE document SET reading = NULL, withheld_names = NULL, withheld_names_key = NULL
          WHERE id IN (SELECT document FROM chunk WHERE id IN (\(old)))
          """, arguments: [moment])
      try db.execute(sql: "DELETE FROM withheld WHERE chunk IN (\(old))", arguments: [moment])
      return db.changesCount
    }
  }
}
