import LazaretTesting
import Testing

@testable import LazaretSandbox

struct FaultTests {
  private static func settings(_ faults: String) throws -> Sandbox.Settings {
    .test(faults: try FaultRules.parse(faults.utf8))
  }

  @Test func `every second request of one route fails in the vendor's shape`() async throws {
    let faults = #"[{"route":"/v2/guard","every":2,"status":503,"retry_after":7}]"#
    try await withSandbox(try Self.settings(faults)) { sandbox in
      #expect(try await sandbox.guardText("x").status == 200)
      #expect(try await sandbox.lassoText("classify", "x").status == 200)
      let failed = try await sandbox.guardText("x")
      #expect(failed.status == 503)
      #expect(failed.headers["retry-after"] == "7")
      #expect(failed.json?.keys == ["error", "code", "request_id"])
      #expect(failed.json?["error"] == "Service Unavailable")
      #expect(try await sandbox.guardText("x").status == 200)
      #expect(try await sandbox.stats()["statuses"] == .object(["200": 3, "503": 1]))
    }
  }

  @Test func `a matching text gets the body of the rule, and others do not`() async throws {
    try await withSandbox(try Self.settings(#"[{"match":"poison é","body":"{\"flagged\":"}]"#)) { sandbox in
      let spoilt = try await sandbox.guardText("some poison é here")
      #expect(spoilt.status == 200)
      #expect(String(decoding: spoilt.body, as: UTF8.self) == #"{"flagged":"#)
      #expect(try await sandbox.guardText("poison").json?["flagged"] == false)
      let parts = try await sandbox.guardCall(
        #"{"messages":[{"role":"user","content":[{"type":"text","text":"poison \u00e9"}]}]}"#)
      #expect(parts.json == nil)
    }
  }

  @Test func `a status of Lasso has Lasso's error body`() async throws {
    try await withSandbox(try Self.settings(#"[{"status":429,"retry_after":"soon"}]"#)) { sandbox in
      let failed = try await sandbox.lassoText("classifix", "x")
      #expect(failed.status == 429)
      #expect(failed.headers["retry-after"] == "soon")
      #expect(failed.json == .object(["error": "Too Many Requests"]))
    }
  }

  @Test func `a status below 400 without a body has none`() async throws {
    try await withSandbox(try Self.settings(#"[{"status":200}]"#)) { sandbox in
      let empty = try await sandbox.guardText("x")
      #expect(empty.status == 200)
      #expect(empty.body.isEmpty)
    }
  }

  @Test func `a dropped request has no answer, and its connection is gone`() async throws {
    try await withSandbox(try Self.settings(#"[{"every":2,"drop":true}]"#)) { sandbox in
      #expect(try await sandbox.guardText("x").status == 200)
      await #expect(throws: (any Error).self) { try await sandbox.guardText("x") }
      #expect(try await sandbox.guardText("x").status == 200)
      let stats = try await sandbox.stats()
      #expect(stats["dropped"] == 1)
      #expect(stats["statuses"] == .object(["200": 2]))
      #expect(stats["requests"]["/v2/guard"] == 3)
    }
  }

  @Test func `a truncated answer promises its full length and ends at half of it`() async throws {
    try await withSandbox(try Self.settings(#"[{"every":2,"truncate":true}]"#)) { sandbox in
      let whole = try await sandbox.guardText("jane@example.org")
      let cut = try await LoopbackConnection(port: sandbox.port).send(
        "POST", "/v2/guard", headers: ["authorization": "Bearer k"],
        body: Array(
          #"{"messages":[{"role":"user","content":"jane@example.org"}],"payload":true,"breakdown":true}"#
            .utf8))
      #expect(cut.status == 200)
      #expect(cut.length == whole.body.count)
      #expect(cut.body.count == whole.body.count / 2)
    }
  }

  @Test func `a delay holds the answer back for exactly as long as it says`() async throws {
    let clock = ManualClock()
    let settings = Sandbox.Settings.test(
      faults: try FaultRules.parse(#"[{"delay_ms":1500}]"#.utf8), clock: clock)
    try await withSandbox(settings) { sandbox async throws in
      async let reply = sandbox.guardText("x")
      await clock.sleepers(atLeast: 1)
      #expect(clock.nextDue == .milliseconds(1500))
      clock.advance(by: .milliseconds(1500))
      #expect(try await reply.status == 200)
    }
  }

  @Test func `rules are replaced over the wire, and wrong ones leave the old ones in force`() async throws {
    try await withSandbox { sandbox in
      let set = try await sandbox.post("/sandbox/faults", body: #"[{"status":500}]"#)
      #expect(set.status == 200)
      #expect(set.json == .object(["rules": 1]))
      #expect(try await sandbox.guardText("x").status == 500)

      let wrong = try await sandbox.post("/sandbox/faults", body: #"[{"stauts":503}]"#)
      #expect(wrong.status == 400)
      #expect(wrong.json?["error"].string?.contains("'stauts'") == true)
      #expect(try await sandbox.guardText("x").status == 500)

      #expect(try await sandbox.post("/sandbox/faults", body: "[]").status == 200)
      #expect(try await sandbox.guardText("x").status == 200)
    }
  }

  @Test func `faults spare the sandbox's own routes`() async throws {
    try await withSandbox(try Self.settings(#"[{"drop":true}]"#)) { sandbox async throws in
      #expect(try await sandbox.get("/livez").status == 200)
      #expect(try await sandbox.get("/sandbox/stats").status == 200)
    }
  }
}
