import LazaretCore
import LazaretPipeline
import LazaretTesting
import Testing

struct IncrementalRunTests {
  private let store = MemoryStore()

  struct Outcome {
    let summary: RunSummary
    let events: [RunEvent]
    let asked: Int
  }

  /// One run of its own; later ones have a higher `id`.
  func run(
    _ id: Int, _ sources: [any Source], policy: String = "1", limit: Int? = nil, acceptDeletes: Bool = false,
    bytesInFlight: Int = 1_000, screener: ScriptedScreener = ScriptedScreener("a")
  ) async throws -> Outcome {
    var generator = SeededGenerator(seed: id)
    let runID = ULID(milliseconds: Int64(id), using: &generator)
    let meters = ScreenerMeters(of: screener)
    let chained = chain(
      screener, limits: ScreenerLimits(requestsPerSecond: 1_000_000, concurrency: 8, retryFor: .zero),
      clock: ContinuousClock(), meters: meters, canaryFlagged: nil, reuse: (store, { (runID.text, "now") }))
    let rules = Policy(
      screeners: [.init(name: screener.name)], actions: try ActionTable([:]), order: .all, scope: .chunk)
    let events = Locked<[RunEvent]>([])
    let ingest = IngestRun(
      .init(
        pipeline: "test", runID: runID, sources: sources, extractor: TextExtractor(),
        policy: Fingerprint(kind: "policy", settings: ["": policy]),
        reading: Fingerprint(kind: "reading", settings: [:]), meters: [meters], documentsInFlight: 4,
        bytesInFlight: bytesInFlight, deletions: DeletionRules(accepted: acceptDeletes), limit: limit),
      screening: DocumentScreening(
        chunker: Chunker(),
        windows: WindowScreening(
          judge: Judge(screeners: [chained], policy: rules, overlapBytes: 80), masker: Masker(),
          permits: Permits(8)),
        width: 8),
      store: store, clock: ContinuousClock(), now: { Timestamp(milliseconds: 0) },
      observe: { event in events.withLock { $0.append(event) } })
    let (summary, failure) = await ingest.run { _ in "{}" }
    #expect(failure == nil)
    #expect(summary.imbalance == nil)
    return Outcome(summary: summary, events: events.value, asked: screener.asked.count)
  }

  private func items(_ count: Int) -> [String: RevisedSource.Item] {
    Dictionary(
      uniqueKeysWithValues: (0..<count).map { ("\($0).txt", .init("text \($0)", revision: "r\($0)")) })
  }

  // MARK: Reading

  @Test func `what has the revision that was noted is not read`() async throws {
    // More than fit into one look-up.
    _ = try await run(1, [RevisedSource(items(1500))])
    let again = RevisedSource(items(1500))
    let second = try await run(2, [again])
    #expect(again.read == [])
    #expect(second.asked == 0)
    #expect(second.summary.bytes == RunSummary.Bytes())
    #expect(second.summary.documents.unchanged == 1500)
    #expect(second.summary.documents.deleted == 0)
    #expect(second.summary.outcome == .complete)
    #expect(second.events.contains(.documentUnchanged(source: "docs", uri: "7.txt")))
  }

  @Test func `another revision is read, and the same bytes are not extracted`() async throws {
    var texts = items(5)
    _ = try await run(1, [RevisedSource(texts)])
    texts["3.txt"]?.revision = "touched"
    let touched = RevisedSource(texts)
    let second = try await run(2, [touched])
    #expect(touched.read == ["3.txt"])
    #expect(second.summary.documents.unchanged == 5)
    #expect(second.summary.bytes.extracted == 0)
    #expect(second.asked == 0)
    let third = RevisedSource(texts)
    _ = try await run(3, [third])
    #expect(third.read == [], "the new revision was noted")
  }

