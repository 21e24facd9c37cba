import LazaretCore
import LazaretPipeline
import LazaretTesting
import Testing

struct ReuseTests {
  private func reusing(
    _ base: any Screener, _ store: MemoryStore, _ meter: ScreenerMeter = ScreenerMeter()
  ) -> ReusingScreener {
    ReusingScreener(base, store: store, meter: meter) { ("run", "2026-11-21T00:00:00.000Z") }
  }

  @Test func `an answer that is kept costs no request, also under another name`() async throws {
    let store = MemoryStore()
    let found = Finding(screener: "old", label: "pii/email", span: TextSpan(0, 1))
    let first = ScriptedScreener("old") { _, _ in Screening(findings: [found]) }
    _ = try await reusing(first, store).screen("text")
    let again = ScriptedScreener("old")
    let meter = ScreenerMeter()
    let screening = try await reusing(again, store, meter).screen("text")
    #expect(screening.findings == [found])
    #expect(again.asked.isEmpty)
    #expect(meter.counts.reused == 1)
  }

  @Test func `another fingerprint or another text is asked`() async throws {
    let store = MemoryStore()
    _ = try await reusing(ScriptedScreener(), store).screen("text")
    let changed = ScriptedScreener(revision: "2")
    _ = try await reusing(changed, store).screen("text")
    #expect(changed.asked == ["text"])
    let same = ScriptedScreener()
    _ = try await reusing(same, store).screen("text ")
    #expect(same.asked == ["text "])
  }

  @Test(arguments: 0..<20)
  func `equal texts in flight share one request`(seed: Int) async throws {
    let store = MemoryStore()
    let meter = ScreenerMeter()
    let base = ScriptedScreener { _, _ in
      for _ in 0..<seed { await Task.yield() }
      return Screening(findings: [])
    }
    let screener = reusing(base, store, meter)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<60 { group.addTask { _ = try await screener.screen("text \(number % 3)") } }
      try await group.waitForAll()
    }
    #expect(base.asked.count == 3)
    #expect(meter.counts.reused == 57)
  }

  @Test func `a failure is handed to whoever joined and is not kept`() async throws {
    let store = MemoryStore()
    let base = ScriptedScreener { _, call throws(ScreenerError) in
      if call == 1 { throw .unreadable("odd") }
      return Screening(findings: [])
    }
    let screener = reusing(base, store)
    await #expect(throws: ScreenerError.unreadable("odd")) { try await screener.screen("text") }
    #expect(store.keptScreenings == 0)
    #expect(try await screener.screen("text") == Screening(findings: []))
  }

  @Test func `an answer that cannot be kept stops the run`() async throws {
    let store = MemoryStore()
    store.fail(with: .full(path: "x"))
    let screener = reusing(ScriptedScreener(), store)
    await #expect(throws: ScreenerError.storeFailed(.full(path: "x"))) { try await screener.screen("text") }
    #expect(ScreenerError.storeFailed(.full(path: "x")).stopsTheRun)
  }
}
