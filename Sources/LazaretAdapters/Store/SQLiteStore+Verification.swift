import GRDB
package import LazaretCore

/// What the store says today about a row that left.
package enum RowStanding: Sendable, Hashable {
  /// It may leave as it stands here: the digest of its text.
  case leaves(Digest)
  /// It may not leave.
  case withheld(String)
  case unknown
}

/// Looks up rows that left, all as of one instant.
package struct RowLookup {
  private let db: Database
  private let gate: ExitGate
  private let evidence: EvidenceReader

  fileprivate init(db: Database, path: String, gate: ExitGate) {
    self.db = db
    self.gate = gate
    evidence = EvidenceReader(db: db, path: path, gate: gate)
  }

  package func standing(of id: String) throws -> RowStanding {
    let statement = try db.cachedStatement(
      sql: """
        SELECT chunk.state, chunk.lane, chunk.policy, chunk.sha256, \(evidence.columns)
        FROM chunk \(EvidenceReader.joins) WHERE chunk.id = ?
        """)
    guard let row = try Row.fetchOne(statement, arguments: [id]) else { return .unknown }
    let (state, lane, policy, hex): (String, String, String, String?) = (row[0], row[1], row[2], row[3])
    guard lane == "visible", let hex else { return .withheld("the chunk is \(state) now") }
    if policy != gate.policy.hex { return .withheld("the chunk was judged under another policy") }
    if let refusal = try evidence.refusal(row, from: 4) { return .withheld("refused: \(refusal.rawValue)") }
    return .leaves(Digest(hex: hex))
  }

  /// Whether the answer that a row names is kept.
  package func holds(_ proof: CleanChunk.Proof) throws -> Bool {
    let statement = try db.cachedStatement(
      sql: """
        SELECT count(*) FROM screening WHERE text_sha256 = ? AND fingerprint = ? AND at = ?
          AND json_extract(evidence, '$.request_id') IS ?
        """)
    return try Int.fetchOne(
      statement, arguments: [proof.text.hex, proof.fingerprint.hex, proof.at, proof.requestID]) == 1
  }
}

extension SQLiteStore {
  package func lookUp<Value>(_ gate: ExitGate, _ body: (RowLookup) throws -> Value) throws -> Value {
    try readNow { db in try body(RowLookup(db: db, path: path, gate: gate)) }
  }
}
