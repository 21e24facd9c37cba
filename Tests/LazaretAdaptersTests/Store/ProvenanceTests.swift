import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct ProvenanceTests {
  private func document(page: Int?, header: String? = "| Tea |", fetched: String? = "2026-01-02T03:04:05Z")
    -> JudgedDocument
  {
    var judged = StoreSamples.document(
      "a", [.init(text: "one ", state: .clean), .init(text: "two ", state: .quarantined)])
    judged.document.language = "de"
    judged.document.modified = "2025-12-31"
    judged.document.fetched = fetched
    for index in judged.chunks.indices {
      judged.chunks[index].chunk.page = page
      judged.chunks[index].tableHeader = header
    }
    return judged
  }

  @Test func `a row says where its text came from`() async throws {
    let fresh = try await FreshStore()
    try await fresh.replace(document(page: 7))
    let row = try #require(try fresh.cleanChunks().first)
    #expect(row.page == 7)
    #expect(row.tableHeader == "| Tea |")
    #expect(row.language == "de")
    #expect(row.modified == "2025-12-31")
    #expect(row.fetched == "2026-01-02T03:04:05Z")
    let record = try #require(try fresh.quarantine().first)
    #expect(record.page == 7)
    #expect(record.language == "de")
    #expect(record.fetched == "2026-01-02T03:04:05Z")
    let kept = try await fresh.store.read {
      try String.fetchAll($0, sql: "SELECT table_header FROM chunk WHERE table_header IS NOT NULL")
    }
    #expect(kept.count == 1, "what is withheld has no header")
  }

  @Test func `a page alone changes the row, and a time alone does not`() async throws {
    let fresh = try await FreshStore()
    func change() async throws -> Int {
      try await fresh.store.read { try Int.fetchOne($0, sql: "SELECT change FROM clean_corpus") ?? 0 }
    }
    try await fresh.replace(document(page: 7))
    let first = try await change()
    try await fresh.replace(document(page: 7, fetched: "2026-02-02T00:00:00Z"))
    #expect(try await change() == first)
    #expect(try fresh.cleanChunks().first?.fetched == "2026-02-02T00:00:00Z")
    try await fresh.replace(document(page: 8))
    let second = try await change()
    #expect(second > first)
    #expect(try fresh.cleanChunks().first?.page == 8)
    try await fresh.replace(document(page: 8, header: nil))
    #expect(try await change() > second)
    #expect(try fresh.cleanChunks().first?.tableHeader == nil)
    try await fresh.replace(document(page: nil, header: nil))
    #expect(try fresh.cleanChunks().first?.page == nil)
  }

  @Test func `a store of the version before keeps its rows`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("store.sqlite")
    do {
      let file = try DatabaseQueue(path: path)
      try StoreSchema.migrator.migrate(file, upTo: "v4")
      try await file.write { db in
        try db.execute(
          sql: """
            INSERT INTO run (id, command, pipeline, policy, started_at) VALUES ('r', 'run', 'p', 'p', 't');
            INSERT INTO document (id, source, uri, media_type, content_sha256, byte_count, policy, notes,
              complete, waiting_chunks, run, updated_at, seen_run)
            VALUES ('d', 's', 'u', 'text/plain', 'x', 1, 'p', '[]', 1, 0, 'r', 't', 'r');
            """)
        try db.execute(
          sql: """
            INSERT INTO chunk (id, document, lane, ordinal, start_byte, end_byte, heading_path,
              original_sha256, state, text, sha256, masks, screened_by, policy, run, change)
            VALUES ('c', 'd', 'visible', 0, 0, 3, '[]', 'x', 'clean', 'one', ?, '[]', '[]', 'p', 'r', 1)
            """, arguments: [Digest(of: "one").hex])
      }
      try file.close()
    }
    let store = try SQLiteStore(path: path, access: .run)
    var rows: [CleanChunk] = []
    try store.cleanChunks(policy: nil) { rows.append($0) }
    #expect(rows.map(\.text) == ["one"])
    #expect(rows.first?.page == nil)
    #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM clean_corpus") } == 1)
  }
}
