import LazaretCore
import LazaretPipeline
import LazaretTesting
import Testing

struct IngestRunTests {
  private static let rules = ChunkingRules(target: 40, maximum: 80, overlap: 0, margin: 20)

  /// Finds `name@example.org` addresses and the word ATTACK, as two screeners would.
  private static func detect(_ text: String, as name: String) -> Screening {
    var findings: [Finding] = []
    for word in ["jane@example.org", "joe@example.org"] {
      var start = text.utf8.startIndex
      while let range = text.utf8[start...].firstRange(of: word.utf8) {
        let from = text.utf8.distance(from: text.utf8.startIndex, to: range.lowerBound)
        findings.append(
          Finding(screener: name, label: "pii/email", span: TextSpan(from, from + word.utf8.count)))
        start = range.upperBound
      }
    }
    if text.contains("ATTACK") { findings.append(Finding(screener: name, label: "prompt_attack")) }
    return Screening(findings: findings)
  }

  private struct Outcome {
    let summary: RunSummary
    let failure: RunFailure?
    let events: [RunEvent]
  }

  private func run(
    _ sources: [any Source], _ store: MemoryStore, _ screeners: [any Screener], id: Int = 1,
    scope: Policy.Scope = .chunk, order: Policy.Order = .all, limit: Int? = nil, revision: String = "1",
    canaries: Bool = false, budget: RequestBudget = .unlimited, deadline: ContinuousClock.Instant? = nil
  ) async throws -> Outcome {
    var generator = SeededGenerator(seed: id)
    let runID = ULID(milliseconds: Int64(id), using: &generator)
    let clock = ContinuousClock()
    let meters = screeners.map { ScreenerMeters(of: $0) }
    let events = Locked<[RunEvent]>([])
    let flagged: @Sendable (String, [String]) -> Void = { screener, labels in
      events.withLock { $0.append(.benignCanaryFlagged(screener: screener, labels: labels)) }
    }
    let chained = zip(screeners, meters).map { screener, meters in
      chain(
        screener, limits: ScreenerLimits(requestsPerSecond: 1_000_000, concurrency: 8, retryFor: .zero),
        budget: budget, deadline: deadline, clock: clock, meters: meters,
        canaryFlagged: canaries ? flagged : nil,
        reuse: (store, { (runID.text, "now") }))
    }
    let policy = Policy(
      screeners: screeners.map { .init(name: $0.name) },
      actions: try ActionTable(["pii/*": .mask, "prompt_attack*": .quarantine]), order: order, scope: scope)
    let windows = WindowScreening(
      judge: Judge(screeners: chained, policy: policy, overlapBytes: 80), masker: Masker(),
      permits: Permits(8))
    let run = IngestRun(
      .init(
        pipeline: "test", runID: runID, sources: sources, extractor: TextExtractor(),
        policy: Fingerprint(kind: "policy", settings: ["revision": revision]),
        reading: Fingerprint(kind: "reading", settings: [:]), meters: meters,
        documentsInFlight: 4,
        limit: limit, deadline: deadline),
      screening: DocumentScreening(chunker: Chunker(rules: Self.rules), windows: windows, width: 8),
      store: store,
      clock: clock, now: { Timestamp(milliseconds: 0) },
      observe: { event in events.withLock { $0.append(event) } })
    let (summary, failure) = await run.run { _ in "{}" }
    return Outcome(summary: summary, failure: failure, events: events.value)
  }

  private func screener(_ name: String) -> ScriptedScreener {
    ScriptedScreener(name) { text, _ in Self.detect(text, as: name) }
  }

