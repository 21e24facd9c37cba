import Foundation
import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct FirstEntriesTests {
  private func kept(_ number: Int) -> KeptScreening {
    KeptScreening(
      text: Digest(of: "text \(number)"), fingerprint: Fingerprint(hex: "f"), screener: "lakera",
      screening: Screening(findings: []), at: "now", run: "run-1")
  }

  @Test func `a sieve forgets no key, and takes few others for its own`() {
    var sieve = KeySieve()
    for number in 0..<100_000 { sieve.insert(number) }
    #expect((0..<100_000).allSatisfy { sieve.mayHold($0) })
    #expect((100_000..<200_000).count { sieve.mayHold($0) } < 5000)
  }

  @Test func `the first run finds what it wrote itself, and a later one what the first wrote`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("store.sqlite")
    let judged = StoreSamples.document("a.md", [StoreSamples.chunk("one", .clean)])
    do {
      let store = try SQLiteStore(path: path, access: .run)
      try await store.beginRun(
        RunRecord(id: "run-1", command: "run", pipeline: "p", policy: StoreSamples.policy, startedAt: "t"))
      #expect(!store.first.mayHoldAnswer(about: kept(1).text, by: kept(1).fingerprint))
      #expect(!store.first.mayHoldDocument(judged.document.id))
      #expect(!store.first.mayHoldReviews)
      for number in 0..<200 { try await store.keep(kept(number)) }
      try await store.replace(with: judged, run: "run-1", at: "t")
      for number in 0..<200 {
        #expect(try await store.screening(of: kept(number).text, by: kept(number).fingerprint) != nil)
      }
      #expect(try await store.screening(of: kept(200).text, by: kept(200).fingerprint) == nil)
      #expect(try await store.standing(of: judged.document.id)?.content == judged.content)
      store.close()
    }
    let store = try SQLiteStore(path: path, access: .run)
    #expect(store.first.mayHoldAnswer(about: kept(200).text, by: kept(200).fingerprint))
    for number in 0..<200 {
      #expect(try await store.screening(of: kept(number).text, by: kept(number).fingerprint) != nil)
    }
    #expect(try await store.standing(of: judged.document.id)?.content == judged.content)
  }

  @Test func `a document that is replaced, leaves and comes back in one first run leaves no trace`()
    async throws
  {
    let fresh = try await FreshStore()
    let first = StoreSamples.document(
      "a.md", [StoreSamples.chunk("one", .clean), StoreSamples.chunk("two", .clean)])
    let second = StoreSamples.document("a.md", [StoreSamples.chunk("one", .clean)])
    func tombstones() async throws -> Int {
      try await fresh.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM tombstone") ?? -1 }
    }
    func chunks() async throws -> Int {
      try await fresh.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM chunk") ?? -1 }
    }
    try await fresh.replace(first)
    try await fresh.replace(second)
    #expect(try await (tombstones(), chunks()) == (1, 1))
    try await fresh.replace(first)
    #expect(try await (tombstones(), chunks()) == (0, 2))
  }

  @Test func `a review that was recorded since is found`() async throws {
    let fresh = try await FreshStore()
    let judged = StoreSamples.document("a.md", [StoreSamples.chunk("one", .quarantined)])
    try await fresh.replace(judged)
    let chunk = try #require(judged.chunks.first?.chunk)
    #expect(try await fresh.store.reviews(of: judged.document.id).isEmpty)
    var generator = SeededGenerator(seed: 1)
    let review = Review(
      id: ULID(milliseconds: 1, using: &generator), chunk: chunk.id, documentID: judged.document.id,
      source: "docs", uri: "a.md", digest: chunk.digest, verdict: .released, reviewer: "ann",
      reason: "it is fine", at: "t")
    try await fresh.store.record([review])
    #expect(try await fresh.store.reviews(of: judged.document.id)[chunk.id]?.verdict == .released)
  }
}
