import LazaretTesting
import Testing

@testable import LazaretSandbox

struct LakeraShapesTests {
  /// An address behind what each unit counts otherwise.
  static let text = "Grüße 👩‍👧 e\u{301} jane@example.org, DE00 1234"

  private static func answer(_ shapes: SandboxShape..., to text: String = text) async throws -> JSONValue {
    let (replies, reply) = AsyncStream<JSONValue>.makeStream()
    try await withSandbox(.test(shapes: try ShapeSet(shapes))) { sandbox in
      let answer = try await sandbox.guardText(text)
      #expect(answer.status == 200)
      reply.yield(answer.json ?? .null)
    }
    return try #require(await replies.first { _ in true })
  }

  private static func rows(_ answer: JSONValue) -> [JSONValue] { answer["breakdown"].list }

  private static func detected(_ answer: JSONValue) -> [JSONValue] {
    rows(answer).filter { $0["detected"] == true }
  }

  @Test func `in detect mode nothing is flagged, and the rows tell`() async throws {
    let answer = try await Self.answer(.lakeraDetectMode)
    #expect(answer["flagged"] == false)
    #expect(answer["action"] == "detect")
    #expect(Self.detected(answer).map { $0["detector_type"] } == ["pii/email", "pii/iban_code"])
    #expect(answer["payload"].list.count == 2)
  }

