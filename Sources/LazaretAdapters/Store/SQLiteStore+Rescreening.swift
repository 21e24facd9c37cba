import Foundation
import GRDB
package import LazaretCore

/// What is needed to judge stored documents again.
extension SQLiteStore {
  package func documents(
    in scope: RescreenScope, policy: Fingerprint, reading: Fingerprint
  ) async throws(StoreError) -> RescreenList {
    var only: String?
    if let documents = scope.documents { only = StoredJSON.text(of: documents.map(\.text)) }
    return try await read { [only] db in
      var list = RescreenList(documents: [], unreadable: 0)
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT id, reading IS ?2, byte_count FROM document
          WHERE \(Self.condition(scope.kind))
            AND (?3 IS NULL OR source = ?3)
            AND (?4 IS NULL OR \(Self.isFound("label GLOB ?4")) OR \(Self.isReason("label", "GLOB ?4")))
            AND (?5 IS NULL OR \(Self.isFound("screener = ?5")) OR \(Self.isReason("screener", "= ?5")))
            AND (?6 IS NULL OR id IN (
              SELECT chunk.document FROM \(Self.withheldRows) AS held JOIN chunk ON chunk.id = held.chunk
              WHERE held.since >= ?6))
            AND (?7 IS NULL OR id IN (SELECT value FROM json_each(?7)))
            AND ?1 IS NOT NULL
          ORDER BY source, uri
          """,
        arguments: [
          policy.hex, reading.hex, scope.source, scope.label, scope.screener, scope.since, only,
        ])
      while let row = try rows.next() {
        let isReadable: Bool = row[1]
        if isReadable {
          list.documents.append(.init(id: DocumentID(text: row[0]), byteCount: row[2]))
        } else {
          list.unreadable += 1
        }
      }
      return list
    }
  }

  private static let withheldRows = """
    (SELECT chunk, reasons, since FROM quarantine UNION ALL SELECT chunk, reasons, since FROM unscreened)
    """

  // Each list is made once, not once for each document.

  private static func isFound(_ what: String) -> String {
    """
    id IN (SELECT chunk.document FROM finding JOIN chunk ON chunk.id = finding.chunk WHERE finding.\(what))
    """
  }

  private static func isReason(_ member: String, _ what: String) -> String {
    """
    id IN (SELECT chunk.document FROM \(withheldRows) AS held JOIN chunk ON chunk.id = held.chunk,
        json_each(held.reasons) AS reason
      WHERE json_extract(reason.value, '$.\(member)') \(what))
    """
  }

  private static func condition(_ kind: RescreenScope.Kind) -> String {
    switch kind {
    case .quarantined:
      "id IN (SELECT document FROM chunk WHERE state = 'quarantined')"
    case .unscreened: "complete = 0"
    case .stale: "policy <> ?1"
    case .all: "TRUE"
    }
  }

  package func reviews(of document: DocumentID) async throws(StoreError) -> [ChunkID: StandingReview] {
    guard first.mayHoldReviews else { return [:] }
    return try await look { [path] db in
      // In the order in which they were written, so that the last one stays.
      let statement = try db.cachedStatement(
        sql: "SELECT chunk, id, verdict FROM review WHERE document = ? ORDER BY number")
      var reviews: [ChunkID: StandingReview] = [:]
      let rows = try Row.fetchCursor(statement, arguments: [document.text])
      while let row = try rows.next() {
        guard let id = ULID(row[1]), let verdict = Review.Verdict(rawValue: row[2]) else {
          throw StoreError.corrupted(path: path, why: "a review cannot be read")
        }
        reviews[ChunkID(text: row[0])] = StandingReview(id: id, verdict: verdict)
      }
      return reviews
    }
  }

  package func storedDocument(_ id: DocumentID) async throws(StoreError) -> StoredDocument? {
    try await read { db in try self.storedDocument(id, in: db) }
  }

  private func storedDocument(_ id: DocumentID, in db: Database) throws -> StoredDocument? {
    let found = try Row.fetchOne(
      db,
      sql: """
        SELECT source, CAST(uri AS BLOB), CAST(title AS BLOB), media_type, language, modified,
          content_sha256, byte_count, policy, notes, revision, withheld_names, withheld_names_key, fetched_at
        FROM document WHERE id = ?
        """, arguments: [id.text])
    guard let row = found else { return nil }
    do {
      let names =
        try withheldText(row[11], key: row[12], for: id.text).map { try StoredJSON.withheldNames($0) }
        ?? WithheldNames()
      let (chunks, standings) = try chunks(of: id, names, in: db)
      let uri: ExactText = row[1]
      let title: ExactText? = row[2]
      let revision: String? = row[10]
      let document = Document(
        source: row[0], uri: uri.text, title: names.title ?? title?.text, mediaType: row[3],
        language: row[4], modified: row[5], fetched: row[13], visible: try passage(.visible, of: chunks),
        hidden: try passage(.hidden, of: chunks), notes: try StoredJSON.strings(row[9]))
      return StoredDocument(
        document: document, content: Digest(hex: row[6]), byteCount: row[7],
        revision: revision.map { Revision(text: $0) }, policy: Fingerprint(hex: row[8]), chunks: chunks,
        standings: standings)
    } catch is StoredJSON.Unreadable {
      throw StoreError.corrupted(path: path, why: "the document '\(id)' cannot be read")
    }
  }

  private func chunks(
    of document: DocumentID, _ names: WithheldNames, in db: Database
  ) throws -> ([Chunk], [ChunkStanding]) {
    var chunks: [Chunk] = []
    var standings: [ChunkStanding] = []
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT chunk.id, lane, ordinal, start_byte, end_byte, heading_path, original_sha256, state,
            CAST(chunk.text AS BLOB), sha256, withheld.text, withheld.key, page, table_header_start,
            table_header_end
          FROM chunk LEFT JOIN withheld ON withheld.chunk = chunk.id
          WHERE document = ? ORDER BY lane = 'hidden', ordinal
          """), arguments: [document.text])
    while let row = try rows.next() {
      let id = ChunkID(text: row[0])
      guard let lane = Lane(rawValue: row[1]), let state = ChunkState(rawValue: row[7]) else {
        throw StoredJSON.Unreadable()
      }
      let released: ExactText? = row[8]
      let text = try withheldText(row[10], key: row[11], for: id.text) ?? released?.text ?? ""
      let digest = Digest(hex: row[6])
      guard Digest(of: text) == digest else {
        throw StoreError.corrupted(path: path, why: "the text of the chunk '\(id)' was changed")
      }
      let headings: [String]
      if let withheld = names.headings[id.text] {
        headings = withheld
      } else {
        headings = try StoredJSON.strings(row[5])
      }
      var tableHeader: TextSpan?
      if let start: Int = row[13], let end: Int = row[14] { tableHeader = try StoredJSON.span(start, end) }
      chunks.append(
        Chunk(
          id: id, documentID: document, lane: lane, ordinal: row[2],
          span: try StoredJSON.span(row[3], row[4]), text: text, headingPath: headings,
          page: row[12], tableHeader: tableHeader, digest: digest))
      let hex: String? = row[9]
      standings.append(ChunkStanding(state: state, released: hex.map { Digest(hex: $0) }))
    }
    return (chunks, standings)
  }

  /// The text of a lane, put together from chunks that may overlap.
  private func passage(_ lane: Lane, of chunks: [Chunk]) throws(StoreError) -> Passage {
    var bytes: [UInt8] = []
    for chunk in chunks where chunk.lane == lane {
      guard chunk.span.start <= bytes.count, chunk.span.count == chunk.text.utf8.count else {
        throw .corrupted(path: path, why: "a part of the document '\(chunk.documentID)' is missing")
      }
      bytes += chunk.text.utf8.dropFirst(bytes.count - chunk.span.start)
    }
    return Passage(text: String(decoding: bytes, as: UTF8.self))
  }
}
