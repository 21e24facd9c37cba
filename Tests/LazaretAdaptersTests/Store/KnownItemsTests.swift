import GRDB
import LazaretTesting
import Testing

@testable import LazaretAdapters
@testable import LazaretCore

struct KnownItemsTests {
  private static let first = Revision(text: "1 a b")
  private static let second = Revision(text: "2 a b")

  private func document(
    _ uri: String, revision: Revision? = first, policy: Fingerprint = StoreSamples.policy,
    state: ChunkState = .clean
  ) -> JudgedDocument {
    var judged = StoreSamples.document(uri, policy: policy, [.init(text: "text of \(uri)", state: state)])
    judged.revision = revision
    return judged
  }

  private func known(
    _ fresh: FreshStore, _ uris: [String], _ revision: Revision = first, source: String = "docs",
    policy: Fingerprint = StoreSamples.policy
  ) async throws -> [ItemRecord.State?] {
    let items = uris.map { ListedItem(uri: $0, revision: revision) }
    return try await fresh.store.known(items, of: source, under: policy).map { $0?.state }
  }

  @Test func `a document is known by source, address, revision and policy`() async throws {
    let fresh = try await FreshStore()
    for uri in ["a", "dir/\"quoted\"\u{2028}é\n", ""] { try await fresh.replace(document(uri)) }
    try await fresh.replace(document("unreliable", revision: nil))
    try await fresh.replace(document("waiting", state: .unscreened))
    let uris = ["none", "a", "dir/\"quoted\"\u{2028}é\n", "unreliable", "waiting", "a\u{0}"]
    #expect(try await known(fresh, uris) == [nil, .unchanged, .unchanged, nil, nil, nil])
    #expect(try await known(fresh, ["a"], Self.second) == [nil])
    #expect(try await known(fresh, ["a"], source: "other") == [nil])
    #expect(try await known(fresh, ["a"], policy: Fingerprint(hex: "policy-2")) == [nil])
    #expect(try await known(fresh, []) == [])
  }

  @Test func `an item that may have moved is known by its revision alone`() async throws {
    let fresh = try await FreshStore()
    try await fresh.replace(document("a"))
    let moved = ListedItem(uri: "b", revision: Self.first, mayHaveMoved: true)
    let other = ListedItem(uri: "b", revision: Self.second, mayHaveMoved: true)
    let found = try await fresh.store.known([moved, other], of: "docs", under: StoreSamples.policy)
    #expect(found.map { $0?.uri } == ["a", nil])
    #expect(try await fresh.store.known([moved], of: "other", under: StoreSamples.policy) == [nil])
    let last = try await fresh.store.lastRead("a", of: "docs", under: StoreSamples.policy)
    #expect(last?.revision == Self.first && last?.item.state == .unchanged)
    #expect(try await fresh.store.lastRead("b", of: "docs", under: StoreSamples.policy) == nil)
  }

  @Test func `a source's revision is kept while nothing of it is left to do`() async throws {
    let fresh = try await FreshStore()
    let policy = StoreSamples.policy
    let whole = Revision(text: "whole")
    try await fresh.replace(document("a"))
    try await fresh.store.note(whole, ofSource: "docs", under: policy, run: fresh.run)
    #expect(try await fresh.store.revision(ofSource: "docs", under: policy) == whole)
    #expect(try await fresh.store.revision(ofSource: "docs", under: Fingerprint(hex: "policy-2")) == nil)
    try await fresh.replace(document("waiting", state: .unscreened))
    try await fresh.store.note(whole, ofSource: "docs", under: policy, run: fresh.run)
    #expect(try await fresh.store.revision(ofSource: "docs", under: policy) == nil)
  }

