import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// What people decided, in the store.
struct ReviewStoreTests {
  private static func review(
    _ item: JudgedChunk, of judged: JudgedDocument, _ verdict: Review.Verdict, number: Int,
    reviewer: String = "jo", at: String = "2026-02-01T00:00:00.000Z"
  ) -> Review {
    var generator = SeededGenerator(seed: number)
    // The clock of the machine may have been set back between two reviews.
    return Review(
      id: ULID(milliseconds: Int64(1_000 - number), using: &generator), chunk: item.chunk.id,
      documentID: judged.document.id, source: judged.document.source, uri: judged.document.uri,
      digest: item.chunk.digest, verdict: verdict, reviewer: reviewer, reason: "because \(number)", at: at)
  }

  @Test func `the last review counts, whatever the clock said, and all of them stay`() async throws {
    let fresh = try await FreshStore()
    let judged = StoreSamples.document("a", [.init(text: "held", state: .quarantined)])
    try await fresh.replace(judged)
    let reviews = [Review.Verdict.released, .rejected, .released].enumerated().map { number, verdict in
      Self.review(judged.chunks[0], of: judged, verdict, number: number)
    }
    for review in reviews { try await fresh.store.record([review]) }
    let id = judged.chunks[0].chunk.id
    #expect(try fresh.store.history(of: id) == reviews)
    #expect(try fresh.store.history(beginning: String(id.text.prefix(6)).uppercased()) == reviews)
    #expect(try fresh.store.history(beginning: "not hexadecimal").isEmpty)
    #expect(
      try await fresh.store.reviews(of: judged.document.id)
        == [id: StandingReview(id: reviews[2].id, verdict: .released)])
    let counts = try await fresh.store.read { db in
      try Bool.fetchAll(db, sql: "SELECT counts FROM review_history ORDER BY number")
    }
    #expect(counts == [false, false, true])
  }

  @Test(arguments: ["UPDATE review SET reviewer = 'eve'", "DELETE FROM review"])
  func `what was written down is never changed`(sql: String) async throws {
    let fresh = try await FreshStore()
    let judged = StoreSamples.document("a", [.init(text: "held", state: .quarantined)])
    try await fresh.replace(judged)
    try await fresh.store.record([Self.review(judged.chunks[0], of: judged, .released, number: 0)])
    await #expect(throws: StoreError.self) { try await fresh.store.write { try $0.execute(sql: sql) } }
    // Not even when its document is deleted.
    try await fresh.store.beginRun(StoreSamples.run("another"))
    _ = try await fresh.store.removeUnseen(source: "docs", run: "another", at: "later")
    #expect(try fresh.store.history(of: judged.chunks[0].chunk.id).count == 1)
  }

  @Test func `what is rejected does not leave from that moment on, and its document waits to be judged`()
    async throws
  {
    let fresh = try await FreshStore()
    let judged = StoreSamples.document(
      "a", [.init(text: "first ", state: .clean), .init(text: "second ", state: .masked)])
    try await fresh.replace(judged)
    let cursor = try fresh.store.cursor()
    try await fresh.store.record(
      judged.chunks.enumerated().map { Self.review($1, of: judged, .rejected, number: $0) })
    #expect(try fresh.cleanChunks().isEmpty)
    #expect(try fresh.store.cursor() != cursor)
    let records = try fresh.quarantine(QuarantineFilter(withText: true))
    #expect(records.map(\.reasons) == [[Reason(.review)], [Reason(.review)]])
    #expect(records.map(\.text) == ["first ", "second "])
    #expect(try await fresh.store.standing(of: judged.document.id)?.isComplete == false)
  }

  @Test func `hidden text that is rejected holds its document at once`() async throws {
    let fresh = try await FreshStore()
    let judged = StoreSamples.document(
      "a", [.init(text: "seen", state: .clean), .init(text: "unseen", state: .clean, lane: .hidden)])
    var harmless = judged
    harmless.chunks[1].released = nil
    try await fresh.replace(harmless)
    try await fresh.store.record([Self.review(harmless.chunks[1], of: harmless, .rejected, number: 1)])
    #expect(try fresh.cleanChunks().isEmpty)
    #expect(
      try fresh.quarantine().map(\.reasons) == [[Reason(.review)], [Reason(.hiddenText)]])
  }

  @Test func `a released chunk leaves with who released it`() async throws {
    let fresh = try await FreshStore()
    var judged = StoreSamples.document("a", [.init(text: "held", state: .quarantined)])
    try await fresh.replace(judged)
    let review = Self.review(judged.chunks[0], of: judged, .released, number: 0)
    try await fresh.store.record([review])
    judged.chunks[0].state = .clean
    judged.chunks[0].released = MaskedText(unmasked: "held")
    judged.chunks[0].review = StandingReview(id: review.id, verdict: .released)
    try await fresh.replace(judged)
    let row = try #require(try fresh.cleanChunks().first)
    #expect(row.release == CleanChunk.Release(review: review.id, reviewer: "jo"))
    #expect(
      String(decoding: JSONLines().row(for: row, isUpsert: false), as: UTF8.self).contains(
        #""released_by":"jo""#))
  }

  @Test func `a purge erases the texts that are held too long, and what was taken from them`() async throws {
    let fresh = try await FreshStore()
    var old = StoreSamples.document("old", title: nil, [.init(text: "an old secret", state: .quarantined)])
    old.withheldNames = WithheldNames(title: "a secret title")
    try await fresh.replace(old, at: "2026-01-01T00:00:00.000Z")
    try await fresh.replace(
      StoreSamples.document("new", [.init(text: "a new secret", state: .quarantined)]),
      at: "2026-03-01T00:00:00.000Z")
    #expect(try await fresh.store.purge(heldBefore: "2026-02-01T00:00:00.000Z") == 1)
    #expect(try await fresh.store.purge(heldBefore: "2026-02-01T00:00:00.000Z") == 0)
    #expect(try fresh.quarantine(QuarantineFilter(withText: true)).map(\.text) == ["a new secret", nil])
    let list = try await fresh.store.documents(
      in: RescreenScope(.quarantined), policy: StoreSamples.policy, reading: old.reading)
    #expect(list.documents.count == 1)
    #expect(list.unreadable == 1)
    fresh.store.close()
    #expect(try StoreBytes(fresh.path).find(["an old secret", "a secret title"]).isEmpty)
    #expect(try StoreBytes(fresh.path).find(["a new secret"]) == ["a new secret"])
  }

  @Test func `records are listed by who disagrees, by age, by label, by screener and by day`() async throws {
    let fresh = try await FreshStore()
    func held(_ uri: String, _ label: Label, answered: [String], at day: String) async throws {
      var judged = StoreSamples.document(uri, [.init(text: uri, state: .quarantined, label: label)])
      judged.chunks[0].screenedBy = answered
      try await fresh.replace(judged, at: day)
    }
    try await held("a", "z/last", answered: ["lakera"], at: "2026-01-03T00:00:00.000Z")
    try await held("b", "m/middle", answered: ["lakera", "lasso"], at: "2026-01-02T00:00:00.000Z")
    try await held("c", "a/first", answered: [], at: "2026-01-01T00:00:00.000Z")
    func uris(_ filter: QuarantineFilter) throws -> String {
      try fresh.quarantine(filter).map(\.uri).joined()
    }
    #expect(try uris(QuarantineFilter()) == "abc")
    #expect(try uris(QuarantineFilter(order: .age)) == "cba")
    #expect(try uris(QuarantineFilter(order: .label)) == "cba")
    #expect(try uris(QuarantineFilter(order: .disagreement)) == "bac")
    #expect(try uris(QuarantineFilter(since: "2026-01-02")) == "ab")
    #expect(try uris(QuarantineFilter(screener: "lakera")) == "abc")
    #expect(try uris(QuarantineFilter(screener: "lasso")) == "")
    #expect(try fresh.quarantine().map(\.isDisputed) == [false, true, false])
  }

  @Test func `documents to judge again are found by label, screener and day, also those that wait`()
    async throws
  {
    let fresh = try await FreshStore()
    try await fresh.replace(
      StoreSamples.document("held", [.init(text: "1", state: .quarantined, label: "pii/name")]),
      at: "2026-01-02T00:00:00.000Z")
    try await fresh.replace(
      StoreSamples.document("waits", [.init(text: "2", state: .unscreened)]), at: "2026-01-03T00:00:00.000Z")
    try await fresh.replace(StoreSamples.document("clean", [.init(text: "3", state: .clean)]))
    let reading = StoreSamples.document("x", []).reading
    func count(_ scope: RescreenScope) async throws -> Int {
      try await fresh.store.documents(in: scope, policy: StoreSamples.policy, reading: reading).documents
        .count
    }
    #expect(try await count(RescreenScope(.all)) == 3)
    #expect(try await count(RescreenScope(.quarantined)) == 1)
    #expect(try await count(RescreenScope(.unscreened)) == 1)
    #expect(try await count(RescreenScope(.stale)) == 0)
    #expect(try await count(RescreenScope(.all, label: "pii/*")) == 1)
    #expect(try await count(RescreenScope(.all, screener: "lakera")) == 1)
    #expect(try await count(RescreenScope(.unscreened, screener: "lasso")) == 1)
    #expect(try await count(RescreenScope(.all, since: "2026-01-02")) == 2)
    #expect(try await count(RescreenScope(.all, since: "2026-01-03")) == 1)
    #expect(try await count(RescreenScope(.all, source: "feed")) == 0)
    #expect(
      try await fresh.store.documents(
        in: RescreenScope(.stale), policy: Fingerprint(hex: "other"), reading: reading
      ).documents.count == 3)
  }
}
