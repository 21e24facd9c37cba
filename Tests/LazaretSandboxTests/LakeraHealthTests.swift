import LazaretTesting
import Testing

@testable import LazaretSandbox

struct LakeraHealthTests {
  private static func answer(_ status: String, isDefault: Bool, message: JSONValue) -> JSONValue {
    .object([
      "status": .string(status), "is_default": .bool(isDefault), "message": message,
      "lint": .object(["passed": .bool(status == "ok"), "errors": .array([])]),
    ])
  }

  @Test(arguments: [("{}", true), (#"{"project_id":null}"#, true), (#"{"project_id":"project-1"}"#, false)])
  func `every project is well, and none is the default one`(body: String, isDefault: Bool) async throws {
    try await withSandbox { sandbox in
      let reply = try await sandbox.lakeraCall("/v2/policies/health", body)
      #expect(reply.status == 200)
      #expect(reply.json == Self.answer("ok", isDefault: isDefault, message: .null))
      #expect(try await sandbox.stats()["distinct_texts"] == 0)
    }
  }

  @Test func `only the projects of the settings exist, on every route`() async throws {
    let unknown: JSONValue = "project with policy not found"
    try await withSandbox(.test(projects: ["project-1", "project-2"])) { sandbox in
      let known = try await sandbox.lakeraCall("/v2/policies/health", #"{"project_id":"project-2"}"#)
      #expect(known.json == Self.answer("ok", isDefault: false, message: .null))
      let health = try await sandbox.lakeraCall("/v2/policies/health", #"{"project_id":"project-3"}"#)
      #expect(health.status == 200)
      #expect(health.json == Self.answer("error", isDefault: false, message: unknown))

      for path in ["/v2/guard", "/v2/guard/results"] {
        for (project, status) in [("null", 200), (#""project-1""#, 200), (#""project-3""#, 400)] {
          let reply = try await sandbox.lakeraCall(
            path, #"{"messages":[{"role":"user","content":"x"}],"project_id":\#(project)}"#)
          #expect(reply.status == status)
          if status == 400 {
            #expect(reply.json?["error"] == unknown)
            #expect(reply.json?["code"] == 400)
          }
        }
      }
    }
  }

  @Test func `nothing is screened for a project that does not exist`() async throws {
    try await withSandbox(.test(projects: [])) { sandbox in
      _ = try await sandbox.guardCall(
        #"{"messages":[{"role":"user","content":"x"}],"project_id":"project-3"}"#)
      #expect(try await sandbox.stats()["distinct_texts"] == 0)
    }
  }
}
