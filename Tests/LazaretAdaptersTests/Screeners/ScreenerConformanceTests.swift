import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// The contract of `Screener`, for every entry of the catalogue. Whoever adds a networked kind adds its
/// sample answers here; without them the first test fails.
struct ScreenerConformanceTests {
  struct Samples: Sendable {
    var clean: String
    /// Something was found, and the answer does not say where or what.
    var flagged: [String]
    /// Of the answers that found something.
    var flaggedStatus = 200
    /// About a message that was not sent; none where the service numbers no messages.
    var foreign: [String] = []
  }

  static let samples: [String: Samples] = [
    "lakera_guard": Samples(
      clean: #"{"flagged":false,"payload":[],"breakdown":[]}"#,
      flagged: [
        #"{"flagged":true}"#, #"{"flagged":true,"payload":[],"breakdown":[]}"#,
        #"{"flagged":true,"breakdown":[{"detector_type":"pii/email","detected":true}],"payload":[]}"#,
        #"{"flagged":false,"breakdown":[{"detector_type":"prompt_attack","detected":true}]}"#,
      ],
      foreign: [
        #"{"flagged":true,"breakdown":[{"detector_type":"x","detected":true,"message_id":1}]}"#,
        #"{"flagged":false,"payload":[{"start":0,"end":1,"detector_type":"pii/x","message_id":"3"}]}"#,
      ]),
    "lasso_classifier": Samples(
      clean: #"{"violations_detected":false,"deputies":{},"findings":{}}"#,
      flagged: [
        #"{"violations_detected":true}"#, #"{"violations_detected":true,"findings":{}}"#,
        #"{"violations_detected":true,"findings":{"pattern-detection":[{"action":"AUTO_MASKING"}]}}"#,
        #"{"violations_detected":false,"deputies":{"jailbreak":true}}"#,
      ],
      foreign: [
        #"{"violations_detected":true,"findings":{"hate":[{"action":"BLOCK","message_index":1}]}}"#,
        #"{"violations_detected":false,"messages":[{"content":"a"},{"content":"b"}]}"#,
      ]),
    "layerup": Samples(
      clean: #"{"all_safe":true,"offending_guardrail":null,"canned_response":null}"#,
      flagged: [
        #"{"all_safe":false,"offending_guardrail":"layerup.jailbreaking"}"#, #"{"all_safe":false}"#,
        #"{"all_safe":true,"offending_guardrail":"layerup.phishing"}"#,
      ]),
    "litellm_proxy": Samples(
      clean: completion(),
      flagged: [
        #"{"error":{"message":"m","provider_specific_fields":{"lakera_guardrail_response":{"flagged":true}}}}"#,
        #"{"error":{"message":{"error":"e","lasso_response":{"violations_detected":true}}}}"#,
        #"{"error":{"message":"Blocked by the guardrail 'x'"}}"#,
      ], flaggedStatus: 400),
    "portkey_gateway": Samples(
      clean: completion(#""hook_results":{"before_request_hooks":[\#(check(true, data: "{}"))]}"#),
      flagged: [
        #"{"hook_results":{"before_request_hooks":[\#(check(false, data: "null"))]}}"#,
        #"{"hook_results":{"before_request_hooks":[\#(check(false, data: #"{"deputies":{"hate":true}}"#))]}}"#,
        #"{"error":{"type":"hooks_failed"}}"#,
      ], flaggedStatus: 246,
      foreign: [
        completion(#""hook_results":{"before_request_hooks":[\#(check(true, data: elsewhere))]}"#)
      ]),
  ]

  /// Lasso's word about a message that was not sent.
  private static let elsewhere =
    #"{"violations_detected":false,"findings":{"hate":[{"action":"WARN","message_index":1}]}}"#

  /// What a model answers behind a gateway.
  private static func completion(_ more: String? = nil) -> String {
    #"{"id":"c1","object":"chat.completion","choices":[{"index":0,"finish_reason":"length"}]"#
      + (more.map { "," + $0 } ?? "") + "}"
  }

  private static func check(_ verdict: Bool, data: String) -> String {
    #"{"verdict":\#(verdict),"checks":[{"id":"lasso.classify","verdict":\#(verdict),"data":\#(data)}]}"#
  }

  /// A kind of the catalogue that asks over the network.
  struct Networked: Sendable, CustomTestStringConvertible {
    var kind: ScreenerKind
    var samples: Samples
    var testDescription: String { kind.name }

    static var all: [Networked] {
      ScreenerCatalog.all.filter(\.isNetworked).compactMap { kind in
        ScreenerConformanceTests.samples[kind.name].map { Networked(kind: kind, samples: $0) }
      }
    }
  }

  private let text = "Reach Jane Roe at jane@example.org today, or call 555-0100."
  private let key = "key-" + "that-nobody-has"

  private func failure(
    of kind: ScreenerKind, _ reply: StubServer.Reply, timeout: Duration = .seconds(300)
  ) async throws -> ScreenerError? {
    let server = try StubServer(reply)
    let screener = try makeScreener(kind, endpoint: server.url, apiKey: key, timeout: timeout)
    switch await screener.outcome(for: text) {
    case .success(let screening):
      Issue.record("screened, with \(screening.findings.count) findings")
      return nil
    case .failure(let error):
      #expect(!"\(error)".contains(key))
      #expect(!"\(error)".contains("jane@example.org"))
      // One whose time was over before the request was whole has not sent it.
      if case .timedOut = error {} else { #expect(server.requests.count == 1) }
      return error
    }
  }

  @Test func `every kind has a name of its own, and every networked one has samples`() {
    let names = ScreenerCatalog.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Networked.all.count == ScreenerCatalog.all.count(where: \.isNetworked))
    #expect(ScreenerCatalog.kind(named: "lakera_guard")?.name == "lakera_guard")
    #expect(ScreenerCatalog.kind(named: "nobody") == nil)
  }

  @Test(arguments: Networked.all)
  func `a clean answer is an empty screening and one request`(networked: Networked) async throws {
    let server = try StubServer(.init(body: networked.samples.clean))
    let screener = try makeScreener(networked.kind, endpoint: server.url, apiKey: key)
    #expect(try await screener.screen(text).findings.isEmpty)
    #expect(server.requests.count == 1)
    #expect(server.requests[0].method == "POST")
    #expect(server.requests[0].headers["content-type"] == "application/json")
    #expect(server.requests[0].headers.values.contains { $0.contains(key) })
    #expect(!server.requests[0].path.contains(key) && !server.requests[0].body.contains(key))
  }

  @Test(arguments: Networked.all)
  func `a field that nobody knows changes nothing`(networked: Networked) async throws {
    let body = #"{"x_new":{"a":[1,null,{"b":"c"}]},"# + networked.samples.clean.dropFirst()
    let server = try StubServer(.init(body: body))
    #expect(try await makeScreener(networked.kind, endpoint: server.url).screen(text).findings.isEmpty)
  }

  @Test(arguments: Networked.all)
  func `a detection without a place is a finding without a span`(networked: Networked) async throws {
    for body in networked.samples.flagged {
      let server = try StubServer(.init(status: networked.samples.flaggedStatus, body: body))
      let findings = try await makeScreener(networked.kind, endpoint: server.url).screen(text).findings
      #expect(!findings.isEmpty)
      #expect(findings.allSatisfy { $0.span == nil })
    }
  }

  @Test(arguments: Networked.all)
  func `an answer for another message is unreadable`(networked: Networked) async throws {
    for body in networked.samples.foreign {
      let error = try await failure(of: networked.kind, .init(body: body))
      #expect(error.map(caseName) == "unreadable")
    }
  }

  @Test(
    arguments: Networked.all,
    [
      "", "{}", "[]", "null", "true", "\"clean\"", "0", "<html><body>ok</body></html>", "OK",
      "{\"flagged\":fa",
      "{\"violations_detected\":false,\"findings\":{\"a\"", "\u{FEFF}", "{}{}", "{\"results\":[]}",
      "{\"error\":\"busy\"}", "{\"flagged\":null,\"violations_detected\":null}",
      "{\"flagged\":\"false\",\"violations_detected\":\"false\"}",
      "{\"flagged\":NaN,\"violations_detected\":NaN}",
    ])
  func `a 200 that does not say the verdict is an error`(networked: Networked, body: String) async throws {
    let error = try #require(try await failure(of: networked.kind, .init(body: body)))
    #expect(["unreadable", "misconfigured"].contains(caseName(error)))
  }

  @Test(arguments: Networked.all)
  func `a clean answer that is cut anywhere is an error`(networked: Networked) async throws {
    let whole = networked.samples.clean
    for count in 0..<whole.utf8.count {
      let cut = String(decoding: Array(whole.utf8).prefix(count), as: UTF8.self)
      let error = try #require(try await failure(of: networked.kind, .init(body: cut)))
      #expect(caseName(error) == "unreadable")
    }
  }

  @Test(
    arguments: Networked.all,
    [
      (400, "rejected"), (401, "unauthorised"), (402, "misconfigured"), (403, "unauthorised"),
      (404, "misconfigured"), (405, "misconfigured"), (407, "misconfigured"), (408, "unavailable"),
      (410, "misconfigured"), (413, "rejected"), (418, "unreadable"), (422, "rejected"), (429, "rateLimited"),
      (500, "unavailable"), (502, "unavailable"), (503, "unavailable"), (504, "unavailable"),
      (529, "unavailable"), (301, "misconfigured"), (302, "misconfigured"), (307, "misconfigured"),
      (201, "unreadable"), (202, "unreadable"), (204, "unreadable"),
    ])
  func `every status has its error, whatever the body says`(
    networked: Networked, expected: (status: Int, error: String)
  ) async throws {
    // The worst body: one that would be a clean answer.
    let body = expected.status == 204 ? "" : networked.samples.clean
    let error = try #require(
      try await failure(of: networked.kind, .init(status: expected.status, body: body)))
    #expect(caseName(error) == expected.error)
    if error.stopsTheRun {
      #expect("\(error)".contains("'under-test'"))
      #expect("\(error)".contains("check ") || "\(error)".contains("in 'endpoint'"))
    }
  }

  @Test(arguments: Networked.all)
  func `a web page with 403 is a proxy and not the key`(networked: Networked) async throws {
    let page = "<!DOCTYPE html><title>Blocked</title>"
    for headers in [[("content-type", "text/html")], []] {
      let error = try await failure(of: networked.kind, .init(status: 403, headers: headers, body: page))
      #expect(error.map(caseName) == "misconfigured")
    }
    let json = try await failure(of: networked.kind, .init(status: 403, body: #"{"error":"Forbidden"}"#))
    #expect(json.map(caseName) == "unauthorised")
  }

  @Test(arguments: Networked.all)
  func `what a 429 asks for is passed on`(networked: Networked) async throws {
    let waits: [(String, Duration?)] = [
      ("7", .seconds(7)), ("-7", nil), ("soon", nil), ("99999", .seconds(3600)),
    ]
    for (value, wait) in waits {
      let reply = StubServer.Reply(status: 429, headers: [("Retry-After", value)], body: "{}")
      #expect(try await failure(of: networked.kind, reply) == .rateLimited(retryAfter: wait))
    }
    #expect(try await failure(of: networked.kind, .init(status: 429)) == .rateLimited(retryAfter: nil))
  }

  @Test(arguments: Networked.all)
  func `a server that repeats the text in its error is not quoted`(networked: Networked) async throws {
    let body = #"{"error":"cannot take: \#(text)","message":"\#(text)","detail":{"message":"\#(text)"}}"#
    for status in [400, 401, 403, 404, 413, 422, 429, 500, 418] {
      _ = try await failure(of: networked.kind, .init(status: status, body: body))
    }
  }

  @Test(
    arguments: Networked.all,
    [
      (StubServer.Reply.Fault.cut(after: 0), "brokenOff"), (.cut(after: 10), "brokenOff"),
      (.hangUp, "brokenOff"), (.noise, "brokenOff"),
    ])
  func `an answer that breaks off is transient`(
    networked: Networked, expected: (fault: StubServer.Reply.Fault, error: String)
  ) async throws {
    let reply = StubServer.Reply(body: networked.samples.clean, fault: expected.fault)
    let error = try #require(try await failure(of: networked.kind, reply))
    #expect(caseName(error) == expected.error)
    #expect(error.isTransient)
  }

  @Test(arguments: Networked.all)
  func `a server that does not answer in time is transient`(networked: Networked) async throws {
    for fault in [StubServer.Reply.Fault.silence, .stall(after: 5)] {
      let reply = StubServer.Reply(body: networked.samples.clean, fault: fault)
      let error = try await failure(of: networked.kind, reply, timeout: .milliseconds(150))
      #expect(error == .timedOut(after: .milliseconds(150)))
    }
  }

  @Test(arguments: Networked.all)
  func `cancelling ends the call`(networked: Networked) async throws {
    let server = try StubServer(.init(fault: .silence))
    let screener = try makeScreener(networked.kind, endpoint: server.url)
    let outcome = await withTaskGroup(of: Result<Screening, ScreenerError>.self) { group in
      group.addTask { await screener.outcome(for: "text") }
      while server.requests.isEmpty { await Task.yield() }
      group.cancelAll()
      return await group.next()
    }
    #expect(outcome == .failure(.cancelled))
  }

  @Test(arguments: Networked.all)
  func `a text up to the limit is sent whole, and a longer one not at all`(networked: Networked) async throws
  {
    let server = try StubServer(.init(body: networked.samples.clean))
    let screener = try makeScreener(networked.kind, endpoint: server.url)
    let longest = String(repeating: "é", count: screener.maxTextBytes / 2)
    _ = try await screener.screen(longest)
    #expect(server.requests.first?.body.contains(longest) == true)
    let tooLong = longest + "x"
    await #expect(throws: ScreenerError.tooLong(bytes: tooLong.utf8.count, limit: screener.maxTextBytes)) {
      try await screener.screen(tooLong)
    }
    #expect(server.requests.count == 1)
  }

  @Test(arguments: Networked.all)
  func `many calls at once are answered each for itself`(networked: Networked) async throws {
    let samples = networked.samples
    let server = try StubServer { request in
      request.body.contains("odd")
        ? .init(status: samples.flaggedStatus, body: samples.flagged[0]) : .init(body: samples.clean)
    }
    let screener = try makeScreener(networked.kind, endpoint: server.url)
    let wrong = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<40 {
        group.addTask {
          let screening = try? await screener.screen(number % 2 == 0 ? "even \(number)" : "odd \(number)")
          return screening?.findings.isEmpty != (number % 2 == 0)
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(wrong == 0)
    #expect(server.requests.count == 40)
  }

  @Test(arguments: Networked.all)
  func `the fingerprint follows what can change an answer and nothing else`(networked: Networked) throws {
    let session = try #require(ULID("01J00000000000000000000000"))
    let other = try #require(ULID("01J00000000000000000000001"))
    func fingerprint(_ change: (inout ScreenerConfiguration) -> Void) throws -> Fingerprint {
      var configuration = ScreenerConfiguration(
        name: "a", kind: networked.kind.name, endpoint: "https://one.example", apiKey: "k1", session: session)
      configuration.complete()
      change(&configuration)
      return try networked.kind.make(configuration, SharedHTTP.client).fingerprint
    }
    let first = try fingerprint { _ in }
    #expect(try fingerprint { $0.apiKey = "k2" } == first)
    #expect(try fingerprint { $0.name = "b" } == first)
    #expect(try fingerprint { $0.session = other } == first)
    #expect(try fingerprint { $0.timeout = .seconds(1) } == first)
    #expect(try fingerprint { $0.metadata = ["run": "7"] } == first)
    #expect(try fingerprint { $0.endpoint = "one.example/" } == first)
    #expect(try fingerprint { $0.endpoint = "https://two.example" } != first)
    #expect(try fingerprint { $0.revision = "2" } != first)
    let takesGuardrails = ["layerup", "litellm_proxy"].contains(networked.kind.name)
    #expect((try fingerprint { $0.guardrails = ["another"] } != first) == takesGuardrails)
    #expect(
      try !takesGuardrails
        || fingerprint { $0.guardrails = ["a", "b"] } != fingerprint { $0.guardrails = ["b", "a"] })
    let takesModel = ["portkey_gateway", "litellm_proxy"].contains(networked.kind.name)
    #expect((try fingerprint { $0.model = "another" } != first) == takesModel)
    let takesConfig = networked.kind.name == "portkey_gateway"
    #expect((try fingerprint { $0.gatewayConfig = "pc-another" } != first) == takesConfig)
    #expect((try fingerprint { $0.checks = ["another.check"] } != first) == takesConfig)
    let sandbox = try fingerprint {
      $0.endpoint = "http://127.0.0.1:1"
      $0.endpointIdentity = "sandbox"
    }
    let sandboxAgain = try fingerprint {
      $0.endpoint = "http://127.0.0.1:2"
      $0.endpointIdentity = "sandbox"
    }
    #expect(sandbox == sandboxAgain && sandbox != first)
  }

  @Test(arguments: Networked.all)
  func `an endpoint or a key that cannot work is refused at once`(networked: Networked) throws {
    for (endpoint, key) in [("ftp://host", "k"), ("https://u:p@host", "k"), ("https://host", "a\nb")] {
      #expect(throws: ScreenerError.self) {
        try makeScreener(networked.kind, endpoint: endpoint, apiKey: key)
      }
    }
    for (endpoint, key) in [(nil, ""), ("", nil)] as [(String?, String?)] {
      if networked.kind.defaultEndpoint == nil {
        #expect(throws: ScreenerError.self) {
          try makeScreener(networked.kind, endpoint: endpoint, apiKey: key)
        }
      } else {
        _ = try makeScreener(networked.kind, endpoint: endpoint, apiKey: key)
      }
    }
  }

  @Test(arguments: Networked.all, 0..<20)
  func `no mutation of a clean answer crashes, and none that loses the verdict is clean`(
    networked: Networked, seed: Int
  ) async throws {
    var generator = SeededGenerator(seed: seed)
    var bytes = Array(networked.samples.flagged[0].utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
        in: 0x20...0x7E, using: &generator)
    }
    let server = try StubServer(
      .init(status: networked.samples.flaggedStatus, body: String(decoding: bytes, as: UTF8.self)))
    let screener = try makeScreener(networked.kind, endpoint: server.url)
    if let screening = try? await screener.screen(text) { #expect(!screening.findings.isEmpty) }
  }
}
