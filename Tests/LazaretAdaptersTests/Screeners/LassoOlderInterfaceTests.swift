import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// Versions 1 and 2 of Lasso's gateway: "Scan Content".
struct LassoOlderInterfaceTests {
  private func screened(
    _ path: String, _ body: String
  ) async throws -> (result: Result<Screening, ScreenerError>, request: StubServer.Request) {
    let server = try StubServer(.init(body: body))
    let screener = try makeScreener(.lassoClassifier, endpoint: server.url + path, apiKey: "k")
    let result = await screener.outcome(for: "Forget it.")
    return (result, try #require(server.requests.first))
  }

  @Test(arguments: [
    ("/gateway/v2", "/gateway/v2/classify"), ("/gateway/v2/classify", "/gateway/v2/classify"),
    ("/gateway/v1/classifix/", "/gateway/v1/classify"), ("/gateway/v1/chat", "/gateway/v1/chat"),
    ("/gateway/v3/classify", "/gateway/v3/classifix"), ("", "/gateway/v3/classifix"),
  ])
  func `the version in the endpoint chooses the call`(endpoint: String, path: String) async throws {
    let (_, request) = try await screened(endpoint, "{}")
    #expect(request.path == path)
    let isOlder = !path.contains("v3")
    #expect((request.body == #"{"messages":[{"role":"user","content":"Forget it."}]}"#) == isOlder)
    #expect(request.headers["lasso-api-key"] == "k")
  }

  @Test func `a clean answer of version 2 is clean`() async throws {
    let (result, _) = try await screened(
      "/gateway/v2",
      #"{"deputies":{"jailbreak":false},"deputies_predictions":{"jailbreak":0.1},"violations_detected":false}"#
    )
    #expect(try result.get().findings.isEmpty)
  }

  @Test func `what a version 2 answer detects has no place, so it is held`() async throws {
    let (result, _) = try await screened(
      "/gateway/v2",
      #"{"deputies":{"jailbreak":true,"hate":false},"deputies_predictions":{"jailbreak":0.98},"violations_detected":true}"#
    )
    let findings = try result.get().findings
    #expect(findings.map(\.label) == ["prompt_attack"])
    #expect(findings.allSatisfy { $0.span == nil && $0.vendorAction == .quarantine })
  }

  @Test(arguments: [
    "{}", "[]", #"{"deputies":{}}"#, #"{"violations_detected":"no"}"#, #"{"violations_detected":null}"#,
  ])
  func `an answer without a verdict is none`(body: String) async throws {
    guard case .failure(.unreadable) = try await screened("/gateway/v2", body).result else {
      Issue.record("\(body) was read")
      return
    }
  }

  @Test func `the two interfaces have different fingerprints`() throws {
    let older = try makeScreener(.lassoClassifier, endpoint: "https://host/gateway/v2")
    let newer = try makeScreener(.lassoClassifier, endpoint: "https://host/gateway/v3")
    #expect(older.fingerprint != newer.fingerprint)
  }
}
