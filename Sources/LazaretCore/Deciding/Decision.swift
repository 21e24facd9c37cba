/// What happens to one chunk, and what it was decided on.
package struct Decision: Sendable, Hashable {
  package var outcome: Outcome
  /// Every finding that has a byte in the chunk or no known place, with what it asked for.
  package var findings: [JudgedFinding]

  package enum Outcome: Sendable, Hashable {
    case admit
    case mask(MaskPlan)
    case quarantine([Reason])
    case unscreened([Reason])
  }

  package init(outcome: Outcome, findings: [JudgedFinding]) {
    self.outcome = outcome
    self.findings = findings
  }
}

/// A finding and the action that the policy gave it.
package struct JudgedFinding: Sendable, Hashable, Codable {
  package var finding: Finding
  package var action: Action

  package init(finding: Finding, action: Action) {
    self.finding = finding
    self.action = action
  }
}
