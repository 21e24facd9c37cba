import LazaretTesting
import Testing

@testable import LazaretSandbox

/// What holds for every route of every vendor.
struct EveryRouteTests {
  /// A header with a key, by the first part of the path.
  static let headers = ["Authorization": "Bearer k", "lasso-api-key": "k", "Layerup-API-Key": "k"]

  /// A body that every route takes.
  static let body = #"""
    {"messages":[{"role":"user","content":"Nothing to see."}],"error":"timeout",
     "guardrails":["layerup.phishing"],"metadata":null}
    """#

  @Test(arguments: SandboxRoutes.vendorPaths)
  func `it answers, and is counted under its path and its vendor`(path: String) async throws {
    try await withSandbox { sandbox in
      let reply = try await sandbox.post(path, headers: Self.headers, body: Self.body)
      #expect(reply.status == 200)
      let stats = try await sandbox.stats()
      for other in SandboxRoutes.vendorPaths {
        #expect(stats["requests"][other] == (other == path ? 1 : 0))
      }
      #expect(stats["statuses"] == .object(["200": 1]))
      let counts = ["lakera", "lasso", "layerup"].map { stats["vendors"][$0]["requests"].int ?? 0 }
      #expect(counts.reduce(0, +) == 1)
    }
  }

  @Test(arguments: SandboxRoutes.vendorPaths)
  func `without a key it is 401, and no key is the other vendor's`(path: String) async throws {
    try await withSandbox { sandbox in
      let reply = try await sandbox.post(path, body: Self.body)
      #expect(reply.status == 401)
      #expect(reply.json?["error"] == "Unauthorized")
      let strange = try await sandbox.post(path, headers: ["x-api-key": "k"], body: Self.body)
      #expect(strange.status == 401)
    }
  }

  @Test(arguments: SandboxRoutes.vendorPaths, ["", "{", "[]", #"{"project_id":7,"messages":7}"#])
  func `a body that is no request is 400 with words`(path: String, body: String) async throws {
    try await withSandbox { sandbox in
      let reply = try await sandbox.post(path, headers: Self.headers, body: body)
      #expect(reply.status == 400)
      #expect(reply.json?["error"].string?.isEmpty == false)
    }
  }

  @Test(arguments: SandboxRoutes.vendorPaths)
  func `faults reach it by its route`(path: String) async throws {
    let rules = #"[{"route":"\#(path)","status":503,"retry_after":3}]"#
    try await withSandbox(.test(faults: try FaultRules.parse(rules.utf8))) { sandbox in
      for other in SandboxRoutes.vendorPaths {
        let reply = try await sandbox.post(other, headers: Self.headers, body: Self.body)
        #expect(reply.status == (other == path ? 503 : 200))
        #expect(reply.headers["retry-after"] == (other == path ? "3" : nil))
      }
    }
  }

  @Test func `the rate is one for all routes of a vendor`() async throws {
    let clock = ManualClock()
    try await withSandbox(.test(requestsPerSecond: 1, clock: clock)) { sandbox in
      for paths in [LakeraWire.paths, LassoWire.paths, LayerupWire.paths] {
        for (place, path) in paths.enumerated() {
          let reply = try await sandbox.post(path, headers: Self.headers, body: Self.body)
          #expect(reply.status == (place == 0 ? 200 : 429))
          if place > 0 { #expect(reply.headers["retry-after"] == "1") }
        }
      }
    }
  }
}
