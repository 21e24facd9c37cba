import LazaretCore

/// The guardrails that every account of Layerup has. Others are made in its dashboard, which a sandbox
/// does not have.
enum LayerupGuardrail: String, CaseIterable, Sendable {
  case hallucination = "layerup.hallucination"
  case promptInjection = "layerup.prompt_injection"
  case jailbreaking = "layerup.jailbreaking"
  case sensitiveData = "layerup.sensitive_data"
  case abuse = "layerup.abuse"
  case contentModeration = "layerup.content_moderation"
  case phishing = "layerup.phishing"
  case invisibleUnicode = "layerup.invisible_unicode"
  case codeDetection = "layerup.code_detection"

  /// The labels that offend it, each with all that is below it. Empty where no detector could tell.
  private var labels: [String] {
    switch self {
    case .promptInjection, .jailbreaking: ["prompt_attack"]
    case .sensitiveData: ["pii", "secret"]
    case .contentModeration: ["moderated_content"]
    case .phishing: ["phishing", "unknown_links", "unknown_link"]
    case .invisibleUnicode: ["invisible_unicode"]
    case .codeDetection: ["code"]
    // About an answer and its question, and about how often somebody asks.
    case .hallucination, .abuse: []
    }
  }

  func isOffended(by label: Label) -> Bool {
    labels.contains { label.rawValue == $0 || label.rawValue.hasPrefix($0 + "/") }
  }
}
