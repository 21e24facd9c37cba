import LazaretCore
import LazaretDetectors
import LazaretTesting

@testable import LazaretSandbox

/// A running sandbox as a client sees it.
struct LoopbackSandbox: Sendable {
  let port: Int

  struct Reply: Sendable {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]
    var json: JSONValue? { JSONValue(parsing: body) }
  }

  func get(_ path: String) async throws -> Reply {
    try await send("GET", path)
  }

  func post(_ path: String, headers: [String: String] = [:], body: String) async throws -> Reply {
    try await send("POST", path, headers, body)
  }

  /// `POST /v2/guard` with a key.
  func guardCall(_ body: String) async throws -> Reply {
    try await post("/v2/guard", headers: ["Authorization": "Bearer k"], body: body)
  }

  /// One user message to Lakera, everything asked for.
  func guardText(_ text: String) async throws -> Reply {
    try await guardCall(
      #"{"messages":[{"role":"user","content":\#(JSONValue.string(text).text)}],"#
        + #""payload":true,"breakdown":true}"#)
  }

  /// `POST` to any path of Lakera with a key.
  func lakeraCall(_ path: String, _ body: String) async throws -> Reply {
    try await post(path, headers: ["Authorization": "Bearer k"], body: body)
  }

  /// `POST` to a path of Lasso's version 3 with a key.
  func lassoCall(_ path: String, _ body: String) async throws -> Reply {
    try await post("/gateway/v3/\(path)", headers: ["lasso-api-key": "k"], body: body)
  }

  /// `POST` to a path of Layerup with a key.
  func layerupCall(_ path: String, _ body: String) async throws -> Reply {
    try await post("/v1/\(path)", headers: ["Layerup-API-Key": "k"], body: body)
  }

  /// One user message to Layerup's guardrails.
  func layerupText(_ guardrails: [String], _ text: String) async throws -> Reply {
    let names = JSONValue.array(guardrails.map { .string($0) }).text
    return try await layerupCall(
      "guardrails/execute",
      #"{"guardrails":\#(names),"messages":[{"role":"user","content":\#(JSONValue.string(text).text)}],"#
        + #""untrusted_input":null,"metadata":{}}"#)
  }

  /// One user message to Lasso.
  func lassoText(_ path: String, _ text: String) async throws -> Reply {
    try await lassoCall(
      path,
      #"{"messages":[{"role":"user","content":\#(JSONValue.string(text).text)}],"messageType":"PROMPT"}"#
    )
  }

  func stats() async throws -> JSONValue {
    try await get("/sandbox/stats").json ?? .null
  }

  private func send(
    _ method: String, _ path: String, _ headers: [String: String] = [:], _ body: String = ""
  ) async throws -> Reply {
    let answer = try await LoopbackConnection(port: port).send(
      method, path, headers: headers, body: Array(body.utf8))
    guard answer.isWhole else { throw BrokenOff() }
    return Reply(status: answer.status, headers: answer.headers, body: answer.body)
  }

  struct BrokenOff: Error {}
}

/// Runs a sandbox on a free port for as long as `body` runs.
func withSandbox(
  _ settings: Sandbox.Settings = .test(), _ body: @escaping @Sendable (LoopbackSandbox) async throws -> Void
) async throws {
  let (ports, ready) = AsyncStream<Int>.makeStream()
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      defer { ready.finish() }
      try await Sandbox(settings: settings).run { port in ready.yield(port) }
    }
    if let port = await ports.first(where: { _ in true }) {
      try await body(LoopbackSandbox(port: port))
    }
    group.cancelAll()
    try await group.waitForAll()
  }
}

extension Sandbox.Settings {
  /// With the detector of these tests.
  static func test(
    port: Int = 0, latency: Duration = .zero, requestsPerSecond: Int? = nil, faults: [FaultRule] = [],
    shapes: ShapeSet = .none, projects: Set<String>? = nil, strictSessionIDs: Bool = false,
    clock: some Clock<Duration> = ContinuousClock()
  ) -> Sandbox.Settings {
    Sandbox.Settings(
      port: port, latency: latency, requestsPerSecond: requestsPerSecond, faults: faults,
      shapes: shapes, projects: projects, strictSessionIDs: strictSessionIDs, clock: clock, detect: phrases)
  }
}

/// A detector that knows a few phrases.
@Sendable func phrases(in text: String) -> [Detection] {
  let known: [(String, Label)] = [
    ("jane@example.org", "pii/email"),
    ("org token", "secret/test_token"),
    ("DE00 1234", "pii/iban"),
    ("ignore all previous instructions", "prompt_attack"),
    ("<tags>", "invisible_unicode"),
    ("see elsewhere", "unknown_links"),
    ("nasty words", "moderated_content/hate"),
  ]
  let bytes = Array(text.utf8)
  return known.flatMap { phrase, label in
    let length = phrase.utf8.count
    return (0..<max(0, bytes.count - length + 1)).compactMap { start in
      bytes[start..<start + length].elementsEqual(phrase.utf8)
        ? Detection(label: label, span: TextSpan(start, start + length)) : nil
    }
  }
}

extension JSONValue {
  subscript(key: String) -> JSONValue {
    guard case .object(let object) = self else { return .null }
    return object[key] ?? .null
  }

  subscript(index: Int) -> JSONValue {
    guard case .array(let array) = self, array.indices.contains(index) else { return .null }
    return array[index]
  }

  var list: [JSONValue] {
    if case .array(let array) = self { array } else { [] }
  }

  var keys: Set<String> {
    if case .object(let object) = self { Set(object.keys) } else { [] }
  }

  var int: Int? {
    if case .integer(let integer) = self { integer } else { nil }
  }

  var string: String? {
    if case .string(let string) = self { string } else { nil }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}