  @Test func `a revision that cannot be relied on is not noted`() async throws {
    var texts = items(3)
    texts["1.txt"]?.isTelling = false
    _ = try await run(1, [RevisedSource(texts)])
    // Another text of the same length under the same revision: a second edit within the clock's step.
    texts["1.txt"]?.text = "TEXT 1"
    let second = RevisedSource(texts)
    let outcome = try await run(2, [second])
    #expect(second.read == ["1.txt"])
    #expect(outcome.summary.documents.changed == 1)
    #expect(store.documents[1].document.visible.text == "TEXT 1")
  }

  @Test func `another policy reads everything again, and asks nothing`() async throws {
    _ = try await run(1, [RevisedSource(items(5))])
    let again = RevisedSource(items(5))
    let second = try await run(2, [again], policy: "2")
    #expect(again.read.count == 5)
    #expect(second.summary.chunks.total == 5)
    #expect(second.asked == 0)
  }

  @Test func `a document that waits for answers is read again though it did not change`() async throws {
    let silent = ScriptedScreener("a") { _, _ throws(ScreenerError) in throw .unavailable(status: 503) }
    _ = try await run(1, [RevisedSource(items(3))], screener: silent)
    let second = RevisedSource(items(3))
    let outcome = try await run(2, [second])
    #expect(second.read.count == 3)
    #expect(outcome.summary.corpus.unscreened == 0)
    // A newer version that waits beside a whole one.
    var edited = items(3)
    edited["0.txt"] = .init("new text", revision: "new")
    _ = try await run(3, [RevisedSource(edited)], screener: silent)
    let fourth = RevisedSource(items(3))
    _ = try await run(4, [fourth])
    #expect(fourth.read == ["0.txt"], "what waits is settled, whatever the revision")
  }