  @Test func `an older server names no action`() async throws {
    #expect(
      try await Self.answer(.lakeraNoAction).keys == ["flagged", "payload", "breakdown", "metadata"])
  }

  @Test func `flagged without a row that detected`() async throws {
    let answer = try await Self.answer(.lakeraUnattributed)
    #expect(answer["flagged"] == true)
    #expect(Self.rows(answer).count == LakeraDetectorType.alwaysRun.count)
    #expect(Self.detected(answer).isEmpty)
    #expect(try await Self.answer(.lakeraUnattributed, to: "fine")["flagged"] == false)
  }

  @Test func `a breakdown that was asked for is missing`() async throws {
    let answer = try await Self.answer(.lakeraNoBreakdown)
    #expect(answer.keys == ["flagged", "action", "payload", "metadata"])
    #expect(answer["flagged"] == true)
  }

  @Test func `rows bear levels`() async throws {
    let rows = Self.rows(try await Self.answer(.lakeraLevels))
    #expect(rows.count == LakeraDetectorType.alwaysRun.count)
    for row in rows {
      #expect(row["result"] == (row["detected"] == true ? "l1_confident" : "l5_unlikely"))
    }
  }

  @Test func `a type is its category, once for each message`() async throws {
    let answer = try await Self.answer(.lakeraBareTypes)
    #expect(Self.rows(answer).map { $0["detector_type"] } == ["prompt_attack", "pii"])
    #expect(Self.rows(answer).map { $0["detected"] } == [false, true])
    #expect(answer["payload"].list.map { $0["detector_type"] } == ["pii", "pii"])
  }

  @Test func `message ids are null in the breakdown and numbers in the payload`() async throws {
    let answer = try await Self.answer(.lakeraNullMessageIDs)
    for row in Self.rows(answer) {
      #expect(row.keys.contains("message_id"))
      #expect(row["message_id"] == .null)
    }
    #expect(answer["payload"].list.map { $0["message_id"] } == [0, 0])
  }

  @Test func `message ids are strings`() async throws {
    let answer = try await Self.answer(.lakeraStringMessageIDs)
    for row in Self.rows(answer) + answer["payload"].list { #expect(row["message_id"] == "0") }
  }

  @Test func `message ids are left out`() async throws {
    let answer = try await Self.answer(.lakeraNoMessageIDs)
    for row in Self.rows(answer) + answer["payload"].list { #expect(!row.keys.contains("message_id")) }
  }

  @Test func `results have the message ids and types of the shapes`() async throws {
    let body = #"{"messages":[{"role":"user","content":"an org token"}]}"#
    let shapes = try ShapeSet([.lakeraNullMessageIDs, .lakeraBareTypes])
    try await withSandbox(.test(shapes: shapes)) { sandbox in
      let rows = try await sandbox.lakeraCall("/v2/guard/results", body).json?["results"].list ?? []
      #expect(rows.map { $0["detector_type"] } == ["prompt_attack", "pii"])
      #expect(rows.map { $0["result"] } == ["l5_unlikely", "l1_confident"])
      #expect(rows.map { $0["message_id"] } == [.null, .null])
    }
  }

  @Test func `a payload that was asked for is missing, or empty`() async throws {
    #expect(
      try await Self.answer(.lakeraNoPayload).keys == ["flagged", "action", "breakdown", "metadata"])
    let empty = try await Self.answer(.lakeraEmptyPayload)
    #expect(empty["payload"] == .array([]))
    #expect(Self.detected(empty).count == 2)
  }

  @Test func `items do not repeat the text, or have no labels`() async throws {
    let others: Set<String> = ["start", "end", "detector_type", "message_id"]
    for row in try await Self.answer(.lakeraNoEcho)["payload"].list {
      #expect(row.keys == others.union(["labels"]))
    }
    for row in try await Self.answer(.lakeraNoLabels)["payload"].list {
      #expect(row.keys == others.union(["text"]))
    }
  }

  @Test func `items come twice and the last one first`() async throws {
    let payload = try await Self.answer(.lakeraDuplicateSpans)["payload"].list
    #expect(
      payload.map { $0["detector_type"] } == ["pii/iban_code", "pii/iban_code", "pii/email", "pii/email"])
    #expect(payload[0] == payload[1])
  }

  @Test func `offsets count UTF-16 units`() async throws {
    let row = try await Self.answer(.lakeraUTF16Offsets)["payload"][0]
    let units = Array(Self.text.utf16)[try #require(row["start"].int)..<(try #require(row["end"].int))]
    #expect(units.elementsEqual("jane@example.org".utf16))
    #expect(row["text"] == "jane@example.org")
  }

  @Test func `offsets count UTF-8 bytes`() async throws {
    let row = try await Self.answer(.lakeraUTF8Offsets)["payload"][0]
    let bytes = Array(Self.text.utf8)[try #require(row["start"].int)..<(try #require(row["end"].int))]
    #expect(bytes.elementsEqual("jane@example.org".utf8))
  }

  @Test func `ends are included, and offsets are shifted, in whatever unit`() async throws {
    for unit in [[], [SandboxShape.lakeraUTF16Offsets], [.lakeraUTF8Offsets]] {
      func place(_ shapes: [SandboxShape]) async throws -> [Int?] {
        let (places, place) = AsyncStream<[Int?]>.makeStream()
        try await withSandbox(.test(shapes: try ShapeSet(unit + shapes))) { sandbox in
          let row = try await sandbox.guardText(Self.text).json?["payload"][0]
          place.yield([row?["start"].int, row?["end"].int])
        }
        return try #require(await places.first { _ in true })
      }
      let usual = try await place([])
      let start = try #require(usual[0])
      let end = try #require(usual[1])
      #expect(end - start == 16)
      #expect(try await place([.lakeraInclusiveEnds]) == [start, end - 1])
      #expect(try await place([.lakeraShiftedOffsets]) == [start + 1, end + 1])
      #expect(try await place([.lakeraInclusiveEnds, .lakeraShiftedOffsets]) == [start + 1, end])
    }
  }

  @Test func `lint is a list`() async throws {
    try await withSandbox(.test(shapes: try ShapeSet([.lakeraLintList]))) { sandbox async throws in
      #expect(try await sandbox.lakeraCall("/v2/policies/health", "{}").json?["lint"] == .array([]))
    }
  }

  @Test func `an unknown project is 400 at health`() async throws {
    let settings = Sandbox.Settings.test(shapes: try ShapeSet([.lakeraHealth400]), projects: ["project-1"])
    try await withSandbox(settings) { sandbox in
      let reply = try await sandbox.lakeraCall("/v2/policies/health", #"{"project_id":"project-2"}"#)
      #expect(reply.status == 400)
      #expect(reply.json?["error"] == "project with policy not found")
      #expect(
        try await sandbox.lakeraCall("/v2/policies/health", #"{"project_id":"project-1"}"#).status == 200)
    }
  }

  @Test func `health is 404, after the key`() async throws {
    try await withSandbox(.test(shapes: try ShapeSet([.lakeraNoHealth]))) { sandbox in
      let reply = try await sandbox.lakeraCall("/v2/policies/health", "{}")
      #expect(reply.status == 404)
      #expect(reply.json?["error"] == "Not Found")
      #expect(try await sandbox.post("/v2/policies/health", body: "{}").status == 401)
      #expect(try await sandbox.guardText("x").status == 200)
    }
  }

  @Test func `an error is an object`() async throws {
    try await withSandbox(.test(shapes: try ShapeSet([.lakeraErrorObjects]))) { sandbox in
      let reply = try await sandbox.post("/v2/guard", body: "{}")
      #expect(reply.status == 401)
      #expect(reply.json?["error"] == .object(["message": "Unauthorized"]))
    }
  }

  @Test func `an error is plain text, that of a fault too`() async throws {
    let settings = Sandbox.Settings.test(
      faults: try FaultRules.parse(#"[{"match":"x","status":500}]"#.utf8),
      shapes: try ShapeSet([.lakeraPlainErrors]))
    try await withSandbox(settings) { sandbox in
      let refused = try await sandbox.guardCall("{}")
      #expect(refused.status == 400)
      #expect(refused.headers["content-type"]?.hasPrefix("text/plain") == true)
      #expect(String(decoding: refused.body, as: UTF8.self) == "Bad Request")
      let failed = try await sandbox.guardText("x")
      #expect(failed.status == 500)
      #expect(String(decoding: failed.body, as: UTF8.self) == "Internal Server Error")
    }
  }

  @Test(arguments: LakeraWire.paths)
  func `a container asks for no key`(path: String) async throws {
    try await withSandbox(.test(shapes: try ShapeSet([.lakeraSelfHosted]))) { sandbox async throws in
      #expect(try await sandbox.post(path, body: EveryRouteTests.body).status == 200)
    }
  }
}
