import LazaretTesting
import Testing

@testable import LazaretSandbox

struct SandboxStatsTests {
  @Test func `nothing has happened yet, for every route`() async throws {
    try await withSandbox { sandbox async throws in
      let none: JSONValue = .object(["requests": 0, "max_in_flight": 0, "peak_per_second": 0])
      #expect(
        try await sandbox.stats()
          == .object([
            "requests": .object([
              "/v2/guard": 0, "/v2/guard/results": 0, "/v2/policies/health": 0,
              "/gateway/v3/classify": 0, "/gateway/v3/classifix": 0, "/gateway/v2/classify": 0,
              "/gateway/v1/classify": 0, "/gateway/v1/chat": 0, "/v1/guardrails/execute": 0,
              "/v1/mask/prompt": 0, "/v1/log/error": 0,
            ]),
            "statuses": .object([:]), "dropped": 0, "max_in_flight": 0, "peak_per_second": 0,
            "distinct_texts": 0,
            "vendors": .object(["lakera": none, "lasso": none, "layerup": none]),
          ]))
    }
  }

  @Test func `requests, statuses and different texts are counted`() async throws {
    try await withSandbox { sandbox in
      for text in ["caf\u{E9}", "cafe\u{301}", "caf\u{E9}"] { _ = try await sandbox.guardText(text) }
      _ = try await sandbox.lassoText("classifix", "caf\u{E9}")
      _ = try await sandbox.guardCall("{}")
      let stats = try await sandbox.stats()
      #expect(stats["requests"]["/v2/guard"] == 4)
      #expect(stats["requests"]["/gateway/v3/classifix"] == 1)
      #expect(stats["statuses"] == .object(["200": 4, "400": 1]))
      #expect(stats["distinct_texts"] == 2)
      #expect(stats["max_in_flight"] == 1)
      #expect(stats["vendors"]["lakera"]["requests"] == 4)
      #expect(stats["vendors"]["lasso"]["requests"] == 1)
    }
  }

  @Test func `requests in flight are counted while their answers are held back`() async throws {
    let clock = ManualClock()
    try await withSandbox(.test(latency: .seconds(1), clock: clock)) { sandbox in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<4 {
          group.addTask { try await sandbox.guardText("text \(number)").status }
        }
        group.addTask { try await sandbox.lassoText("classify", "text").status }
        await clock.sleepers(atLeast: 5)
        clock.advance(by: .seconds(1))
        for try await status in group { #expect(status == 200) }
      }
      let stats = try await sandbox.stats()
      #expect(stats["max_in_flight"] == 5)
      #expect(stats["peak_per_second"] == 5)
      #expect(stats["vendors"]["lakera"]["max_in_flight"] == 4)
      #expect(stats["vendors"]["lasso"]["max_in_flight"] == 1)
    }
  }

  @Test func `the peak is of a sliding second, not of a second of the clock`() async throws {
    let clock = ManualClock()
    try await withSandbox(.test(clock: clock)) { sandbox in
      for pause in [900, 200, 200, 900, 500] {
        clock.advance(by: .milliseconds(pause))
        _ = try await sandbox.guardText("x")
      }
      // 0.9, 1.1, 1.3, 2.2, 2.7 s: the three within 0.4 s.
      #expect(try await sandbox.stats()["peak_per_second"] == 3)
    }
  }

  @Test func `a reset zeroes everything`() async throws {
    try await withSandbox { sandbox in
      let before = try await sandbox.stats()
      _ = try await sandbox.guardText("x")
      _ = try await sandbox.lassoText("classify", "y")
      #expect(try await sandbox.stats() != before)
      let reset = try await sandbox.post("/sandbox/reset", body: "")
      #expect(reset.status == 200)
      #expect(try await sandbox.stats() == before)
    }
  }

  @Test(arguments: 0..<50)
  func `a sliding second holds what is younger than a second`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var second = SlidingSecond()
    var all: [Duration] = []
    var now = Duration.zero
    for _ in 0..<1_000 {
      now += .milliseconds(Int.random(in: 0...20, using: &generator))
      second.add(now)
      all.append(now)
      #expect(second.count == all.count { $0 > now - .seconds(1) })
    }
  }
}
