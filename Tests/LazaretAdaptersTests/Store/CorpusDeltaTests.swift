import GRDB
import LazaretTesting
import Testing

@testable import LazaretAdapters
@testable import LazaretCore

struct CorpusDeltaTests {
  /// What a consumer has: rows as they left, by identifier.
  private typealias Index = [String: [UInt8]]

  private static func apply(
    _ question: CorpusQuestion, of store: SQLiteStore, to index: inout Index
  ) throws -> CorpusSnapshot {
    try store.corpus(question) { change in
      switch change {
      case .upsert(let chunk): index[chunk.id.text] = JSONLines().row(for: chunk, isUpsert: false)
      case .delete(let id): index[id.text] = nil
      }
    }
  }

  private static func full(_ gate: ExitGate, of store: SQLiteStore) throws -> (
    index: Index, cursor: CorpusCursor
  ) {
    var index: Index = [:]
    let snapshot = try apply(CorpusQuestion(gate: gate), of: store, to: &index)
    return (index, try #require(CorpusCursor(snapshot.cursor)))
  }

  @Test(arguments: 0..<60)
  func `after any history, the deltas of an index give the full export`(seed: Int) async throws {
    var history = try await StoreHistory(seed: seed)
    let store = history.fresh.store
    var index: Index = [:]
    var cursor = try store.beginning()
    var earlier: [(index: Index, cursor: CorpusCursor)] = []
    for step in 0..<25 {
      for _ in 0..<Int.random(in: 0...3, using: &history.generator) { try await history.step() }
      let gate = history.gate
      let full = try Self.full(gate, of: store)
      let question = CorpusQuestion(gate: gate, since: cursor)
      let snapshot = try Self.apply(question, of: store, to: &index)
      #expect(index == full.index, "seed \(seed), step \(step): \(history.log)")
      _ = try Self.apply(question, of: store, to: &index)
      #expect(index == full.index, "seed \(seed), step \(step), applied twice")
      #expect(snapshot.cursor == full.cursor.text)
      cursor = full.cursor
      // A consumer that was away comes back.
      if let consumer = earlier.randomElement(using: &history.generator) {
        var late = consumer.index
        let since = consumer.cursor
        _ = try Self.apply(CorpusQuestion(gate: gate, since: since), of: store, to: &late)
        #expect(late == full.index, "seed \(seed), step \(step), from \(since.text): \(history.log)")
      }
      earlier.append(full)
    }
  }

  @Test(arguments: 0..<20)
  func `no row leaves without its evidence`(seed: Int) async throws {
    var history = try await StoreHistory(seed: 1000 + seed)
    for _ in 0..<40 {
      try await history.step()
      let gate = history.gate
      var texts: [ChunkID: CleanChunk] = [:]
      try history.fresh.store.corpus(CorpusQuestion(gate: gate, proves: true)) { change in
        if case .upsert(let chunk) = change { texts[chunk.id] = chunk }
      }
      for (id, chunk) in texts {
        #expect(chunk.policy == gate.policy)
        let last = try history.fresh.store.history(of: id).last?.verdict
        #expect(last != .rejected)
        if chunk.release != nil {
          #expect(last == .released)
        } else {
          #expect(chunk.proof?.map(\.fingerprint) == gate.screeners.map(\.fingerprint), "\(history.log)")
        }
      }
    }
  }

  @Test func `a delta without a change is empty, and one row that differs is one row`() async throws {
    let fresh = try await FreshStore()
    try await fresh.screened(
      StoreSamples.document("a", (0..<5).map { .init(text: "text \($0) ", state: .clean) }))
    let first = try Self.full(StoreSamples.gate, of: fresh.store)
    var changes: [CorpusChange] = []
    let question = CorpusQuestion(gate: StoreSamples.gate, since: first.cursor)
    try fresh.store.corpus(question) { changes.append($0) }
    #expect(changes.isEmpty)
    try await fresh.screened(
      StoreSamples.document(
        "a", (0..<5).map { .init(text: "text \($0) ", state: $0 == 2 ? .quarantined : .clean) }))
    let snapshot = try fresh.store.corpus(question) { changes.append($0) }
    #expect(changes.count == 1)
    guard case .delete = changes.first else {
      Issue.record("what is held is dropped")
      return
    }
    #expect((snapshot.chunks, snapshot.deletes) == (0, 1))
  }

  @Test func `an edit of the margin alone is other evidence and no change`() async throws {
    let fresh = try await FreshStore()
    var judged = StoreSamples.document("a", [.init(text: "text", state: .clean)])
    try await fresh.screened(judged)
    let first = try Self.full(StoreSamples.gate, of: fresh.store)
    judged.chunks[0].window = ScreenedWindow(digest: Digest(of: "another margin"))
    try await fresh.replace(judged)
    // The old answer is about another window.
    let refused = try fresh.store.corpus(CorpusQuestion(gate: StoreSamples.gate)) { _ in }
    #expect(refused.refused == [.noAnswerKept: 1])
    try await fresh.keepAnswers(judged)
    var changes = 0
    let question = CorpusQuestion(gate: StoreSamples.gate, since: first.cursor)
    #expect(try fresh.store.corpus(question) { _ in changes += 1 }.refused.isEmpty)
    #expect(changes == 0)
  }

  @Test func `every screener has to have answered about every piece that it was shown`() async throws {
    let fresh = try await FreshStore()
    var judged = StoreSamples.document("a", [.init(text: "text", state: .clean)])
    let pieces = ["te", "xt"].map { Digest(of: $0) }
    judged.chunks[0].window = ScreenedWindow(digest: Digest(of: "text"), pieces: ["lasso": pieces])
    try await fresh.replace(judged)
    var lacking = StoreSamples.answers(of: judged)
    #expect(lacking.map(\.text) == [Digest(of: "text")] + pieces)
    while !lacking.isEmpty {
      let snapshot = try fresh.store.corpus(CorpusQuestion(gate: StoreSamples.gate)) { _ in }
      #expect(snapshot.refused == [.noAnswerKept: 1])
      #expect(snapshot.cursor.hasSuffix("-partial"))
      try await fresh.store.keep(lacking.removeFirst())
    }
    var proof: [CleanChunk.Proof] = []
    try fresh.store.corpus(CorpusQuestion(gate: StoreSamples.gate, proves: true)) { change in
      if case .upsert(let chunk) = change { proof += chunk.proof ?? [] }
    }
    #expect(proof.map(\.text) == [Digest(of: "text")] + pieces)
    #expect(proof.map(\.screener) == ["lakera", "lasso", "lasso"])
  }

  @Test func `a row of an older version is refused, and the words say what to do`() async throws {
    let fresh = try await FreshStore()
    try await fresh.screened(StoreSamples.document("a", [.init(text: "text", state: .clean)]))
    try await fresh.store.write { try $0.execute(sql: "UPDATE chunk SET window_sha256 = NULL") }
    let snapshot = try fresh.store.corpus(CorpusQuestion(gate: StoreSamples.gate)) { _ in }
    #expect(snapshot.refused == [.judgedByOlderVersion: 1])
    #expect(snapshot.chunks == 0)
    #expect("\(ExitGate.Refusal.judgedByOlderVersion)".contains("older lazaret"))
  }

  @Test func `what a person rejected is held at once, and dropped before it is judged again`() async throws {
    let fresh = try await FreshStore()
    let judged = StoreSamples.document("a", [.init(text: "text", state: .clean)])
    try await fresh.screened(judged)
    let first = try Self.full(StoreSamples.gate, of: fresh.store)
    try await fresh.store.record([StoreSamples.review(1, .rejected, of: judged.chunks[0])])
    var changes: [CorpusChange] = []
    let question = CorpusQuestion(gate: StoreSamples.gate, since: first.cursor)
    let snapshot = try fresh.store.corpus(question) { changes.append($0) }
    #expect(changes == [.delete(judged.chunks[0].chunk.id)])
    // It is no row of the corpus any more, so there is none to refuse.
    #expect(snapshot.refused.isEmpty)
  }

  @Test func `a row that says it is clean does not leave against a rejection`() async throws {
    let fresh = try await FreshStore()
    let judged = StoreSamples.document("a", [.init(text: "text", state: .clean)])
    try await fresh.screened(judged)
    try await fresh.store.record([StoreSamples.review(1, .rejected, of: judged.chunks[0])])
    try await fresh.store.write { db in
      try db.execute(sql: "UPDATE chunk SET state = 'clean', text = 'text', sha256 = original_sha256")
    }
    let snapshot = try fresh.store.corpus(CorpusQuestion(gate: StoreSamples.gate)) { _ in }
    #expect(snapshot.refused == [.rejected: 1])
    #expect(snapshot.chunks == 0)
  }

  @Test func `a cursor of another store, or from the future, is refused`() async throws {
    let fresh = try await FreshStore()
    let other = try await FreshStore()
    let strange = try Self.full(StoreSamples.gate, of: other.store).cursor
    #expect(throws: CursorError.self) {
      try fresh.store.corpus(CorpusQuestion(gate: StoreSamples.gate, since: strange)) { _ in }
    }
    var future = try Self.full(StoreSamples.gate, of: fresh.store).cursor
    future.change += 1
    #expect(throws: CursorError.fromTheFuture(cursor: future.text, last: future.change - 1)) {
      try fresh.store.corpus(CorpusQuestion(gate: StoreSamples.gate, since: future)) { _ in }
    }
  }

  @Test(arguments: [
    "", "-", "a", "-1", "a-", "a-x", "a--1", "a-+1", "a-1-", "a-1-short", "a-1-0123456789ab-whole",
    "a-1-0123456789ab-partial-", "last",
  ])
  func `what is not a cursor is none`(text: String) { #expect(CorpusCursor(text) == nil) }

  @Test(arguments: ["a-0", "ab12-7-0123456789ab", "ab12-7-0123456789ab-partial"])
  func `a cursor is read as it is written`(text: String) { #expect(CorpusCursor(text)?.text == text) }
}
