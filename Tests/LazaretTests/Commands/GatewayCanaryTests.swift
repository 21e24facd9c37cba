import Foundation
import LazaretPipeline
import LazaretTesting
import Testing

/// A LiteLLM proxy that lets everything pass looks like one that found nothing.
struct GatewayCanaryTests {
  private static let passed = """
    {"id": "1", "object": "chat.completion", "choices": [{"index": 0, "finish_reason": "length",
    "message": {"role": "assistant", "content": "The"}}]}
    """
  private static let refused = StubServer.Reply(
    status: 400, body: #"{"error": {"message": "Violated guardrail policy", "type": "None"}}"#)

  /// Catches the canary behind those guardrails alone.
  private func proxy(guardrails: [String]) throws -> StubServer {
    try StubServer { request in
      guard let body = try? JSONDecoder().decode(FixtureJSON.self, from: Data(request.body.utf8)) else {
        return StubServer.Reply(status: 500)
      }
      let asked = body["guardrails"]?.array?.compactMap(\.string) ?? []
      let isBad = body["messages"]?.array?.last?["content"]?.string == Canary.knownBad.text
      return isBad && !asked.filter(guardrails.contains).isEmpty ? Self.refused : .init(body: Self.passed)
    }
  }

  private func run(
    _ command: String, at proxy: StubServer, canary: String = "true", input: String = ""
  ) async throws -> BuiltBinary.Ended {
    let place = try TemporaryDirectory()
    let pipeline = try place.write(
      """
      name: gateway
      store: store.sqlite
      sources: [{ directory: . }]
      screeners:
        - screener: litellm_proxy
          endpoint: \(proxy.url)
          api_key: none
          model: small
          guardrails: [first, second]
          canary: \(canary)
          retry_for: 1ms
      """, to: "pipeline.yaml")
    return try await BuiltBinary.run(command, pipeline, input: input)
  }

  private static let line = #"{"id": "1", "text": "A text."}"# + "\n"

  @Test func `a proxy whose guardrails all catch the canary is asked`() async throws {
    let proxy = try proxy(guardrails: ["first", "second"])
    let ended = try await run("screen", at: proxy, input: Self.line)
    #expect(ended.status == 0, "\(ended.talk)")
    #expect(ended.output.contains(#""state":"clean""#))
    // One text, a canary for each guardrail, and one that must pass.
    #expect(proxy.requests.count == 4)
    #expect(try await run("doctor", at: proxy).output.contains("canary of guardrail 'second'"))
  }

  @Test func `a guardrail that lets the canary pass stops the command, and is named`() async throws {
    let proxy = try proxy(guardrails: ["first"])
    let ended = try await run("screen", at: proxy, input: Self.line)
    #expect(ended.status == 1)
    #expect(ended.output.isEmpty)
    #expect(ended.talk.contains("guardrail 'second'"))
    #expect(proxy.requests.allSatisfy { !$0.body.contains("A text.") })
    #expect(try await run("doctor", at: proxy).status == 1)
  }

  @Test func `without the canary everything passes, and a warning says so`() async throws {
    let proxy = try proxy(guardrails: [])
    let ended = try await run("screen", at: proxy, canary: "false", input: Self.line)
    #expect(ended.status == 0)
    #expect(ended.output.contains(#""state":"clean""#))
    #expect(ended.talk.contains("'canary: false'"))
  }
}
