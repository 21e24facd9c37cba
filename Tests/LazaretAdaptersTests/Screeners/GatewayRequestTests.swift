import Foundation
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// What the screeners that are lists of guardrails send, and where.
struct GatewayRequestTests {
  private func sent(
    by kind: ScreenerKind, endpoint: String = "", _ change: (inout ScreenerConfiguration) -> Void = { _ in }
  ) async throws -> (request: StubServer.Request, body: FixtureJSON) {
    let server = try StubServer(.init(status: 500))
    var configuration = ScreenerConfiguration(
      name: "under-test", kind: kind.name, endpoint: server.url + endpoint, apiKey: "key-1",
      session: try #require(ULID("01J00000000000000000000000")))
    configuration.complete()
    change(&configuration)
    _ = await (try kind.make(configuration, SharedHTTP.client)).outcome(for: "Say \"hi\".\n")
    let request = try #require(server.requests.first)
    return (request, try JSONDecoder().decode(FixtureJSON.self, from: Data(request.body.utf8)))
  }

  private static let messages = FixtureJSON.array([
    .object(["role": .string("user"), "content": .string("Say \"hi\".\n")])
  ])

  @Test func `layerup is asked with the text as a message and as untrusted input`() async throws {
    let (request, body) = try await sent(by: .layerup) { $0.metadata = ["customer": "c"] }
    #expect(request.path == "/v1/guardrails/execute")
    #expect(request.headers["layerup-api-key"] == "key-1")
    #expect(
      body
        == .object([
          "guardrails": .array(LayerupGuardrails.guardrailsForDocuments.map { .string($0) }),
          "messages": Self.messages, "untrusted_input": .string("Say \"hi\".\n"),
          "metadata": .object(["customer": .string("c")]),
        ]))
    let own = try await sent(by: .layerup) { $0.guardrails = ["b.own", "a.own"] }
    #expect(own.body["guardrails"] == .array([.string("b.own"), .string("a.own")]))
    #expect(own.body["metadata"] == .object([:]))
  }

  @Test func `a LiteLLM proxy is asked for one token behind its guardrails`() async throws {
    let (request, body) = try await sent(by: .liteLLMProxy)
    #expect(request.headers["authorization"] == "Bearer key-1")
    #expect(
      body
        == .object([
          "model": .string("small"), "messages": Self.messages, "max_tokens": .integer(1),
          "guardrails": .array([.string("screen-prompt")]),
        ]))
  }

  @Test func `a Portkey gateway is asked for one token behind its config`() async throws {
    let config = #"{"before_request_hooks": [{"checks": [{"id": "lasso.classify"}]}]}"#
    let (request, body) = try await sent(by: .portkeyGateway) { $0.gatewayConfig = config }
    #expect(request.headers["x-portkey-api-key"] == "key-1")
    #expect(request.headers["x-portkey-config"] == config)
    #expect(
      body
        == .object([
          "model": .string("small"), "messages": Self.messages, "max_tokens": .integer(1),
        ]))
  }

  @Test(arguments: ["", "/", "/v1", "/v1/", "/v1/chat/completions"])
  func `an address of a gateway is a host, a base or the whole URL`(end: String) async throws {
    #expect(try await sent(by: .liteLLMProxy, endpoint: end).request.path == "/v1/chat/completions")
    #expect(try await sent(by: .portkeyGateway, endpoint: end).request.path == "/v1/chat/completions")
  }

  @Test(arguments: ["", "/v1", "/v1/guardrails/execute", "/v1/guardrails/execute/"])
  func `an address of Layerup is a host, a base or the whole URL`(end: String) async throws {
    #expect(try await sent(by: .layerup, endpoint: end).request.path == "/v1/guardrails/execute")
  }

  @Test(arguments: [
    "http://127.0.0.1:4000/guardrails/apply_guardrail", "https://proxy.example/apply_guardrail/",
  ])
  func `the route of LiteLLM that asks nobody is refused before anything is sent`(endpoint: String) {
    let error = #expect(throws: ScreenerError.self) {
      try makeScreener(.liteLLMProxy, endpoint: endpoint)
    }
    #expect(error.map(caseName) == "misconfigured")
    #expect("\(error as Any)".contains("unscreened"))
  }

  @Test func `a gateway without what it needs is refused`() throws {
    let changes: [(ScreenerKind, @Sendable (inout ScreenerConfiguration) -> Void)] = [
      (.layerup, { $0.guardrails = [] }), (.layerup, { $0.guardrails = ["a", "a"] }),
      (.liteLLMProxy, { $0.model = nil }), (.liteLLMProxy, { $0.guardrails = nil }),
      (.portkeyGateway, { $0.model = "" }), (.portkeyGateway, { $0.gatewayConfig = nil }),
      (.portkeyGateway, { $0.checks = [] }), (.portkeyGateway, { $0.gatewayConfig = "{\"a\":" }),
      (.portkeyGateway, { $0.gatewayConfig = "pc-1\nx-evil: 1" }),
    ]
    for (kind, change) in changes {
      var configuration = ScreenerConfiguration(
        name: "under-test", kind: kind.name, endpoint: "http://127.0.0.1:1",
        session: try #require(ULID("01J00000000000000000000000")))
      configuration.complete()
      change(&configuration)
      #expect(throws: ScreenerError.self) { try kind.make(configuration, SharedHTTP.client) }
    }
  }
}
