import Foundation
import LazaretPipeline
import LazaretTesting
import Testing

/// Recorded answers, served to the whole program: what `lazaret screen` makes of each.
struct ReplayedAnswersTests {
  /// A vendor whose answers are replayed.
  private struct Vendor {
    var kind: String
    /// Of the pipeline file, beside name, kind and endpoint.
    var settings = ""
    /// What it answers about a text of which nothing is recorded.
    var clean: String
    /// What it answers about the canary, if one is sent.
    var caught = StubServer.Reply()

    static let all = [
      Vendor(
        kind: "lakera_guard",
        clean: #"{"flagged": false, "payload": [], "breakdown": [], "metadata": {"request_uuid": "1"}}"#),
      Vendor(
        kind: "lasso_classifier",
        clean: #"{"deputies": {"jailbreak": false}, "violations_detected": false, "findings": {}}"#),
      Vendor(
        kind: "layerup", clean: #"{"all_safe": true, "offending_guardrail": null, "canned_response": null}"#),
      Vendor(
        kind: "litellm_proxy", settings: "model: small\n    guardrails: [screen-prompt]", clean: completion,
        caught: StubServer.Reply(
          status: 400,
          body: """
            {"error": {"message": "", "provider_specific_fields": {"lasso_response": {"violations_detected": true,
            "deputies": {"jailbreak": true}, "findings": {"jailbreak": [{"name": "Jailbreak", "action": "BLOCK"}]}}}}}
            """)),
      Vendor(
        kind: "portkey_gateway",
        settings: "model: small\n    config: pc-1\n    checks: [lasso.classify]",
        clean: gateway(verdict: true),
        caught: StubServer.Reply(status: 446, body: gateway(verdict: false))),
    ]

    private static let completion = """
      {"id": "1", "object": "chat.completion", "choices": [{"index": 0, "finish_reason": "length",
      "message": {"role": "assistant", "content": "The"}}]}
      """

    private static func gateway(verdict: Bool) -> String {
      completion.dropLast() + """
        , "hook_results": {"before_request_hooks": [{"verdict": \(verdict), "id": "g", "type": "guardrail",
        "checks": [{"id": "lasso.classify", "verdict": \(verdict), "data": {"violations_detected": \(!verdict),
        "deputies": {"jailbreak": \(!verdict)}, "findings": {}}}]}]}}
        """
    }
  }

  @Test(arguments: [
    ("lakera-guard", "lakera_guard"), ("lasso-classifier", "lasso_classifier"),
    ("layerup-guardrails", "layerup"), ("litellm-proxy", "litellm_proxy"),
    ("portkey-gateway", "portkey_gateway"),
  ])
  func `what is not clean never comes out clean, and what is located does not come out`(
    file: String, kind: String
  ) async throws {
    let cases = RecordedCase.all(of: file)
    #expect(cases.count > 15)
    for recorded in cases where !recorded.text.isEmpty {
      let severe = recorded.expected.findings?.filter { !["admit", "monitor"].contains($0.action ?? "") }
      let reply = StubServer.Reply(
        status: recorded.status,
        headers: (recorded.headers ?? [:]).map { ($0.key, $0.value) } + [
          ("content-type", "application/json")
        ],
        body: try recorded.response.body)
      let screened = try await screen(recorded.text, kind: kind, reply: reply)
      // A policy may cover what the vendor would only tell of.
      let expected =
        severe?.isEmpty == true ? ["clean", "masked"] : ["masked", "quarantined", "unscreened", nil]
      #expect(expected.contains(screened.state), screened.about(recorded.about))
      let located = severe?.compactMap(\.covers) ?? []
      #expect(
        located.allSatisfy { screened.text?.contains($0) != true }, screened.about(recorded.about))
    }
  }

  @Test(arguments: OutsideCase.all)
  func `an answer that others recorded comes out clean only if it says that nothing was found`(
    outside: OutsideCase
  ) async throws {
    let reply = StubServer.Reply(status: outside.status, body: try outside.response.body)
    let screened = try await screen(outside.text, kind: outside.kind, reply: reply)
    #expect((screened.state == "clean") == outside.saysClean, screened.about(outside.name))
  }

  private struct Screened {
    var ended: BuiltBinary.Ended
    /// `nil` when the command stopped without a verdict.
    var state: String?
    var text: String?

    func about(_ name: String) -> Comment { Comment(rawValue: "\(name): \(state ?? "-") \(ended.talk)") }
  }

  /// The reply for this very text; the vendor's clean answer for what is left of it after masking.
  private func screen(_ text: String, kind: String, reply: StubServer.Reply) async throws -> Screened {
    let vendor = try #require(Vendor.all.first { $0.kind == kind })
    let server = try StubServer { request in
      let body = try? JSONDecoder().decode(FixtureJSON.self, from: Data(request.body.utf8))
      switch body?["messages"]?.array?.last?["content"]?.string {
      case text: return reply
      case Canary.knownBad.text: return vendor.caught
      default: return StubServer.Reply(body: vendor.clean)
      }
    }
    let place = try TemporaryDirectory()
    let pipeline = try place.write(
      """
      name: replay
      store: store.sqlite
      sources: [{ directory: . }]
      screeners:
        - name: vendor
          screener: \(kind)
          endpoint: \(server.url)\(kind == "lasso_classifier" ? "/gateway/v3" : "")
          api_key: none
          retry_for: 1ms
          \(vendor.settings)
      policy:
        actions: { "pii/*": mask, "secret/*": mask }
      """, to: "pipeline.yaml")
    let line = try FixtureJSON.object(["id": .string("1"), "text": .string(text)]).body + "\n"
    let ended = try await BuiltBinary.run("screen", pipeline, input: line)
    let answer = try ended.lines.first.map { try JSONDecoder().decode(FixtureJSON.self, from: Data($0.utf8)) }
    let screened = Screened(ended: ended, state: answer?["state"]?.string, text: answer?["text"]?.string)
    #expect([0, 1, 3].contains(ended.status), screened.about(kind))
    let isVerdict = ["clean", "masked", "quarantined"].contains(screened.state)
    #expect((ended.status == 0) == isVerdict, screened.about(kind))
    #expect((screened.text != nil) == ["clean", "masked"].contains(screened.state), screened.about(kind))
    return screened
  }
}
