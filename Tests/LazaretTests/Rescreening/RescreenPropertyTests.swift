import Foundation
import LazaretAdapters
import LazaretCore
import LazaretPipeline
import LazaretTesting
import Testing

/// Whatever the corpus and the policies: judged twice is judged once.
struct RescreenPropertyTests {
  private typealias House = RescreenHouse

  @Test(arguments: 0..<40)
  func `under the same policy nothing changes and nothing is sent`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    let rules = House.Rules.random(using: &generator)
    let store = MemoryStore()
    let first = try await House(store).ingest(House.texts(seed: seed), rules)
    let before = store.documents
    let again = House(store)
    let summary = try await again.rescreen(rules)
    #expect(again.asked == 0)
    #expect(summary.screenings.requests == 0)
    #expect(summary.imbalance == nil)
    #expect(summary.documents.seen == before.count)
    #expect(summary.documents.unchanged == before.count)
    #expect(summary.rescreen?.chunks.changed == 0)
    #expect(summary.chunks == first.chunks)
    #expect(store.documents.map(\.chunks) == before.map(\.chunks))
    #expect(store.documents.map(\.document.title) == before.map(\.document.title))
    #expect(store.documents.map(\.withheldNames) == before.map(\.withheldNames))
  }

  @Test(arguments: 0..<60)
  func `under another policy the store is as a fresh run under it would make it`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed &+ 1_000)
    let (old, new) = (House.Rules.random(using: &generator), House.Rules.random(using: &generator))
    let texts = House.texts(seed: seed)
    let (store, fresh) = (MemoryStore(), MemoryStore())
    _ = try await House(store).ingest(texts, old)
    _ = try await House(fresh).ingest(texts, new)
    let again = House(store)
    // What is masked for the first time is asked about, and no chunk that was ever asked about before.
    _ = try await again.rescreen(new)
    if new.order == .all, old.order == .all, !new.actions.values.contains(.mask) {
      #expect(again.asked == 0)
    }
    let (found, expected) = (store.documents, fresh.documents)
    #expect(found.map(\.chunks) == expected.map(\.chunks))
    #expect(found.map(\.document.title) == expected.map(\.document.title))
    #expect(found.map(\.withheldNames) == expected.map(\.withheldNames))
    #expect(found.map(\.policy) == expected.map(\.policy))
  }

  @Test(arguments: 0..<24)
  func `the same holds of a store on disk, encrypted or not, row by row`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed &+ 2_000)
    let (old, new) = (House.Rules.random(using: &generator), House.Rules.random(using: &generator))
    let texts = House.texts(seed: seed)
    let folder = try TemporaryDirectory()
    let seal = try TextSeal(key: String(repeating: "0a", count: 32))
    let keys = StoreKeys(current: seed % 2 == 0 ? seal : nil)
    func rows(_ name: String, _ work: (any Store) async throws -> Void) async throws -> StoreRows {
      let store = try SQLiteStore(path: folder.path(name), access: .run, keys: keys)
      try await work(store)
      store.close()
      #expect(try StoreRows.damage(of: folder.path(name)) == nil)
      return try StoreRows(of: folder.path(name))
    }
    let fresh = try await rows("fresh") { _ = try await House($0).ingest(texts, new) }
    let twice = try await rows("twice") { store in
      _ = try await House(store).ingest(texts, old)
      _ = try await House(store).rescreen(new)
    }
    #expect(twice.differences(from: fresh, mayHaveMore: ["screening"]).isEmpty)
    try FileManager.default.copyItem(atPath: folder.path("twice"), toPath: folder.path("thrice"))
    let thrice = try await rows("thrice") { store in
      let again = House(store)
      let summary = try await again.rescreen(new, run: 3)
      #expect(again.asked == 0)
      #expect(summary.rescreen?.chunks.changed == 0)
    }
    #expect(thrice.differences(from: twice).isEmpty)
  }

  @Test(arguments: 0..<30)
  func `what if says beforehand what then happens, and writes nothing`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed &+ 3_000)
    let (old, new) = (House.Rules.random(using: &generator), House.Rules.random(using: &generator))
    let store = MemoryStore()
    _ = try await House(store).ingest(House.texts(seed: seed), old)
    let before = store.documents
    let (asker, doer) = (House(store), House(store))
    let foretold = try await asker.rescreen(new, isDryRun: true)
    #expect(asker.asked == 0)
    #expect(store.documents == before)
    #expect(foretold.imbalance == nil)
    let counts = try #require(foretold.rescreen?.chunks)
    #expect(counts.changed == foretold.rescreen?.changes?.count)
    #expect(counts.changed + counts.unchanged == before.flatMap(\.chunks).count)
    let done = try await doer.rescreen(new, run: 3)
    // Under `until_quarantined` somebody was not asked yet whose answer may be needed now.
    guard old.order == .all, new.order == .all else { return }
    #expect(counts.unknown == 0)
    // A masked text in which something is still found is the one thing that cannot be known beforehand.
    let surprises = store.documents.flatMap(\.chunks).flatMap(\.reasons).contains {
      $0.code == .stillDetected
    }
    if !surprises {
      #expect(counts == done.rescreen?.chunks)
      #expect(foretold.screenings.requests == doer.asked)
      let asked = try #require(foretold.rescreen?.wouldAsk)
      #expect(
        asked.mapValues(\.requests) == [
          "a": doer.screeners[0].asked.count, "b": doer.screeners[1].asked.count,
        ])
      #expect(
        asked.mapValues(\.bytes)
          == ["a": doer.screeners[0].asked, "b": doer.screeners[1].asked].mapValues { texts in
            texts.reduce(0) { $0 + $1.utf8.count }
          })
    }
  }

  @Test func `only the screener that changed is asked`() async throws {
    let rules = House.Rules(actions: ["pii/*": .monitor, "secret/*": .monitor, "prompt_attack*": .quarantine])
    let store = MemoryStore()
    let texts = ["a.txt": "One text.", "b.txt": "Another, with ATTACK in it."]
    _ = try await House(store).ingest(texts, rules)
    let changed = House(store, revisionOfB: "2")
    let summary = try await changed.rescreen(rules)
    #expect(changed.screeners[0].asked.isEmpty)
    #expect(changed.screeners[1].asked.count == 2)
    #expect(summary.rescreen?.chunks.changed == 0)
  }

  @Test func `the scopes take what they say`() async throws {
    let rules = House.Rules(actions: ["prompt_attack*": .quarantine])
    let store = MemoryStore()
    _ = try await House(store).ingest(["a.txt": "Harmless.", "b.txt": "ATTACK"], rules)
    var other = rules
    other.placeholder = "<{LABEL}>"
    #expect(try await House(store).rescreen(rules, scope: .init(.quarantined)).documents.seen == 1)
    #expect(try await House(store).rescreen(rules, scope: .init(.unscreened), run: 3).documents.seen == 0)
    #expect(try await House(store).rescreen(rules, scope: .init(.stale), run: 4).documents.seen == 0)
    #expect(try await House(store).rescreen(other, scope: .init(.quarantined), run: 5).documents.seen == 1)
    #expect(try await House(store).rescreen(other, scope: .init(.stale), run: 6).documents.seen == 1)
    #expect(try await House(store).rescreen(other, scope: .init(.stale), run: 7).documents.seen == 0)
    #expect(try await House(store).rescreen(other, scope: .init(.all), run: 8).documents.seen == 2)
  }

  @Test func `an answer that does not come leaves the old decision, and is asked for again`() async throws {
    let rules = House.Rules(actions: ["prompt_attack*": .quarantine])
    let store = MemoryStore()
    _ = try await House(store).ingest(["a.txt": "Harmless."], rules)
    var silent = House(store)
    silent.screeners[1] = ScriptedScreener("b", revision: "2") { _, _ throws(ScreenerError) in
      throw .unavailable(status: 503)
    }
    let summary = try await silent.rescreen(rules)
    #expect(summary.rescreen?.chunks.unknown == 1)
    #expect(summary.outcome == .incomplete)
    #expect(store.documents.first?.chunks.first?.state == .clean)
    let later = House(store, revisionOfB: "2")
    let next = try await later.rescreen(rules, scope: .init(.unscreened), run: 3)
    #expect(next.outcome == .complete)
    #expect(later.screeners[0].asked.isEmpty && later.screeners[1].asked.count == 1)
  }

  @Test func `a release and a rejection hold across runs, and die when the text changes`() async throws {
    let rules = House.Rules(actions: ["prompt_attack*": .quarantine])
    let store = MemoryStore()
    let texts = ["a.txt": "It says ATTACK.", "b.txt": "Harmless."]
    _ = try await House(store).ingest(texts, rules)
    let chunks = store.documents.flatMap(\.chunks)
    var generator = SeededGenerator(seed: 1)
    let (release, rejection) = (
      StandingReview(id: ULID(milliseconds: 1, using: &generator), verdict: .released),
      StandingReview(id: ULID(milliseconds: 2, using: &generator), verdict: .rejected)
    )
    store.review(chunks[0].chunk.id, release)
    store.review(chunks[1].chunk.id, rejection)
    func states() -> [ChunkState] { store.documents.flatMap(\.chunks).map(\.state) }
    _ = try await House(store).rescreen(rules)
    #expect(states() == [.clean, .quarantined])
    #expect(store.documents.flatMap(\.chunks).map(\.review) == [release, rejection])
    var other = rules
    other.placeholder = "<{LABEL}>"
    _ = try await House(store).ingest(texts, other, run: 3)
    #expect(states() == [.clean, .quarantined])
    _ = try await House(store).ingest(
      ["a.txt": "It says ATTACK again.", "b.txt": "Harmless as ever."], other, run: 4)
    #expect(states() == [.quarantined, .clean])
    #expect(store.documents.flatMap(\.chunks).allSatisfy { $0.review == nil })
  }

  @Test func `hidden text that is released frees its document and does not leave`() async throws {
    let rules = House.Rules(actions: ["prompt_attack*": .quarantine])
    let store = MemoryStore()
    _ = try await House(store).ingest(["a.txt": "A visible line.\n% ATTACK\n"], rules)
    let chunks = store.documents.flatMap(\.chunks)
    #expect(chunks.allSatisfy { $0.state == .quarantined })
    let hidden = try #require(chunks.first { $0.chunk.lane == .hidden })
    var generator = SeededGenerator(seed: 1)
    store.review(
      hidden.chunk.id, StandingReview(id: ULID(milliseconds: 1, using: &generator), verdict: .released))
    let summary = try await House(store).rescreen(rules)
    #expect(summary.rescreen?.chunks.harmless == 1)
    #expect(summary.rescreen?.chunks.released == 1)
    #expect(store.documents.flatMap(\.chunks).allSatisfy { $0.state == .clean })
    #expect(store.documents.flatMap(\.chunks).compactMap(\.released).count == 1)
  }
}