  @Test func `what was left aside because of its bytes is told again without being read`() async throws {
    let odd: [String: RevisedSource.Item] = [
      "a.bin": .init("x", revision: "1"), "b.txt": .init("text", revision: "2"),
    ]
    _ = try await run(1, [RevisedSource(odd)])
    let again = RevisedSource(odd)
    let second = try await run(2, [again])
    #expect(again.read == [])
    #expect(second.summary.documents.skipped == 1)
    #expect(
      second.events.contains(
        .itemSkipped(source: "docs", uri: "a.bin", reason: "no extractor takes 'a.bin'")))
    let otherwise = RevisedSource(odd)
    _ = try await run(3, [otherwise], policy: "2")
    #expect(otherwise.read == ["a.bin", "b.txt"])
  }

  @Test func `a rename and a copy cost no request`() async throws {
    _ = try await run(
      1, [RevisedSource(["a.txt": .init("one", revision: "1"), "b.txt": .init("two", revision: "2")])])
    let moved = RevisedSource([
      "c.txt": .init("one", revision: "1"), "b.txt": .init("two", revision: "2"),
      "d.txt": .init("two", revision: "3"),
    ])
    let second = try await run(2, [moved])
    #expect(second.asked == 0)
    #expect(second.summary.documents.new == 2)
    #expect(second.summary.documents.deleted == 1)
    #expect(store.documents.map(\.document.uri) == ["b.txt", "c.txt", "d.txt"])
  }

  @Test func `a limit counts what is not read as well`() async throws {
    _ = try await run(1, [RevisedSource(items(5))])
    let second = try await run(2, [RevisedSource(items(5))], limit: 2)
    #expect(second.summary.documents.seen == 2)
    #expect(second.summary.documents.deleted == 0)
  }

  // MARK: Deleting

  @Test func `a source that has emptied is held until a person accepts it`() async throws {
    _ = try await run(1, [RevisedSource(items(3))])
    let empty = try await run(2, [RevisedSource([:])])
    #expect(empty.summary.outcome == .incomplete)
    #expect(empty.summary.documents.deleted == 0)
    #expect(store.documents.count == 3)
    let failure = try #require(empty.summary.failures.first)
    #expect(failure.source == "docs")
    #expect(failure.reason.contains("none of its 3 documents is left"))
    #expect(failure.reason.contains("--accept-deletes"))
    let accepted = try await run(3, [RevisedSource([:])], acceptDeletes: true)
    #expect(accepted.summary.outcome == .complete)
    #expect(accepted.summary.documents.deleted == 3)
    #expect(store.documents.isEmpty)
  }

  @Test func `a source that has shrunk by half is held, and what is new in it is stored`() async throws {
    _ = try await run(1, [RevisedSource(items(40))])
    var few = items(15)
    few["new.txt"] = .init("new", revision: "new")
    let held = try await run(2, [RevisedSource(few)])
    #expect(held.summary.outcome == .incomplete)
    #expect(held.summary.documents.deleted == 0)
    #expect(held.summary.documents.new == 1)
    #expect(held.summary.failures.first?.reason.contains("from 40 documents to 16") == true)
    #expect(store.documents.count == 41)
    // The mount is back.
    let back = try await run(3, [RevisedSource(items(40))])
    #expect(back.summary.outcome == .complete)
    #expect(back.summary.documents.deleted == 1)
  }

  @Test func `a folder that is renamed is no loss`() async throws {
    _ = try await run(1, [RevisedSource(items(40))])
    let moved = Dictionary(uniqueKeysWithValues: items(40).map { ("sub/" + $0.key, $0.value) })
    let second = try await run(2, [RevisedSource(moved)])
    #expect(second.summary.outcome == .complete)
    #expect(second.summary.documents.deleted == 40)
    #expect(second.asked == 0)
  }

  @Test func `a listing that broke off deletes nothing, accepted or not`() async throws {
    _ = try await run(1, [RevisedSource(items(3))])
    let broken = try await run(
      2, [RevisedSource([:], failure: .unreachable("the folder cannot be read"))], acceptDeletes: true)
    #expect(broken.summary.outcome == .incomplete)
    #expect(broken.summary.documents.deleted == 0)
    #expect(store.documents.count == 3)
  }

  @Test func `documents of a source that is no longer named are held as well`() async throws {
    _ = try await run(1, [RevisedSource(items(2), named: "old"), RevisedSource(items(2), named: "kept")])
    let without = try await run(2, [RevisedSource(items(2), named: "kept")])
    #expect(without.summary.outcome == .incomplete)
    #expect(without.summary.failures.map(\.source) == ["old"])
    #expect(without.summary.failures.first?.reason.contains("2 documents") == true)
    #expect(store.documents.count == 4)
    let accepted = try await run(3, [RevisedSource(items(2), named: "kept")], acceptDeletes: true)
    #expect(accepted.summary.outcome == .complete)
    #expect(accepted.summary.documents.deleted == 2)
    #expect(store.documents.map(\.document.source) == ["kept", "kept"])
  }

  // MARK: Memory

  @Test func `the bytes of the documents that are held stay within the bound`() async throws {
    let held = Locked((now: 0, most: 0))
    let screener = ScriptedScreener("a") { text, _ in
      held.withLock {
        $0.now += text.utf8.count
        $0.most = max($0.most, $0.now)
      }
      for _ in 0..<20 { await Task.yield() }
      held.withLock { $0.now -= text.utf8.count }
      return Screening(findings: [])
    }
    var texts = Dictionary(
      uniqueKeysWithValues: (0..<40).map { number in
        let text = "\(number) " + String(repeating: "x", count: 300)
        return ("\(number).txt", RevisedSource.Item(text, revision: "\(number)"))
      })
    // Larger than the bound, so it goes alone; shorter than a chunk, so it is one text.
    texts["20.txt"] = .init(String(repeating: "long ", count: 280), revision: "long")
    let outcome = try await run(1, [RevisedSource(texts)], bytesInFlight: 1_000, screener: screener)
    #expect(outcome.summary.documents.new == 40)
    #expect(held.value.most == 1_400, "the long one, alone")
  }
}
