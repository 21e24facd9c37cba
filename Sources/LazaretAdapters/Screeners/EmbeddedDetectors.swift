package import LazaretDetectors

/// Which groups of embedded detectors the names of a pipeline file mean: our own names, and those of
/// Layerup's guardrails that the detectors stand in for, so that such a list runs without the service.
package enum EmbeddedDetectors {
  /// Why a name is refused. A name that did nothing would be a guardrail that never finds anything.
  package struct Refusal: Error, Hashable {
    package var name: String
    package var why: String
  }

  /// Every name that is understood, our own first.
  package static let names: [String] = DetectorGroup.allCases.map(\.rawValue) + layerup.keys.sorted()

  package static func groups(named name: String) throws(Refusal) -> Set<DetectorGroup> {
    if let group = DetectorGroup(rawValue: name) { return [group] }
    if let groups = layerup[name] { return groups }
    let why =
      uncovered[name].map { "no embedded detector finds \($0)" }
      ?? (name.hasPrefix("layerup.") ? "it is none that an embedded detector stands in for" : nil)
    throw Refusal(name: name, why: why ?? "there is no such group")
  }

  private static let layerup: [String: Set<DetectorGroup>] = [
    "layerup.prompt_injection": [.promptAttack],
    "layerup.jailbreaking": [.promptAttack],
    "layerup.sensitive_data": [.personal, .secrets],
    "layerup.invisible_unicode": [.unicode],
  ]

  private static let uncovered = [
    "layerup.hallucination": "hallucination",
    "layerup.abuse": "abuse of the service",
    "layerup.content_moderation": "harmful content",
    "layerup.phishing": "phishing",
    "layerup.code_detection": "code",
  ]
}
