import GRDB
package import LazaretCore

extension SQLiteStore: Store {
  package func kept(_ text: Digest, by fingerprint: Fingerprint) async throws(StoreError)
    -> KeptScreening?
  {
    guard first.mayHoldAnswer(about: text, by: fingerprint) else { return nil }
    return try await look { [path] db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT CAST(findings AS BLOB), CAST(evidence AS BLOB), screener, at, run FROM screening
          WHERE text_sha256 = ? AND fingerprint = ?
          """)
      guard let row = try Row.fetchOne(statement, arguments: [text.hex, fingerprint.hex]) else {
        return nil
      }
      do {
        let findings: ExactText = row[0]
        let evidence: ExactText = row[1]
        return KeptScreening(
          text: text, fingerprint: fingerprint, screener: row[2],
          screening: Screening(
            findings: try StoredJSON.findings(findings.text),
            evidence: try StoredJSON.evidence(evidence.text)),
          at: row[3], run: row[4])
      } catch is StoredJSON.Unreadable {
        throw StoreError.corrupted(path: path, why: "a kept answer cannot be read")
      }
    }
  }

  package func keep(_ kept: KeptScreening) async throws(StoreError) {
    let findings = StoredJSON.text(of: kept.screening.findings)
    let evidence = StoredJSON.text(of: kept.screening.evidence)
    first.noteAnswer(about: kept.text, by: kept.fingerprint)
    try await group.perform { db in
      let statement = try db.cachedStatement(
        sql: """
          INSERT INTO screening (text_sha256, fingerprint, screener, findings, evidence, at, run)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (text_sha256, fingerprint) DO UPDATE SET
            screener = excluded.screener, findings = excluded.findings, evidence = excluded.evidence,
            at = excluded.at, run = excluded.run
          """)
      try statement.execute { row in
        row.add(kept.text.hex)
        row.add(kept.fingerprint.hex)
        row.add(kept.screener)
        row.add(findings)
        row.add(evidence)
        row.add(kept.at)
        row.add(kept.run)
      }
    }
  }

  package func beginRun(_ run: RunRecord) async throws(StoreError) {
    try await write { db in
      try db.execute(
        sql: "INSERT INTO run (id, command, pipeline, policy, started_at) VALUES (?, ?, ?, ?, ?)",
        arguments: [run.id, run.command, run.pipeline, run.policy.hex, run.startedAt])
      try Self.prepareMet(in: db)
      try db.execute(sql: "DELETE FROM temp.met")
    }
  }

  package func finishRun(_ id: String, at time: String, outcome: String, summary: String)
    async throws(StoreError)
  {
    try await write { [path] db in
      try db.execute(
        sql: "UPDATE run SET finished_at = ?, outcome = ?, summary = ? WHERE id = ?",
        arguments: [time, outcome, summary, id])
      guard db.changesCount == 1 else {
        throw StoreError.failed(path: path, why: "the run '\(id)' was never begun")
      }
    }
  }

  package func standing(of id: DocumentID) async throws(StoreError) -> DocumentStanding? {
    guard first.mayHoldDocument(id) else { return nil }
    return try await look { db in
      let statement = try db.cachedStatement(
        sql: """
          SELECT content_sha256, policy, complete, EXISTS (
            SELECT * FROM unscreened JOIN chunk ON chunk.id = unscreened.chunk
            WHERE chunk.document = document.id)
          FROM document WHERE id = ?
          """)
      return try Row.fetchOne(statement, arguments: [id.text]).map { row in
        DocumentStanding(
          content: Digest(hex: row[0]), policy: Fingerprint(hex: row[1]), isComplete: row[2],
          hasUnscreenedChunks: row[3])
      }
    }
  }

  package func replace(with judged: JudgedDocument, run: String, at time: String)
    async throws(StoreError)
  {
    if let problem = DocumentWriter.problem(of: judged) {
      throw .failed(path: path, why: problem)
    }
    let isNew = !first.noteDocument(judged.document.id)
    // Chunks of an older version may be buried.
    if !isNew { first.noteTrace() }
    let standing = DocumentWriter.Standing(isNew: isNew, mayHaveTraces: first.mayHoldTraces)
    try await group.perform { [path, keys] db in
      try DocumentWriter(db: db, run: run, time: time, path: path, seal: keys.current)
        .replace(with: judged, standing)
    }
  }

  package func postpone(
    _ id: DocumentID, of source: String, waiting chunks: Int, run: String, at time: String
  )
    async throws(StoreError)
  {
    try await write { [path] db in
      try db.execute(
        sql: """
          UPDATE document SET complete = 0, waiting_chunks = ?,
            pending_since = coalesce(pending_since, ?), seen_run = ?
          WHERE id = ?
          """, arguments: [chunks, time, run, id.text])
      guard db.changesCount == 1 else {
        throw StoreError.failed(
          path: path, why: "the document '\(id)' is not stored, so no newer version of it can wait")
      }
    }
  }

  package func note(_ item: ItemRecord, run: String, at time: String) async throws(StoreError) {
    first.noteTrace()
    try await group.perform { db in
      let uri = ExactText(item.uri)
      try db.cachedStatement(
        sql: """
          UPDATE document SET seen_run = ?, revision = ? WHERE source = ? AND uri = CAST(? AS TEXT)
          """
      ).execute(arguments: [
        run, item.state == .unchanged ? item.basis?.revision.text : nil, item.source, uri,
      ])
      if item.state == .unchanged, db.changesCount == 1 {
        try Self.forgetItem(source: item.source, uri: uri, in: db)
        return
      }
      try db.cachedStatement(
        sql: """
          INSERT INTO item (source, uri, state, reason, at, run, revision, policy)
          VALUES (?, CAST(? AS TEXT), ?, CAST(? AS TEXT), ?, ?, ?, ?)
          ON CONFLICT (source, uri) DO UPDATE SET
            state = excluded.state, reason = excluded.reason, at = excluded.at, run = excluded.run,
            revision = excluded.revision, policy = excluded.policy
          """
      ).execute(arguments: [
        item.source, uri, item.state.rawValue, item.reason.map { ExactText($0) }, time, run,
        item.basis?.revision.text, item.basis?.policy.hex,
      ])
    }
  }

  package func removeUnseen(source: String, run: String, at time: String) async throws(StoreError)
    -> [String]
  {
    first.noteTrace()
    return try await write { [path, keys] db in
      try DocumentWriter(db: db, run: run, time: time, path: path, seal: keys.current).removeUnseen(
        source: source)
    }
  }

  package func totals() async throws(StoreError) -> CorpusTotals {
    try await read { try Self.totals(in: $0) }
  }

  static func totals(in db: Database) throws -> CorpusTotals {
    var totals = CorpusTotals()
    totals.documents = try Int.fetchOne(db, sql: "SELECT count(*) FROM document") ?? 0
    let rows = try Row.fetchCursor(
      db, sql: "SELECT state, lane, count(*) FROM chunk GROUP BY state, lane")
    while let row = try rows.next() {
      let state: String = row[0]
      let lane: String = row[1]
      let count: Int = row[2]
      switch (ChunkState(rawValue: state), Lane(rawValue: lane)) {
      case (.clean, .visible): totals.clean += count
      case (.masked, .visible): totals.masked += count
      case (.clean, .hidden), (.masked, .hidden): totals.hidden += count
      case (.quarantined, _): totals.quarantined += count
      case (.unscreened, _): totals.unscreened += count
      // The table's own checks allow no other.
      case (nil, _), (_, nil): continue
      }
    }
    return totals
  }

  static func forgetItem(source: String, uri: ExactText, in db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM item WHERE source = ? AND uri = CAST(? AS TEXT)")
      .execute(arguments: [source, uri])
  }
}