  @Test func `a look-up of many items goes through the index`() async throws {
    let fresh = try await FreshStore()
    let plan = try await fresh.store.read { db in
      try Row.fetchAll(
        db,
        sql: """
          EXPLAIN QUERY PLAN SELECT listed.key FROM json_each('["a"]') AS listed CROSS JOIN document
          WHERE document.source = 'docs' AND document.uri = listed.value AND document.policy = 'p'
            AND document.complete = 1 AND document.revision IS NOT NULL
          """
      ).map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains("SEARCH document USING INDEX") && $0.contains("source=? AND uri=?") })
  }

  @Test func `a revision goes with the version that it was noted for`() async throws {
    let fresh = try await FreshStore()
    try await fresh.replace(document("a"))
    let basis = ItemRecord.Basis(revision: Self.second, policy: StoreSamples.policy)
    // Touched: read, and found to be the same.
    try await fresh.store.note(
      ItemRecord(source: "docs", uri: "a", state: .unchanged, basis: basis), run: fresh.run, at: "t")
    #expect(try await known(fresh, ["a"], Self.first) == [nil])
    #expect(try await known(fresh, ["a"], Self.second) == [.unchanged])
    // A newer version waits.
    try await fresh.store.postpone(
      DocumentID(source: "docs", uri: "a"), of: "docs", waiting: 1, run: fresh.run, at: "t")
    #expect(try await known(fresh, ["a"], Self.second) == [nil])
    try await fresh.replace(document("a"))
    #expect(try await known(fresh, ["a"], Self.first) == [.unchanged])
    // It could not be read.
    try await fresh.store.note(
      ItemRecord(source: "docs", uri: "a", state: .failed, reason: "no"), run: fresh.run, at: "t")
    #expect(try await known(fresh, ["a"], Self.first) == [nil])
  }

  @Test func `what was left aside because of its bytes is known with its reason`() async throws {
    let fresh = try await FreshStore()
    let basis = ItemRecord.Basis(revision: Self.first, policy: StoreSamples.policy)
    try await fresh.replace(document("was text"))
    for (uri, state) in [("picture", ItemRecord.State.skipped), ("was text", .failed)] {
      try await fresh.store.note(
        ItemRecord(source: "docs", uri: uri, state: state, reason: "why \(uri)", basis: basis),
        run: fresh.run, at: "t")
    }
    let items = ["picture", "was text", "none"].map { ListedItem(uri: $0, revision: Self.first) }
    let found = try await fresh.store.known(items, of: "docs", under: StoreSamples.policy)
    #expect(found.map { $0?.state } == [.skipped, .failed, nil])
    #expect(found.map { $0?.reason } == ["why picture", "why was text", nil])
    #expect(found[0]?.document == nil)
    #expect(found[1]?.document != nil, "an older version of it is stored")
    #expect(try await known(fresh, ["picture"], Self.second) == [nil])
    #expect(try await known(fresh, ["picture"], policy: Fingerprint(hex: "policy-2")) == [nil])
  }

  @Test func `what was met without being written is not gone, for this run alone`() async throws {
    let fresh = try await FreshStore()
    let store = fresh.store
    let basis = ItemRecord.Basis(revision: Self.first, policy: StoreSamples.policy)
    for uri in ["met", "gone", "was text"] { try await fresh.replace(document(uri)) }
    for uri in ["was text", "picture", "lost picture"] {
      try await store.note(
        ItemRecord(source: "docs", uri: uri, state: .skipped, reason: "why", basis: basis), run: fresh.run,
        at: "t")
    }
    try await store.beginRun(StoreSamples.run("run-2"))
    let items = ["met", "picture", "was text"].map { ListedItem(uri: $0, revision: Self.first) }
    let found = try await store.known(items, of: "docs", under: StoreSamples.policy).compactMap { $0 }
    #expect(found.count == 3)
    try await store.met(found, of: "docs", run: "run-2", at: "t2")
    try await store.met(found, of: "docs", run: "run-2", at: "t2")
    #expect(try await store.documentCounts() == ["docs": 3])
    #expect(try await store.unseenCount(source: "docs", run: "run-2") == 1)
    #expect(try await store.removeUnseen(source: "docs", run: "run-2", at: "t2") == ["gone"])
    #expect(try store.status().skippedItems == 2, "the picture that was not met is forgotten")
    #expect(try store.status().sources == ["docs": 2])

    try await store.beginRun(StoreSamples.run("run-3"))
    #expect(try await store.unseenCount(source: "docs", run: "run-3") == 2)
  }

  @Test func `a store of the version before is brought up to date, and its files are read once more`()
    async throws
  {
    let folder = try TemporaryDirectory()
    let path = folder.path("store.sqlite")
    do {
      let file = try DatabaseQueue(path: path)
      try StoreSchema.migrator.migrate(file, upTo: "v2")
      try await file.write { db in
        try db.execute(
          sql: """
            INSERT INTO run (id, command, pipeline, policy, started_at) VALUES ('r', 'run', 'p', 'q', 't');
            INSERT INTO document (id, source, uri, media_type, content_sha256, byte_count, policy, notes,
              complete, waiting_chunks, run, updated_at, seen_run)
            VALUES ('d', 'docs', 'a', 'text/plain', 'c', 1, 'policy-1', '[]', 1, 0, 'r', 't', 'r');
            INSERT INTO item (source, uri, state, reason, at, run) VALUES ('docs', 'b', 'skipped', 'w', 't', 'r');
            """)
      }
      try file.close()
    }
    let store = try SQLiteStore(path: path, access: .run)
    let items = ["a", "b"].map { ListedItem(uri: $0, revision: Self.first) }
    #expect(try await store.known(items, of: "docs", under: StoreSamples.policy) == [nil, nil])
    #expect(try await store.documentCounts() == ["docs": 1])
    #expect(try store.status().skippedItems == 1)
  }
}
