import LazaretTesting
import Testing

@testable import LazaretSandbox

struct ThrottleTests {
  @Test func `above the rate it is 429 with the seconds to wait, until a second has passed`() async throws {
    let clock = ManualClock()
    try await withSandbox(.test(requestsPerSecond: 2, clock: clock)) { sandbox in
      #expect(try await sandbox.guardText("a").status == 200)
      clock.advance(by: .milliseconds(400))
      #expect(try await sandbox.guardText("b").status == 200)
      let refused = try await sandbox.guardText("c")
      #expect(refused.status == 429)
      #expect(refused.headers["retry-after"] == "1")
      #expect(refused.json?["error"] == "Too Many Requests")
      #expect(refused.json?["code"] == 429)

      clock.advance(by: .milliseconds(599))
      #expect(try await sandbox.guardText("c").status == 429)
      clock.advance(by: .milliseconds(1))
      #expect(try await sandbox.guardText("c").status == 200)
      #expect(try await sandbox.guardText("d").status == 429)
      #expect(try await sandbox.stats()["statuses"] == .object(["200": 3, "429": 3]))
    }
  }

  @Test func `each vendor has a rate of its own`() async throws {
    let clock = ManualClock()
    try await withSandbox(.test(requestsPerSecond: 1, clock: clock)) { sandbox in
      #expect(try await sandbox.guardText("a").status == 200)
      #expect(try await sandbox.lassoText("classify", "a").status == 200)
      let refused = try await sandbox.lassoText("classifix", "a")
      #expect(refused.status == 429)
      #expect(refused.json == .object(["error": "Too Many Requests"]))
    }
  }

  @Test(arguments: 0..<50)
  func `never more than the rate within any second, and never fewer than could be`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let clock = ManualClock()
    let rate = Int.random(in: 1...5, using: &generator)
    let throttle = Throttle(perSecond: rate, timepiece: Timepiece(clock))
    var admitted: [Duration] = []
    for _ in 0..<400 {
      clock.advance(by: .milliseconds(Int.random(in: 0...300, using: &generator)))
      let now = clock.now.offset
      let within = admitted.count { $0 > now - .seconds(1) }
      if throttle.refusal(vendor: "v") == nil {
        #expect(within < rate)
        admitted.append(now)
      } else {
        #expect(within == rate)
      }
    }
  }
}
