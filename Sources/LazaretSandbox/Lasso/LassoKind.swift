import LazaretCore

/// The judges of Lasso that its answers name.
enum LassoDeputy: String, CaseIterable, Sendable {
  case jailbreak
  case customPolicies = "custom-policies"
  case sexual
  case hate
  case illegality
  case codetect
  case violence
  case patternDetection = "pattern-detection"
}

/// How Lasso reports a thing that the embedded detectors found.
struct LassoKind: Hashable, Sendable {
  let deputy: LassoDeputy
  let name: String
  let category: String
  let action: String
  let severity: String
  /// What stands in for the value; `nil` for what has no location.
  let mask: String?

  init(_ label: Label) {
    let path = label.rawValue.split(separator: "/", maxSplits: 1).map(String.init)
    let kind = path.last ?? label.rawValue
    switch path.first {
    case "pii":
      let (name, mask) = Self.patterns[kind] ?? (Self.words(kind), "<\(label.placeholderType)>")
      self.init(pattern: name, mask: mask)
    case "secret":
      self.init(pattern: "Secret", mask: "<SECRET>")
    case "prompt_attack", "invisible_unicode":
      self.init(
        deputy: .jailbreak, name: "Jailbreak", category: "SAFETY", action: "BLOCK", severity: "HIGH")
    case "unknown_links", "unknown_link":
      // Lasso has no deputy for links. A block would stop most web pages.
      self.init(custom: label, action: "WARN", severity: "LOW")
    default:
      self.init(custom: label, action: "BLOCK", severity: "HIGH")
    }
  }

  private init(pattern name: String, mask: String) {
    self.init(
      deputy: .patternDetection, name: name, category: "PERSONAL_IDENTIFIABLE_INFORMATION",
      action: "AUTO_MASKING", severity: "HIGH", mask: mask)
  }

  private init(custom label: Label, action: String, severity: String) {
    self.init(
      deputy: .customPolicies, name: Self.words(label.rawValue), category: "CUSTOM", action: action,
      severity: severity)
  }

  private init(
    deputy: LassoDeputy, name: String, category: String, action: String, severity: String,
    mask: String? = nil
  ) {
    self.deputy = deputy
    self.name = name
    self.category = category
    self.action = action
    self.severity = severity
    self.mask = mask
  }

  private static let patterns: [String: (name: String, mask: String)] = [
    "email": ("Email Address", "<EMAIL_ADDRESS>"),
    "phone": ("Phone Number", "<PHONE_NUMBER>"),
    "phone_number": ("Phone Number", "<PHONE_NUMBER>"),
    "credit_card": ("Credit Card", "<CREDIT_CARD>"),
    "iban": ("IBAN", "<IBAN>"),
    "iban_code": ("IBAN", "<IBAN>"),
    "ssn": ("SSN", "<SSN>"),
    "us_ssn": ("SSN", "<SSN>"),
    "us_social_security_number": ("SSN", "<SSN>"),
    "ip_address": ("IP Address", "<IP_ADDRESS>"),
  ]

  /// `moderated_content/hate` as `Moderated Content Hate`.
  private static func words(_ path: String) -> String {
    path.split { "_/-".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
      .joined(separator: " ")
  }
}
