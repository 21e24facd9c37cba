import GRDB
package import LazaretCore

/// What is asked of the clean corpus.
package struct CorpusQuestion: Sendable, Hashable {
  package var gate: ExitGate
  /// Only what a consumer that stopped here has to take and to drop; `nil` for all.
  package var since: CorpusCursor?
  /// Whether each row comes with the answers that it leaves by.
  package var proves: Bool

  package init(gate: ExitGate, since: CorpusCursor? = nil, proves: Bool = false) {
    self.gate = gate
    self.since = since
    self.proves = proves
  }
}

package enum CorpusChange: Sendable, Hashable {
  case upsert(CleanChunk)
  case delete(ChunkID)
}

extension SQLiteStore {
  /// Hands every row of the clean corpus that may leave to `body`, in order of source, uri and ordinal,
  /// compared byte by byte; of a delta, what is to be dropped comes before the rows, and a row that is refused
  /// is dropped in its place. All of it is as of one instant, whatever a run writes meanwhile; one row is held
  /// at a time.
  ///
  /// Applying a delta to what its cursor stands for gives what a full reading gives now. It may name what the
  /// consumer never had, and may offer again what it has.
  ///
  /// - Throws: ``StoreError``, ``CursorError``, and what `body` throws, which ends the reading.
  @discardableResult
  package func corpus(
    _ question: CorpusQuestion, _ body: (CorpusChange) throws -> Void
  ) throws -> CorpusSnapshot {
    try readNow { db in
      let policy = question.gate.policy
      var reading = CorpusReading(
        db: db, path: path, policy: policy, gate: question.gate, proves: question.proves)
      let now = try Self.standing(in: db)
      if let since = question.since { try reading.tellDeletes(after: since, standing: now, body) }
      try reading.tellRows(tellsRefusals: question.since != nil, body)
      reading.snapshot.withheldByPolicy = try Self.withheld(by: policy, in: db)
      reading.snapshot.cursor =
        CorpusCursor(
          store: now.store, change: now.change, policy: policy,
          isPartial: !reading.snapshot.refused.isEmpty
        ).text
      return reading.snapshot
    }
  }

  /// How many rows of the clean corpus were judged under another policy than this one.
  package func withheldByPolicy(_ policy: Fingerprint) throws -> Int {
    try readNow { try Self.withheld(by: policy, in: $0) }
  }

  /// Where a delta that follows the present state would start, under whatever policy.
  package func cursor() throws -> String {
    try readNow { try Self.cursor(in: $0) }
  }

  /// The start of everything: a delta from here names all that leaves and all that ever left.
  package func beginning() throws -> CorpusCursor {
    try readNow { db in
      CorpusCursor(store: try Self.standing(in: db).store, change: 0, policy: nil, isPartial: false)
    }
  }

  static func withheld(by policy: Fingerprint, in db: Database) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT count(*) FROM chunk
        WHERE state IN ('clean', 'masked') AND lane = 'visible' AND policy <> ?
        """, arguments: [policy.hex]) ?? 0
  }

  private static func standing(in db: Database) throws -> (store: String, change: Int) {
    guard let row = try Row.fetchOne(db, sql: "SELECT id, change FROM store") else { return ("", 0) }
    return (row[0], row[1])
  }

  static func cursor(in db: Database) throws -> String {
    let now = try standing(in: db)
    return CorpusCursor(store: now.store, change: now.change, policy: nil, isPartial: false).text
  }
}
