import Foundation

/// An answer of a vendor that others recorded: a JSON file in the folder that `LAZARET_WIRE_CASES`
/// names, or in `shared/wire-cases` beside the repository. It holds `vendor`, `endpoint`, `request`,
/// `status`, `response` and `notes`.
package struct OutsideCase: Sendable, CustomStringConvertible {
  package var name: String
  package var kind: String
  package var text: String
  package var status: Int
  package var response: FixtureJSON
  package var notes: String
  /// Only some keys are quoted; what is missing must not make it clean.
  package var isFragment: Bool

  package var description: String { name }

  init?(_ url: URL) {
    guard let data = try? Data(contentsOf: url),
      let value = try? JSONDecoder().decode(FixtureJSON.self, from: data),
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

  package static let all: [OutsideCase] = {
    let beside = RepositoryFile.path("../shared/wire-cases")
    let folder = ProcessInfo.processInfo.environment["LAZARET_WIRE_CASES"] ?? beside
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.sorted().compactMap {
      OutsideCase(URL(fileURLWithPath: folder).appendingPathComponent($0))
    }
  }()

  /// True when the answer says in so many words that nothing was found.
  package var saysClean: Bool {
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
  package var mayFindWithoutOK: Bool {
    kind == "litellm_proxy" && status == 400 || kind == "portkey_gateway" && [246, 446].contains(status)
  }

  /// The fragment as a whole answer that found something.
  package var completed: FixtureJSON {
    guard isFragment, case .object(var fields) = response else { return response }
    let key = kind == "lakera_guard" ? "flagged" : "violations_detected"
    fields[key] = fields[key] ?? .bool(true)
    return .object(fields)
  }
}
