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
    let prefix = prefix.lowercased()
    guard !prefix.isEmpty, prefix.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else { return [] }
    return try readNow { db in
      // "g" follows every hexadecimal digit, so this is the range of everything with the prefix.
      try Row.fetchAll(
        db,
        sql: """
          SELECT chunk.id, document.id, document.source, CAST(document.uri AS BLOB), chunk.original_sha256,
            chunk.state
          FROM chunk JOIN document ON document.id = chunk.document
          WHERE chunk.id >= ?1 AND chunk.id < ?1 || 'g' ORDER BY chunk.id LIMIT 10
          """, arguments: [prefix]
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

  /// Adds to the history. What it changes is decided when the documents are judged again.
  package func record(_ reviews: [Review]) async throws(StoreError) {
    try await write { db in
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
      }
    }
  }

  /// The reviews of one chunk, the earliest first.
  package func history(of chunk: ChunkID) throws -> [Review] {
    try readNow { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, document, source, CAST(uri AS BLOB), sha256, verdict, CAST(reviewer AS BLOB),
            CAST(reason AS BLOB), at
          FROM review WHERE chunk = ? ORDER BY id
          """, arguments: [chunk.text]
      ).map { row in
        guard let id = ULID(row[0]), let verdict = Review.Verdict(rawValue: row[5]) else {
          throw StoreError.corrupted(path: path, why: "a review cannot be read")
        }
        let uri: ExactText = row[3]
        let reviewer: ExactText = row[6]
        let reason: ExactText = row[7]
        return Review(
          id: id, chunk: chunk, documentID: DocumentID(text: row[1]), source: row[2], uri: uri.text,
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
    try await write { db in
      let old = """
        SELECT quarantine.chunk FROM quarantine JOIN withheld ON withheld.chunk = quarantine.chunk
        WHERE quarantine.since < ?1
        """
      try db.execute(
        sql: """
          UPDATE document SET reading = NULL
          WHERE id IN (SELECT document FROM chunk WHERE id IN (\(old)))
          """, arguments: [moment])
      try db.execute(sql: "DELETE FROM withheld WHERE chunk IN (\(old))", arguments: [moment])
      return db.changesCount
    }
  }
}
