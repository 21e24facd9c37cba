import LazaretCore

/// An answer of another vendor that a gateway hands on, read as that vendor's own answers are.
///
/// Places are dropped: what exactly the gateway sent on is not known, so no offset is proved for the text.
enum RelayedAnswer {
  /// Of Lakera Guard, version 2 or 1.
  static func lakera(
    _ answer: WireTree, text: String, screener: String
  ) throws(ScreenerError) -> Screening {
    if let results = answer["results"]?.list, answer["flagged"] == nil {
      return lakeraVersion1(results, screener: screener)
    }
    return withoutPlaces(try LakeraGuard.screening(from: answer.json, text: text, screener: screener))
  }

  /// Of the Lasso classifier. Version 2 has no findings, and a gateway may leave out the verdict.
  static func lasso(
    _ answer: WireTree, violations: Bool, text: String, screener: String
  ) throws(ScreenerError) -> Screening {
    var fields = answer.fields ?? [:]
    fields["violations_detected"] = fields["violations_detected"] ?? .bool(violations)
    let whole = WireTree.object(fields)
    return withoutPlaces(try LassoClassifier.screening(from: whole.json, text: text, screener: screener))
  }

  static func looksLikeLakera(_ data: WireTree) -> Bool {
    data["flagged"] != nil || data["breakdown"] != nil
  }

  static func looksLikeLasso(_ data: WireTree) -> Bool {
    data["violations_detected"] != nil || data["deputies"] != nil || data["findings"] != nil
  }

  /// Each result names its categories and whether they were found; anything but `false` counts.
  private static func lakeraVersion1(_ results: [WireTree], screener: String) -> Screening {
    var findings: [Finding] = []
    for result in results {
      for (category, found) in (result["categories"]?.fields ?? [:]).sorted(by: { $0.key < $1.key })
      where found != .bool(false) && found != .null {
        findings.append(Finding(screener: screener, label: version1Label(category)))
      }
    }
    return Screening(findings: findings.uniqued())
  }

  private static func version1Label(_ category: String) -> Label {
    let name = category.lowercased()
    switch name {
    case "prompt_injection", "jailbreak": return "prompt_attack"
    case "pii", "unknown_links": return Label(name)
    case "sexual", "hate", "violence", "self_harm", "crime", "weapons", "profanity":
      return Label("moderated_content/\(name)")
    default: return name.isIdentifier ? Label("lakera/\(name)") : .unattributed
    }
  }

  private static func withoutPlaces(_ screening: Screening) -> Screening {
    var screening = screening
    screening.findings = screening.findings.map { finding in
      Finding(
        screener: finding.screener, label: finding.label, vendorAction: finding.vendorAction,
        note: "reported through a gateway, so its place cannot be proved")
    }.uniqued()
    return screening
  }
}

extension Screening {
  /// The same findings, each asking for quarantine at least: the gateway stopped the text.
  var quarantining: Screening {
    var held = self
    for place in held.findings.indices { held.findings[place].vendorAction = .quarantine }
    held.findings = held.findings.uniqued()
    return held
  }
}