  private func randomTexts(seed: Int) -> [String: String] {
    var generator = SeededGenerator(seed: seed)
    var random = RandomText(seed: seed)
    var texts: [String: String] = [:]
    for number in 0..<Int.random(in: 1...6, using: &generator) {
      var text = ""
      for _ in 0..<Int.random(in: 0...8, using: &generator) {
        text += random.paragraph()
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: text += " jane@example.org "
        case 1: text += "joe@example.org"
        case 2 where seed % 3 == 0: text += " ATTACK "
        default: break
        }
        text += "\n\n"
      }
      texts["\(number).txt"] = text
    }
    return texts
  }

  @Test(arguments: 0..<40)
  func `every chunk of every document has one state, and nothing masked or attacked gets out`(seed: Int)
    async throws
  {
    let store = MemoryStore()
    let texts = randomTexts(seed: seed)
    let outcome = try await run([ListedSource(texts: texts)], store, [screener("a"), screener("b")])
    #expect(outcome.failure == nil)
    #expect(outcome.summary.imbalance == nil)
    #expect(outcome.summary.outcome == .complete)
    #expect(outcome.summary.documents.new == texts.count)
    #expect(store.documents.count == texts.count)
    for judged in store.documents {
      #expect(
        judged.chunks.map(\.chunk.text).joined().utf8.elementsEqual((texts[judged.document.uri] ?? "?").utf8))
      for chunk in judged.chunks {
        guard let released = chunk.released else {
          #expect(chunk.state == .quarantined)
          continue
        }
        #expect(!released.text.contains("ATTACK"))
        // The parts of an address that a border cut in half are covered on both sides.
        for word in ["jane@", "joe@", "@example", "example.org"] { #expect(!released.text.contains(word)) }
        #expect(chunk.screenedBy == ["a", "b"])
      }
    }
    let exported = store.documents.flatMap(\.chunks).compactMap(\.released).count
    #expect(exported == outcome.summary.corpus.clean + outcome.summary.corpus.masked)
  }

  @Test(arguments: 0..<10)
  func `a second run over the same corpus asks nothing and changes nothing`(seed: Int) async throws {
    let store = MemoryStore()
    let texts = randomTexts(seed: seed)
    _ = try await run([ListedSource(texts: texts)], store, [screener("a"), screener("b")])
    let before = store.documents
    let (a, b) = (screener("a"), screener("b"))
    let second = try await run([ListedSource(texts: texts)], store, [a, b], id: 2)
    #expect(a.asked.isEmpty && b.asked.isEmpty)
    #expect(second.summary.screenings.requests == 0)
    #expect(second.summary.documents.unchanged == texts.count)
    #expect(store.documents == before)
  }

  @Test func `a changed policy decides again without a request`() async throws {
    let store = MemoryStore()
    let texts = randomTexts(seed: 3)
    _ = try await run([ListedSource(texts: texts)], store, [screener("a")])
    let again = screener("a")
    let second = try await run([ListedSource(texts: texts)], store, [again], id: 2, revision: "2")
    #expect(again.asked.isEmpty)
    #expect(second.summary.documents.unchanged == texts.count)
    #expect(second.summary.chunks.total == second.summary.corpus.chunks)
  }

  @Test(arguments: 0..<20)
  func `a vendor that dies in the middle leaves documents unscreened, and the next run finishes them`(
    seed: Int
  ) async throws {
    let store = MemoryStore()
    let texts = randomTexts(seed: seed)
    let dying = ScriptedScreener("b") { text, call throws(ScreenerError) in
      if call > seed { throw .unreachable("refused") }
      return Self.detect(text, as: "b")
    }
    let first = try await run([ListedSource(texts: texts)], store, [screener("a"), dying])
    #expect(first.failure == nil)
    #expect(first.summary.imbalance == nil)
    if first.summary.chunks.unscreened > 0 { #expect(first.summary.outcome == .incomplete) }
    // Whole or not at all.
    for judged in store.documents where !judged.isComplete {
      #expect(judged.chunks.allSatisfy { $0.released == nil })
    }
    _ = try await run([ListedSource(texts: texts)], store, [screener("a"), screener("b")], id: 2)
    let whole = MemoryStore()
    _ = try await run([ListedSource(texts: texts)], whole, [screener("a"), screener("b")])
    #expect(store.documents.map(\.document) == whole.documents.map(\.document))
    for (finished, undisturbed) in zip(store.documents, whole.documents) {
      #expect(finished.isComplete)
      for (chunk, other) in zip(finished.chunks, undisturbed.chunks) {
        // What one screener held before the other died is held for its sake, and nobody has to be asked again.
        let isHeldByOne = chunk.state == .quarantined && chunk.screenedBy == ["a"]
        #expect(isHeldByOne ? other.state == .quarantined : chunk == other)
      }
      #expect(finished.chunks.map(\.chunk) == undisturbed.chunks.map(\.chunk))
    }
  }

  @Test(arguments: 0...8)
  func `what a budget leaves over waits, and the next run begins with it`(budget: Int) async throws {
    let store = MemoryStore()
    let texts = Dictionary(uniqueKeysWithValues: (0..<8).map { ("\($0).txt", "text \($0)") })
    let first = try await run(
      [ListedSource(texts: texts)], store, [screener("a")],
      budget: RequestBudget(perRun: budget, together: nil, monthly: nil))
    #expect(first.failure == nil)
    #expect(first.summary.imbalance == nil)
    #expect(first.summary.screenings.requests == budget)
    #expect(first.summary.chunks.unscreened == 8 - budget)
    #expect(first.summary.limitsReached.map(\.limit) == (budget < 8 ? [.requestsPerRun] : []))
    #expect(first.summary.outcome == (budget < 8 ? .incomplete : .complete))

    // A newer document that is listed before them does not go first.
    let waiting = store.documents.filter { !$0.isComplete }.map(\.document.visible.text)
    let more = texts.merging(["+.txt": "the newest text"]) { old, _ in old }
    let next = screener("a")
    let second = try await run([ListedSource(texts: more)], store, [next], id: 2)
    #expect(second.summary.outcome == .complete)
    #expect(second.summary.documents.seen == 9)
    #expect(second.summary.imbalance == nil)
    #expect(Set(next.asked.prefix(waiting.count)) == Set(waiting))
    #expect(next.asked.last == "the newest text")
  }

  @Test func `a run whose time is over takes no item, and takes nothing for deleted`() async throws {
    let store = MemoryStore()
    _ = try await run([ListedSource(texts: ["a.txt": "one", "b.txt": "two"])], store, [screener("a")])
    let late = try await run(
      [ListedSource(texts: ["c.txt": "three"])], store, [screener("a")], id: 2, deadline: .now)
    #expect(late.failure == nil)
    #expect(late.summary.documents.seen == 0)
    #expect(late.summary.documents.deleted == 0)
    #expect(late.summary.limitsReached == [.init(screener: nil, limit: .maxDuration)])
    #expect(late.summary.outcome == .incomplete)
    #expect(store.documents.count == 2)
  }

  @Test func `while a changed document waits for answers its old version stands`() async throws {
    let store = MemoryStore()
    _ = try await run([ListedSource(texts: ["a.txt": "the old text"])], store, [screener("a")])
    let silent = ScriptedScreener("a") { _, _ throws(ScreenerError) in throw .unavailable(status: 503) }
    let second = try await run([ListedSource(texts: ["a.txt": "the new text"])], store, [silent], id: 2)
    #expect(second.summary.documents.changed == 1)
    #expect(second.summary.chunks.unscreened == 1)
    #expect(second.summary.outcome == .incomplete)
    #expect(store.documents.first?.document.visible.text == "the old text")
    _ = try await run([ListedSource(texts: ["a.txt": "the new text"])], store, [screener("a")], id: 3)
    #expect(store.documents.first?.document.visible.text == "the new text")
  }

  @Test func `a key that is refused stops the run and keeps what was answered`() async throws {
    let store = MemoryStore()
    let texts = Dictionary(uniqueKeysWithValues: (0..<30).map { ("\($0).txt", "text \($0)") })
    let refused = ScriptedScreener("a") { _, call throws(ScreenerError) in
      if call > 5 { throw .unauthorised("check 'api_key'") }
      return Screening(findings: [])
    }
    let outcome = try await run([ListedSource(texts: texts)], store, [refused])
    #expect(outcome.failure == .screener("a", .unauthorised("check 'api_key'")))
    #expect(outcome.summary.outcome == .failed)
    #expect(store.keptScreenings == 5)
    #expect(refused.asked.count < 20)
    #expect(store.outcome(of: outcome.summary.runID) == "failed")
  }

  @Test func `a store that fails stops the run`() async throws {
    let store = MemoryStore()
    let failing = ScriptedScreener("a") { _, call in
      if call == 3 { store.fail(with: .full(path: "x")) }
      return Screening(findings: [])
    }
    let texts = Dictionary(uniqueKeysWithValues: (0..<30).map { ("\($0).txt", "text \($0)") })
    let outcome = try await run([ListedSource(texts: texts)], store, [failing])
    #expect(outcome.summary.outcome == .failed)
    #expect(outcome.failure?.description.contains("no space left") == true)
  }

  @Test func `a run that is cancelled says so and keeps what was answered`() async throws {
    let store = MemoryStore()
    let clock = ManualClock()
    let slow = ScriptedScreener("a") { _, call throws(ScreenerError) in
      if call > 3 {
        do { try await clock.sleep(for: .seconds(1)) } catch { throw ScreenerError.cancelled }
      }
      return Screening(findings: [])
    }
    let texts = Dictionary(uniqueKeysWithValues: (0..<30).map { ("\($0).txt", "text \($0)") })
    let task = Task { try await run([ListedSource(texts: texts)], store, [slow]) }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    let outcome = try await task.value
    #expect(outcome.failure == .interrupted)
    #expect(outcome.summary.outcome == .interrupted)
    #expect(outcome.summary.imbalance == nil)
    #expect(store.keptScreenings == 3)
    #expect(store.documents.allSatisfy { $0.isComplete })
  }

  @Test func `what cannot be read, is not text, or was left aside is a record with a reason`() async throws {
    let store = MemoryStore()
    let items = [
      SourceItem(uri: "big.txt", content: .skipped("larger than max_file_bytes")),
      SourceItem(
        uri: "gone.txt",
        content: .readable { () throws(SourceError) in throw .notFound("'gone.txt' is gone") }),
      SourceItem(uri: "loop", content: .failed("a symbolic link to itself")),
      SourceItem(
        uri: "a.bin",
        content: .readable { () throws(SourceError) in RawDocument(source: "docs", uri: "a.bin", bytes: []) }),
      SourceItem(
        uri: "b.txt",
        content: .readable { () throws(SourceError) in
          RawDocument(source: "docs", uri: "b.txt", bytes: [0xFF])
        }),
    ]
    let outcome = try await run([ListedSource(items: items)], store, [screener("a")])
    #expect(outcome.summary.documents.seen == 5)
    #expect(outcome.summary.documents.skipped == 2)
    #expect(outcome.summary.documents.failed == 3)
    #expect(outcome.summary.failures.map(\.uri) == ["b.txt", "gone.txt", "loop"])
    #expect(outcome.summary.outcome == .incomplete)
    #expect(store.items.count == 5)
    #expect(store.items.allSatisfy { $0.reason?.isEmpty == false })
  }

  @Test func `a listing that breaks off leaves nothing that was met unsettled`() async throws {
    let store = MemoryStore()
    let slow = ScriptedScreener("a") { _, _ in
      for _ in 0..<50 { await Task.yield() }
      return Screening(findings: [])
    }
    let texts = Dictionary(uniqueKeysWithValues: (0..<30).map { ("\($0).txt", "text \($0)") })
    let outcome = try await run([ListedSource(texts: texts, failure: .unreachable("gone"))], store, [slow])
    #expect(outcome.failure == nil)
    #expect(outcome.summary.documents.new == 30)
    #expect(outcome.summary.failures.map(\.reason) == ["gone"])
    #expect(outcome.summary.outcome == .incomplete)
    #expect(store.documents.count == 30)
  }

  @Test func `what is gone from a whole listing is deleted, and only then`() async throws {
    let store = MemoryStore()
    let both = ["a.txt": "one", "b.txt": "two"]
    _ = try await run([ListedSource(texts: both)], store, [screener("a")])
    let broken = try await run(
      [ListedSource(texts: ["a.txt": "one"], failure: .notPermitted("no"))], store, [screener("a")], id: 2)
    #expect(broken.summary.outcome == .incomplete)
    #expect(broken.summary.documents.deleted == 0)
    #expect(store.documents.count == 2)
    let limited = try await run([ListedSource(texts: both)], store, [screener("a")], id: 3, limit: 1)
    #expect(limited.summary.documents.deleted == 0)
    let feed = try await run(
      [ListedSource(texts: ["a.txt": "one"], absenceMeansDeleted: false)], store, [screener("a")], id: 4)
    #expect(feed.summary.documents.deleted == 0)
    let whole = try await run([ListedSource(texts: ["a.txt": "one"])], store, [screener("a")], id: 5)
    #expect(whole.summary.documents.deleted == 1)
    #expect(whole.events.contains(.documentDeleted(source: "docs", uri: "b.txt")))
    #expect(store.documents.map(\.document.uri) == ["a.txt"])
  }

  @Test func `both screeners of a chunk are asked at the same time`() async throws {
    let store = MemoryStore()
    let (here, there) = (ManualClock(), ManualClock())
    let a = ScriptedScreener("a") { _, _ throws(ScreenerError) in
      do { try await here.sleep(for: .seconds(1)) } catch { throw ScreenerError.cancelled }
      return Screening(findings: [])
    }
    let b = ScriptedScreener("b") { _, _ throws(ScreenerError) in
      do { try await there.sleep(for: .seconds(1)) } catch { throw ScreenerError.cancelled }
      return Screening(findings: [])
    }
    let task = Task { try await run([ListedSource(texts: ["a.txt": "one"])], store, [a, b]) }
    await here.sleepers(atLeast: 1)
    await there.sleepers(atLeast: 1)
    here.advance(by: .seconds(1))
    there.advance(by: .seconds(1))
    #expect(try await task.value.summary.outcome == .complete)
  }

  @Test func `until quarantined, a later screener is not asked about what an earlier one holds`() async throws
  {
    let store = MemoryStore()
    let (a, b) = (screener("a"), screener("b"))
    let outcome = try await run(
      [ListedSource(texts: ["a.txt": "an ATTACK", "b.txt": "harmless"])], store, [a, b],
      order: .untilQuarantined)
    #expect(a.asked.count == 2)
    #expect(b.asked == ["harmless"])
    #expect(outcome.summary.chunks.quarantined == 1)
    #expect(outcome.summary.chunks.clean == 1)
  }

  @Test func `a text longer than a screener takes is screened in pieces, whole`() async throws {
    let store = MemoryStore()
    let small = ScriptedScreener("a", maxTextBytes: 24) { text, _ in Self.detect(text, as: "a") }
    let text = "Some words before. Write to jane@example.org for more of them, please do."
    let outcome = try await run([ListedSource(texts: ["a.txt": text])], store, [small])
    #expect(outcome.failure == nil)
    #expect(small.asked.allSatisfy { $0.utf8.count <= 24 })
    let released = store.documents.flatMap(\.chunks).compactMap(\.released?.text).joined()
    #expect(released == text.replacing("jane@example.org", with: "[EMAIL]") || !released.contains("example"))
  }

  @Test func `a value that is still found after masking is held`() async throws {
    let store = MemoryStore()
    let stubborn = ScriptedScreener("a") { text, _ in
      Screening(findings: [
        Finding(screener: "a", label: "pii/name", span: TextSpan(0, min(3, text.utf8.count)))
      ])
    }
    let outcome = try await run([ListedSource(texts: ["a.txt": "Jim was here"])], store, [stubborn])
    #expect(outcome.summary.chunks.quarantined == 1)
    #expect(store.documents.first?.chunks.first?.reasons.map(\.code) == [.stillDetected])
  }
}
