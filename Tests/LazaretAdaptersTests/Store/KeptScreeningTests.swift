import Dispatch
import Foundation
import GRDB
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct KeptScreeningTests {
  private func kept(_ number: Int, run: String = "run-1", findings: [Finding] = []) -> KeptScreening {
    KeptScreening(
      text: Digest(of: "text \(number)"), fingerprint: Fingerprint(hex: "f"), screener: "lakera",
      screening: Screening(findings: findings), at: "now", run: run)
  }

  @Test(arguments: 0..<50)
  func `an answer comes back as it was kept`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    var words = RandomText(seed: seed)
    let findings = (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
      Finding(
        screener: words.word(), label: Label(words.word() + "/\u{0}\"" + words.word()),
        span: Bool.random(using: &generator)
          ? TextSpan(3, 3 + Int.random(in: 0..<9, using: &generator)) : nil,
        vendorAction: Bool.random(using: &generator) ? Action.allCases.randomElement(using: &generator) : nil,
        note: Bool.random(using: &generator) ? words.sentence() : nil)
    }
    let evidence = Screening.Evidence(
      requestID: Bool.random(using: &generator) ? words.word() : nil, policies: [words.word()],
      detectors: [words.word(), words.word()], build: Bool.random(using: &generator) ? "b1" : nil,
      mode: Bool.random(using: &generator) ? .detect : nil,
      readings: OffsetReading.allCases.filter { _ in Bool.random(using: &generator) })
    var answer = kept(seed)
    answer.screening = Screening(findings: findings, evidence: evidence)

    let fresh = try await FreshStore()
    #expect(try await fresh.store.screening(of: answer.text, by: answer.fingerprint) == nil)
    try await fresh.store.keep(answer)
    #expect(try await fresh.store.screening(of: answer.text, by: answer.fingerprint) == answer.screening)
    #expect(try await fresh.store.screening(of: answer.text, by: Fingerprint(hex: "other")) == nil)
  }

  @Test func `a store of the version before keeps its answers`() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("store.sqlite")
    do {
      let file = try DatabaseQueue(path: path)
      try StoreSchema.migrator.migrate(file, upTo: "v8")
      try await file.write { db in
        try db.execute(
          sql: """
            INSERT INTO run (id, command, pipeline, policy, started_at) VALUES ('r', 'run', 'p', 'p', 't');
            """)
        for number in 0..<100 {
          try db.execute(
            sql: """
              INSERT INTO screening (text_sha256, fingerprint, screener, findings, evidence, at, run)
              VALUES (?, 'f', 'lakera', '[]', '{"request_id":"' || ? || '","policies":[],"detectors":[]}', ?, 'r')
              """, arguments: [kept(number).text.hex, number, "at \(number)"])
        }
      }
      try file.close()
    }
    let store = try SQLiteStore(path: path, access: .run)
    for number in 0..<100 {
      let answer = try #require(
        try await store.screening(of: kept(number).text, by: kept(number).fingerprint))
      #expect(answer.evidence.requestID == String(number))
    }
    let last = try await store.read {
      try String.fetchOne(
        $0, sql: "SELECT screener || ', ' || at || ', ' || run FROM screening WHERE at = 'at 99'")
    }
    #expect(last == "lakera, at 99, r")
    // A later answer still takes the place of the earlier one.
    try await store.keep(kept(7, run: "r"))
    let count = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM screening") }
    #expect(count == 100)
  }

  @Test func `a later answer about the same text takes the place of the earlier`() async throws {
    let fresh = try await FreshStore()
    try await fresh.store.keep(kept(1))
    let later = kept(1, findings: [Finding(screener: "lakera", label: "pii/name")])
    try await fresh.store.keep(later)
    #expect(try await fresh.store.screening(of: later.text, by: later.fingerprint) == later.screening)
  }

  @Test func `many callers share one transaction, and each answer is there`() async throws {
    let fresh = try await FreshStore()
    let commits = CommitCount()
    fresh.store.pool.add(transactionObserver: commits)
    let count = 300
    // The writer is kept busy until every caller stands in the list.
    let everyoneWaits = DispatchSemaphore(value: 0)
    fresh.store.pool.asyncWriteWithoutTransaction { _ in everyoneWaits.wait() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<count {
        group.addTask { try await fresh.store.keep(kept(number)) }
      }
      while fresh.store.group.waiting < count { await Task.yield() }
      everyoneWaits.signal()
      try await group.waitForAll()
    }
    #expect(commits.count == 1)
    for number in 0..<count {
      #expect(try await fresh.store.screening(of: kept(number).text, by: Fingerprint(hex: "f")) != nil)
    }
  }

  @Test(arguments: 0..<5)
  func `callers that come at any time are all served`(seed: Int) async throws {
    let fresh = try await FreshStore()
    let count = 2_000
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<count {
        group.addTask {
          for _ in 0..<((number &* 31 &+ seed) % 7) { await Task.yield() }
          try await fresh.store.keep(kept(number))
          #expect(
            try await fresh.store.screening(of: kept(number).text, by: Fingerprint(hex: "f")) != nil)
        }
      }
      try await group.waitForAll()
    }
    let rows = try await fresh.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM screening") }
    #expect(rows == count)
  }

  @Test func `what cannot be written takes nothing else of its transaction with it`() async throws {
    let fresh = try await FreshStore()
    let everyoneWaits = DispatchSemaphore(value: 0)
    fresh.store.pool.asyncWriteWithoutTransaction { _ in everyoneWaits.wait() }
    let failures = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<10 {
        let answer = kept(number, run: number == 7 ? "never begun" : "run-1")
        group.addTask {
          do {
            try await fresh.store.keep(answer)
            return false
          } catch {
            return true
          }
        }
      }
      while fresh.store.group.waiting < 10 { await Task.yield() }
      everyoneWaits.signal()
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(failures == 1)
    for number in 0..<10 {
      let stored = try await fresh.store.screening(of: kept(number).text, by: Fingerprint(hex: "f"))
      #expect((stored == nil) == (number == 7))
    }
  }

  @Test func `an answer that cannot be read fails its own lookup and no other`() async throws {
    let fresh = try await FreshStore()
    for number in 0..<10 { try await fresh.store.keep(kept(number)) }
    try await fresh.store.write { db in
      try db.execute(
        sql: "UPDATE screening SET findings = '{}' WHERE text_sha256 = ?", arguments: [kept(7).text.hex])
    }
    let failures = await withTaskGroup(of: Int?.self) { group in
      for number in 0..<10 {
        group.addTask {
          let answer = try? await fresh.store.screening(of: kept(number).text, by: Fingerprint(hex: "f"))
          return answer == kept(number).screening ? nil : number
        }
      }
      return await group.reduce(into: []) { $0 += [$1].compactMap { $0 } }
    }
    #expect(failures == [7])
  }

  @Test func `an answer, a document and the end of a run are written although the task is cancelled`()
    async throws
  {
    let fresh = try await FreshStore()
    let document = StoreSamples.document("a", [.init(text: "text", state: .clean)])
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      #expect(Task.isCancelled)
      try await fresh.store.keep(kept(1))
      try await fresh.replace(document)
      try await fresh.store.finishRun(
        fresh.run, at: "later", outcome: "interrupted", summary: "{}")
      _ = try await fresh.store.standing(of: document.document.id)
    }
    try await task.value
    #expect(try await fresh.store.screening(of: kept(1).text, by: Fingerprint(hex: "f")) != nil)
    #expect(try await fresh.store.totals().clean == 1)
    #expect(try fresh.store.status().runs.first?.outcome == "interrupted")
  }

  @Test func `what was kept is there after the process is killed`() async throws {
    let fresh = try await FreshStore()
    try await fresh.store.keep(kept(1))
    try await fresh.replace(StoreSamples.document("a", [.init(text: "text", state: .clean)]))
    // What the disk holds at this instant, without the closing of the store that a kill leaves out.
    let copy = fresh.directory.path("copy.sqlite")
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: fresh.path + suffix, toPath: copy + suffix)
    }
    let after = try SQLiteStore(path: copy, access: .run)
    #expect(try await after.screening(of: kept(1).text, by: Fingerprint(hex: "f")) != nil)
    #expect(try await after.totals() == CorpusTotals(documents: 1, clean: 1))
  }

  @Test func `an answer that cannot be read is an error, never a clean text`() async throws {
    let fresh = try await FreshStore()
    try await fresh.store.keep(kept(1))
    try await fresh.store.write { db in
      try db.execute(sql: "UPDATE screening SET findings = '[{\"label\":7}]'")
    }
    await #expect(throws: StoreError.corrupted(path: fresh.path, why: "a kept answer cannot be read")) {
      try await fresh.store.screening(of: kept(1).text, by: Fingerprint(hex: "f"))
    }
  }
}
