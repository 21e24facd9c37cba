import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct StoreReadingTests {
  @Test func `rows come in order of source, uri and ordinal, byte by byte`() async throws {
    let fresh = try await FreshStore()
    let uris = ["b", "a/z", "Ä", "a", "B", "a.b", "ﬀ", "😀"]
    for source in ["docs", "Docs"] {
      for uri in uris {
        try await fresh.replace(
          StoreSamples.document(
            uri, source: source, (0..<12).map { .init(text: "\($0) ", state: .clean) }))
      }
    }
    let rows = try fresh.cleanChunks()
    let expected = ["Docs", "docs"].flatMap { source in
      uris.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.flatMap { uri in
        (0..<12).map { "\(source) \(uri) \($0)" }
      }
    }
    #expect(rows.map { "\($0.source) \($0.uri) \($0.ordinal)" } == expected)
  }

  @Test(arguments: [true, false], [true, false])
  func `the export is read in the order of the indexes, without sorting`(
    onePolicy: Bool, isGated: Bool
  ) async throws {
    let fresh = try await FreshStore()
    let plan = try await fresh.store.read { db in
      try Row.fetchAll(
        db,
        sql: "EXPLAIN QUERY PLAN "
          + CorpusReading(
            db: db, path: "", policy: onePolicy ? StoreSamples.policy : nil,
            gate: isGated ? StoreSamples.gate : nil, proves: false
          ).sql,
        arguments: onePolicy ? ["p"] : []
      ).map { $0["detail"] as String }
    }
    #expect(!plan.isEmpty)
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }

  @Test func `rows of another policy are left out and counted`() async throws {
    let fresh = try await FreshStore()
    let other = Fingerprint(hex: "policy-2")
    try await fresh.replace(
      StoreSamples.document("a", [.init(text: "one ", state: .clean), .init(text: "two", state: .masked)]))
    try await fresh.replace(
      StoreSamples.document(
        "b", policy: other,
        [.init(text: "three", state: .clean), .init(text: "h", state: .clean, lane: .hidden)]))
    var texts: [String] = []
    let snapshot = try fresh.store.cleanChunks(policy: StoreSamples.policy) { texts.append($0.text) }
    #expect(texts == ["one ", "[EMAIL] and more"])
    #expect(snapshot.documents == 1)
    #expect((snapshot.clean, snapshot.masked, snapshot.withheldByPolicy) == (1, 1, 1))
    #expect(try fresh.store.withheldByPolicy(other) == 2)
    #expect(try fresh.store.cleanChunks(policy: nil) { _ in }.chunks == 3)
    #expect(
      try fresh.store.status().policies == [
        .init(policy: StoreSamples.policy, documents: 1, chunks: 2, withheld: 0),
        .init(policy: other, documents: 1, chunks: 1, withheld: 0),
      ])
  }

  @Test func `headings that differ only in how they are composed stay apart`() async throws {
    let fresh = try await FreshStore()
    for (uri, heading) in [("a", "caf\u{E9}"), ("b", "cafe\u{301}")] {
      try await fresh.replace(
        StoreSamples.document(uri, headings: [heading], [.init(text: "x", state: .clean)]))
    }
    #expect(try fresh.cleanChunks().map { $0.headingPath.joined().utf8.count } == [5, 6])
  }

  @Test func `the cursor names the store and moves with every change`() async throws {
    let fresh = try await FreshStore()
    let first = try fresh.store.cursor()
    try await fresh.replace(StoreSamples.document("a", [.init(text: "one", state: .clean)]))
    let second = try fresh.store.cursor()
    #expect(first != second)
    #expect(try fresh.store.cleanChunks(policy: nil) { _ in }.cursor == second)
    let other = try await FreshStore()
    #expect(try other.store.cursor() != first)
  }

  @Test func `what the caller throws ends the reading and comes through`() async throws {
    struct Enough: Error {}
    let fresh = try await FreshStore()
    try await fresh.replace(
      StoreSamples.document("a", (0..<5).map { .init(text: "\($0)", state: .clean) }))
    var rows = 0
    #expect(throws: Enough.self) {
      try fresh.store.cleanChunks(policy: nil) { _ in
        rows += 1
        if rows == 2 { throw Enough() }
      }
    }
    #expect(rows == 2)
    #expect(try fresh.cleanChunks().count == 5)
  }

  @Test func `a text that was changed behind our back does not leave`() async throws {
    let fresh = try await FreshStore()
    try await fresh.replace(StoreSamples.document("a", [.init(text: "judged", state: .clean)]))
    try await fresh.store.write { try $0.execute(sql: "UPDATE chunk SET text = 'never judged'") }
    #expect(throws: StoreError.self) { try fresh.cleanChunks() }
  }

  @Test func `the quarantine is filtered by source and by label, in pages`() async throws {
    let fresh = try await FreshStore()
    let first = StoreSamples.document(
      "a",
      [
        .init(text: "1", state: .quarantined, label: "prompt_attack/jailbreak"),
        .init(text: "2", state: .quarantined, label: "pii/email"), .init(text: "3", state: .clean),
      ])
    try await fresh.replace(first)
    try await fresh.replace(
      StoreSamples.document("b", source: "feed", [.init(text: "4", state: .quarantined, label: "pii/name")]))

    func ids(_ filter: QuarantineFilter) throws -> [String] {
      try fresh.quarantine(filter).map { "\($0.source) \($0.uri) \($0.ordinal)" }
    }
    #expect(try ids(QuarantineFilter()) == ["docs a 0", "docs a 1", "feed b 0"])
    #expect(try ids(QuarantineFilter(source: "docs")) == ["docs a 0", "docs a 1"])
    #expect(try ids(QuarantineFilter(label: "pii/*")) == ["docs a 1", "feed b 0"])
    #expect(try ids(QuarantineFilter(label: "prompt_attack*")) == ["docs a 0"])
    #expect(try ids(QuarantineFilter(source: "feed", label: "prompt_attack*")) == [])
    #expect(try ids(QuarantineFilter(limit: 1, offset: 1)) == ["docs a 1"])
    #expect(try fresh.store.quarantineCount(QuarantineFilter(label: "pii/*", limit: 1)) == 2)
    #expect(try fresh.quarantine().allSatisfy { $0.text == nil })

    let chunk = first.chunks[0]
    #expect(
      try fresh.quarantine(QuarantineFilter(limit: 1, withText: true)) == [
        QuarantineRecord(
          id: chunk.chunk.id, documentID: first.document.id, source: "docs", uri: "a",
          title: "A title", lane: .visible, ordinal: 0, span: TextSpan(0, 1),
          headingPath: ["Guide", "Install"], reasons: chunk.reasons, findings: chunk.findings,
          text: "1", since: StoreSamples.firstTime, run: "run-1", screenedBy: [], policy: StoreSamples.policy)
      ])
  }

  @Test func `a label that only a reason names is found too`() async throws {
    let fresh = try await FreshStore()
    var judged = StoreSamples.document("a", [.init(text: "1", state: .quarantined)])
    judged.chunks[0].findings = []
    judged.chunks[0].reasons = [Reason(.scope, screener: "lakera", label: "secret/key")]
    try await fresh.replace(judged)
    #expect(try fresh.store.quarantineCount(QuarantineFilter(label: "secret/*")) == 1)
    #expect(try fresh.store.quarantineCount(QuarantineFilter(label: "pii/*")) == 0)
  }

  @Test func `a record is found by its identifier or by the beginning of it`() async throws {
    let fresh = try await FreshStore()
    let judged = StoreSamples.document("a", (0..<40).map { .init(text: "\($0)", state: .quarantined) })
    try await fresh.replace(judged)
    let ids = judged.chunks.map(\.chunk.id.text)
    guard case .one(let record) = try fresh.store.quarantineRecord(ids[7].uppercased()) else {
      Issue.record("expected one record")
      return
    }
    #expect(record.id.text == ids[7])
    #expect(record.text == "7")
    for length in 1...6 {
      for id in ids {
        let prefix = String(id.prefix(length))
        let matching = ids.filter { $0.hasPrefix(prefix) }
        switch try fresh.store.quarantineRecord(prefix) {
        case .none: Issue.record("'\(prefix)' must lead to \(id)")
        case .one(let record): #expect(matching == [record.id.text])
        case .several(let several):
          #expect(matching.count > 1)
          #expect(several.map(\.text) == matching.sorted().prefix(10).map { $0 })
        }
      }
    }
    for stranger in ["", "%", "g", "*", "zz", ids[0] + "0"] {
      #expect(try fresh.store.quarantineRecord(stranger) == .none)
    }
  }

  @Test func `the status says what is held, what waits, and why items are missing`() async throws {
    let fresh = try await FreshStore()
    let store = fresh.store
    for number in 2...12 {
      var run = StoreSamples.run("run-\(number)")
      run.startedAt = "2026-01-\(number + 10)"
      try await store.beginRun(run)
    }
    try await store.finishRun("run-12", at: "t", outcome: "complete", summary: "{\"a\":1}")
    try await fresh.replace(
      StoreSamples.document(
        "a", [.init(text: "1", state: .quarantined), .init(text: "2", state: .unscreened)]), at: "t1")
    for uri in ["x", "y"] {
      try await store.note(
        ItemRecord(source: "docs", uri: uri, state: .failed, reason: "not permitted"), run: "run-2", at: "t")
    }
    try await store.note(
      ItemRecord(source: "docs", uri: "z", state: .skipped, reason: "a picture"), run: "run-2", at: "t")

    let status = try store.status()
    #expect(status.totals == CorpusTotals(documents: 1, quarantined: 1, unscreened: 1))
    #expect(status.runs.map(\.record.id) == (3...12).reversed().map { "run-\($0)" })
    #expect(status.runs.first?.outcome == "complete")
    #expect(status.runs.first?.summary == "{\"a\":1}")
    #expect(status.runs.last?.outcome == nil)
    #expect(status.oldestUnscreened == "t1")
    #expect(status.oldestQuarantined == "t1")
    #expect(status.documentsWaiting == 1)
    #expect((status.failedItems, status.skippedItems) == (2, 1))
    #expect(
      status.reasons == [
        .init(source: "docs", state: .failed, reason: "not permitted", items: 2),
        .init(source: "docs", state: .skipped, reason: "a picture", items: 1),
      ])
    #expect(status.failures.map(\.uri) == ["x", "y"])
  }
}
