import LazaretTesting
import Testing

@testable import LazaretSandbox

struct LakeraResultsTests {
  private static func body(_ text: String, _ more: String = "") -> String {
    #"{"messages":[{"role":"user","content":"\#(text)"}]\#(more)}"#
  }

  @Test func `every detector that ran has a level, and there is no verdict`() async throws {
    try await withSandbox { sandbox in
      let reply = try await sandbox.lakeraCall("/v2/guard/results", Self.body("Nothing to see."))
      #expect(reply.status == 200)
      #expect(reply.json?.keys == ["results"])
      let rows = reply.json?["results"].list ?? []
      #expect(rows.count == LakeraDetectorType.alwaysRun.count)
      for row in rows {
        #expect(
          row.keys == [
            "project_id", "policy_id", "detector_id", "detector_type", "result", "custom_matched",
            "message_id",
          ])
        #expect(row["result"] == (row["detector_type"] == "pii/custom" ? "no_level" : "l5_unlikely"))
        #expect(row["custom_matched"] == false)
        #expect(row["message_id"] == 0)
      }
    }
  }

  @Test func `what was found is confident, and a custom expression has matched`() async throws {
    try await withSandbox { sandbox in
      let reply = try await sandbox.lakeraCall(
        "/v2/guard/results", Self.body("jane@example.org has an org token", #","dev_info":true"#))
      #expect(reply.json?.keys == ["results", "dev_info"])
      let rows = reply.json?["results"].list ?? []
      let confident = rows.filter { $0["result"] == "l1_confident" }
      #expect(confident.map { $0["detector_type"] } == ["pii/email"])
      let matched = rows.filter { $0["custom_matched"] == true }
      #expect(matched.map { $0["detector_type"] } == ["pii/custom"])
    }
  }

  @Test func `the same is refused as by guard, and the same roles are trusted`() async throws {
    try await withSandbox { sandbox in
      for (body, error) in LakeraGuardTests.refused {
        let reply = try await sandbox.lakeraCall("/v2/guard/results", body)
        #expect(reply.status == 400)
        #expect(reply.json?["error"].string == error)
      }
      let large = String(repeating: "x", count: 128_001)
      #expect(try await sandbox.lakeraCall("/v2/guard/results", Self.body(large)).status == 413)
      let trusted = try await sandbox.lakeraCall(
        "/v2/guard/results", #"{"messages":[{"role":"system","content":"jane@example.org"}]}"#)
      #expect(trusted.json?["results"] == .array([]))
    }
  }
}
