import Foundation
import LazaretCore
import Testing

@testable import LazaretAdapters

/// Cases that others recorded, in the folder that `LAZARET_WIRE_CASES` names, or in
/// `shared/wire-cases` beside the repository; none without either. A file holds `vendor`, `endpoint`,
/// `request`, `status`, `response` and `notes`.
///
/// What is expected follows from the answer itself, not from a list: these rules must hold for any
/// answer that somebody meets.
struct OutsideCasesTests {
  struct OutsideCase: Sendable, CustomTestStringConvertible {
    var name: String
    var kind: String
    var text: String
    var status: Int
    var response: JSONValue
    var notes: String
    /// Only some keys are quoted; what is missing must not make it clean.
    var isFragment: Bool

    var testDescription: String { name }

    init?(_ url: URL) {
      guard let data = try? Data(contentsOf: url),
        let value = try? JSONDecoder().decode(JSONValue.self, from: data),
        let vendor = value["vendor"]?.string, let endpoint = value["endpoint"]?.string,
        let status = value["status"]?.integer, let response = value["response"]
      else { return nil }
      switch vendor {
      case "lakera" where endpoint.hasSuffix("/v2/guard"), "lakera" where endpoint.contains("/v1/"):
        kind = "lakera_guard"
      case "lasso": kind = "lasso_classifier"
      case "layerup" where endpoint.contains("/guardrails/execute"): kind = "layerup"
      // What the route beside it answers must not look like an answer of this one.
      case "litellm": kind = "litellm_proxy"
      case "portkey": kind = "portkey_gateway"
      default: return nil
      }
      name = url.deletingPathExtension().lastPathComponent
      // The messages that were sent last; others that came before are not ours to send.
      text = value["request"]?["messages"]?.array?.last?["content"]?.string ?? "Some text."
      self.status = status
      self.response = response == .null ? .string("") : response
      notes = value["notes"]?.string ?? ""
      isFragment = notes.contains("fragment")
    }

    static let all: [OutsideCase] = {
      let beside = packageRoot.deletingLastPathComponent().appendingPathComponent("shared/wire-cases").path
      let folder = ProcessInfo.processInfo.environment["LAZARET_WIRE_CASES"] ?? beside
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return files.sorted().compactMap {
        OutsideCase(URL(fileURLWithPath: folder).appendingPathComponent($0))
      }
    }()

    /// True when the answer says in so many words that nothing was found.
    var saysClean: Bool {
      guard status == 200 else { return false }
      switch kind {
      case "layerup":
        return response["all_safe"]?.bool == true && response["offending_guardrail"]?.string == nil
      case "litellm_proxy": return response["object"]?.string == "chat.completion"
      case "portkey_gateway": return checks.contains("lasso.classify") && checks.allSatisfy(passed)
      default: break
      }
      let detected = response["breakdown"]?.array?.contains { $0["detected"]?.bool != false } ?? false
      let findings: Bool
      if case .object(let lists) = response["findings"] {
        findings = lists.values.contains { $0.array?.isEmpty != true }
      } else {
        findings = false
      }
      let verdict = response["flagged"]?.bool ?? response["violations_detected"]?.bool
      return verdict == false && !detected && !findings
    }

    /// Ids of Portkey's checks before the request.
    private var checks: [String] {
      (response["hook_results"]?["before_request_hooks"]?.array ?? [])
        .flatMap { $0["checks"]?.array ?? [] }.compactMap { $0["id"]?.string }
    }

    private func passed(_ id: String) -> Bool {
      (response["hook_results"]?["before_request_hooks"]?.array ?? [])
        .flatMap { $0["checks"]?.array ?? [] }.filter { $0["id"]?.string == id }
        .allSatisfy { check in
          let isEmpty =
            if case .object(let found) = check["data"]?["findings"] { found.isEmpty } else { true }
          return check["verdict"]?.bool == true && (check["error"] ?? .null) == .null && isEmpty
            && (check["data"] ?? .null) != .null && check["transformed"]?.bool != true
        }
    }

    /// A gateway says with another status that something was found.
    var mayFindWithoutOK: Bool {
      kind == "litellm_proxy" && status == 400 || kind == "portkey_gateway" && [246, 446].contains(status)
    }

    /// The fragment as a whole answer that found something.
    var completed: JSONValue {
      guard isFragment, case .object(var fields) = response else { return response }
      let key = kind == "lakera_guard" ? "flagged" : "violations_detected"
      fields[key] = fields[key] ?? .bool(true)
      return .object(fields)
    }
  }

  private func ask(_ outside: OutsideCase, _ response: JSONValue) async throws -> Result<
    Screening, ScreenerError
  > {
    let server = try StubServer(.init(status: outside.status, body: try response.body))
    let kind = try #require(ScreenerCatalog.kind(named: outside.kind))
    let screener = try makeScreener(kind, endpoint: server.url)
    return await screener.outcome(for: outside.text)
  }

  @Test(arguments: OutsideCase.all)
  func `an answer is empty only if it says that nothing was found`(outside: OutsideCase) async throws {
    switch try await ask(outside, outside.response) {
    case .success(let screening):
      #expect(screening.findings.isEmpty == outside.saysClean)
      #expect(outside.status == 200 || outside.mayFindWithoutOK)
    case .failure:
      #expect(!outside.saysClean)
    }
  }

  @Test(arguments: OutsideCase.all.filter(\.isFragment))
  func `a fragment that is made whole finds something`(outside: OutsideCase) async throws {
    if case .success(let screening) = try await ask(outside, outside.completed) {
      #expect(!screening.findings.isEmpty)
    }
  }

  @Test(arguments: OutsideCase.all)
  func `a place that the notes call wrong is not taken`(outside: OutsideCase) async throws {
    let notes = outside.notes.lowercased()
    let isWrong = ["wrong", "worst case"].contains { notes.contains($0) }
    guard isWrong, case .success(let screening) = try await ask(outside, outside.completed) else { return }
    #expect(screening.findings.allSatisfy { $0.span == nil })
  }

  @Test(arguments: OutsideCase.all)
  func `what is located looks like what it is said to be`(outside: OutsideCase) async throws {
    guard case .success(let screening) = try await ask(outside, outside.completed) else { return }
    let bytes = Array(outside.text.utf8)
    for finding in screening.findings where finding.label == "pii/email" {
      guard let span = finding.span else { continue }
      #expect(bytes[span.start..<span.end].contains(UInt8(ascii: "@")))
    }
  }

  @Test(arguments: OutsideCase.all)
  func `a status other than 200 is an error that says nothing of the text`(outside: OutsideCase) async throws
  {
    guard outside.status != 200, !outside.mayFindWithoutOK else { return }
    guard case .failure(let error) = try await ask(outside, outside.response) else {
      Issue.record("no error")
      return
    }
    // A word as short as "hi" stands in many sentences.
    #expect(outside.text.utf8.count < 12 || !"\(error)".contains(outside.text))
  }
}
