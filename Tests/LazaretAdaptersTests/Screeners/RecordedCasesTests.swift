import Foundation
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct RecordedCasesTests {
  @Test(arguments: RecordedCase.all(of: "lakera-guard"))
  func `an answer of Lakera Guard is read as the case says`(recorded: RecordedCase) async throws {
    try await check(recorded, .lakeraGuard)
  }

  @Test(arguments: RecordedCase.all(of: "lasso-classifier"))
  func `an answer of the Lasso classifier is read as the case says`(recorded: RecordedCase) async throws {
    try await check(recorded, .lassoClassifier)
  }

  @Test(arguments: RecordedCase.all(of: "layerup-guardrails"))
  func `an answer of Layerup is read as the case says`(recorded: RecordedCase) async throws {
    try await check(recorded, .layerup)
  }

  @Test(arguments: RecordedCase.all(of: "litellm-proxy"))
  func `an answer of a LiteLLM proxy is read as the case says`(recorded: RecordedCase) async throws {
    try await check(recorded, .liteLLMProxy)
  }

  @Test(arguments: RecordedCase.all(of: "portkey-gateway"))
  func `an answer of a Portkey gateway is read as the case says`(recorded: RecordedCase) async throws {
    try await check(recorded, .portkeyGateway)
  }

  @Test func `the files are there`() {
    #expect(RecordedCase.all(of: "layerup-guardrails").count >= 15)
    #expect(RecordedCase.all(of: "litellm-proxy").count >= 25)
    #expect(RecordedCase.all(of: "portkey-gateway").count >= 25)
    #expect(RecordedCase.all(of: "lakera-guard").count >= 40)
    #expect(RecordedCase.all(of: "lasso-classifier").count >= 40)
  }

  private func check(_ recorded: RecordedCase, _ kind: ScreenerKind) async throws {
    let fields = (recorded.headers ?? [:]).map { ($0.key, $0.value) }
    let server = try StubServer(
      .init(
        status: recorded.status, headers: fields + [("content-type", "application/json")],
        body: try recorded.response.body))
    let screener = try makeScreener(kind, endpoint: server.url)
    switch await screener.outcome(for: recorded.text) {
    case .success(let screening):
      #expect(recorded.expected.error == nil)
      let bytes = Array(recorded.text.utf8)
      let found = screening.findings.map { finding in
        RecordedCase.Expected.Found(
          label: finding.label.rawValue,
          covers: finding.span.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) },
          action: finding.vendorAction?.rawValue)
      }
      #expect(Set(found) == Set(recorded.expected.findings ?? []))
      #expect(found.count == recorded.expected.findings?.count)
      #expect(screening.findings.allSatisfy { $0.screener == "under-test" })
    case .failure(let error):
      #expect(caseName(error) == recorded.expected.error)
      #expect(!"\(error)".contains(recorded.text))
    }
  }
}
