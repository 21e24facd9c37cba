import GRDBSQLite
import LazaretAdapters
import LazaretCore

/// The store's tables, written through the C API of SQLite with prepared statements: what an insert
/// costs at the least.
final class RawStore {
  enum Failure: Error { case sqlite(String) }

  /// A row that is put together, ready to be bound.
  struct Row: Sendable {
    fileprivate enum Value: Sendable {
      case null
      case number(Int64)
      case text(String)
    }

    fileprivate var values: [Value]
  }

  struct DocumentRows: Sendable {
    fileprivate var document: Row
    fileprivate var chunks: [Row]
  }

  private let handle: OpaquePointer
  private let begin, commit, change, document, chunk, answer: OpaquePointer

  /// Makes the file as the store makes it, and opens it with the store's settings.
  init(at path: String) throws {
    _ = try SQLiteStore(path: path, access: .run)
    var opened: OpaquePointer?
    guard sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
      let handle = opened
    else { throw Failure.sqlite("cannot open '\(path)'") }
    self.handle = handle
    func prepared(_ sql: String) throws -> OpaquePointer {
      var statement: OpaquePointer?
      guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
        throw Failure.sqlite(String(cString: sqlite3_errmsg(handle)))
      }
      return statement
    }
    let preparation = """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
      PRAGMA secure_delete = ON;
      INSERT INTO run (id, command, pipeline, policy, started_at)
      VALUES ('run', 'run', 'benchmark', '', '\(moment)');
      """
    guard sqlite3_exec(handle, preparation, nil, nil, nil) == SQLITE_OK else {
      throw Failure.sqlite(String(cString: sqlite3_errmsg(handle)))
    }
    begin = try prepared("BEGIN IMMEDIATE")
    commit = try prepared("COMMIT")
    change = try prepared("UPDATE store SET change = change + 1")
    document = try prepared(
      """
      INSERT INTO document (id, source, uri, title, media_type, language, modified, content_sha256, byte_count,
        policy, notes, complete, waiting_chunks, pending_since, run, updated_at, seen_run)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    chunk = try prepared(
      """
      INSERT INTO chunk (id, document, lane, ordinal, start_byte, end_byte, heading_path, original_sha256, state,
        text, sha256, masks, screened_by, policy, run, change)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    answer = try prepared(
      """
      INSERT INTO screening (text_sha256, fingerprint, screener, findings, evidence, at, run)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """)
  }

  func close() {
    for statement in [begin, commit, change, document, chunk, answer] { sqlite3_finalize(statement) }
    sqlite3_close(handle)
  }

  /// One transaction.
  func write(_ documents: [DocumentRows]) throws {
    try run(begin)
    for rows in documents {
      try run(change)
      try run(document, rows.document)
      for row in rows.chunks { try run(chunk, row) }
    }
    try run(commit)
  }

  /// One transaction.
  func write(_ answers: [Row]) throws {
    try run(begin)
    for row in answers { try run(answer, row) }
    try run(commit)
  }

  private func run(_ statement: OpaquePointer, _ row: Row = Row(values: [])) throws {
    let forgotten: sqlite3_destructor_type? = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    for (place, value) in row.values.enumerated() {
      let index = Int32(place + 1)
      switch value {
      case .null: sqlite3_bind_null(statement, index)
      case .number(let number): sqlite3_bind_int64(statement, index, number)
      case .text(var text):
        text.withUTF8 { bytes in
          _ = bytes.withMemoryRebound(to: CChar.self) {
            sqlite3_bind_text(statement, index, $0.baseAddress, Int32($0.count), forgotten)
          }
        }
      }
    }
    guard sqlite3_step(statement) == SQLITE_DONE else {
      throw Failure.sqlite(String(cString: sqlite3_errmsg(handle)))
    }
    sqlite3_reset(statement)
  }

  static func rows(of judged: JudgedDocument) -> DocumentRows {
    let document = judged.document
    return DocumentRows(
      document: Row(values: [
        .text(document.id.text), .text(document.source), .text(document.uri), .text(document.title ?? ""),
        .text(document.mediaType), .null, .null, .text(judged.content.hex), .number(Int64(judged.byteCount)),
        .text(judged.policy.hex), .text("[]"), .number(1), .number(0), .null, .text("run"), .text(moment),
        .text("run"),
      ]),
      chunks: judged.chunks.map { item in
        let chunk = item.chunk
        return Row(values: [
          .text(chunk.id.text), .text(chunk.documentID.text), .text("visible"), .number(Int64(chunk.ordinal)),
          .number(Int64(chunk.span.start)), .number(Int64(chunk.span.end)), .text(#"["Top","Below"]"#),
          .text(chunk.digest.hex), .text("clean"), .text(chunk.text), .text(chunk.digest.hex), .text("[]"),
          .text(#"["lakera","lasso"]"#), .text(judged.policy.hex), .text("run"), .number(1),
        ])
      })
  }

  static func row(of kept: KeptScreening) -> Row {
    Row(values: [
      .text(kept.text.hex), .text(kept.fingerprint.hex), .text(kept.screener), .text("[]"),
      .text(#"{"request_id":"\#(kept.screening.evidence.requestID ?? "")","policies":[],"detectors":[]}"#),
      .text(kept.at), .text(kept.run),
    ])
  }
}
