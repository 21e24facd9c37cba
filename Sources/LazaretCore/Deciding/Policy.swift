/// The rules that turn answers into a decision. Pure: the same answers give the same decision.
///
/// Never admits unless every required screener answered.
package struct Policy: Sendable, Hashable {
  package var screeners: [ScreenerRule]
  package var actions: ActionTable
  /// For a label that nothing names.
  package var otherwise: Action
  package var order: Order
  package var scope: Scope
  package var allow: AllowList

  package struct ScreenerRule: Sendable, Hashable {
    package var name: String
    package var required: Bool
    /// `on_flagged`: for this screener's findings that the table does not name.
    package var onFlagged: Action?

    package init(name: String, required: Bool = true, onFlagged: Action? = nil) {
      self.name = name
      self.required = required
      self.onFlagged = onFlagged
    }
  }

  /// In which order screeners are asked.
  package enum Order: String, Sendable, Hashable, Codable, CaseIterable {
    /// All at the same time.
    case all
    /// One after the other, until one's answer quarantines: saves quota.
    case untilQuarantined = "until_quarantined"
  }

  /// How far a quarantine reaches.
  package enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
    case chunk
    /// And the chunks before and after it.
    case neighbours
    case document
  }

  package init(
    screeners: [ScreenerRule], actions: ActionTable = .empty, otherwise: Action = .quarantine,
    order: Order = .all, scope: Scope = .chunk, allow: AllowList = .empty
  ) {
    self.screeners = screeners
    self.actions = actions
    self.otherwise = otherwise
    self.order = order
    self.scope = scope
    self.allow = allow
  }

  /// What the finding asks for: nothing if the allow-list lets it through; else the table, then the screener's `on_flagged`, then the default. Where
  /// the vendor itself asks for something, the pipeline can only make it stricter.
  package func action(for finding: Finding) -> Action {
    if finding.allowedBy != nil { return .admit }
    let ours =
      actions.action(for: finding.label)
      ?? screeners.first { $0.name == finding.screener }?.onFlagged
    if let asked = finding.vendorAction {
      return max(asked, ours ?? asked)
    }
    return ours ?? otherwise
  }

  /// - Parameters:
  ///   - chunk: where the chunk stands, in the same coordinates as the spans of the findings.
  ///   - answers: by screener, each about a text that holds the whole chunk.
  ///   - shared: located findings of the neighbours' windows. A window shows a margin of its
  ///     neighbours, so one of them may have seen what this chunk's own window cut in half.
  package func decide(
    chunk: TextSpan, answers: [String: ScreenerAnswer], shared: [Finding] = []
  ) -> Decision {
    var findings: [Finding] = []
    for rule in screeners {
      if case .screened(let screening) = answers[rule.name] { findings += screening.findings }
    }
    for finding in shared where !findings.contains(finding) { findings.append(finding) }
    let judged =
      findings
      .filter { $0.span.map { $0.intersects(chunk) || chunk.isEmpty } ?? true }
      .map { JudgedFinding(finding: $0, action: action(for: $0)) }

    var reasons: [Reason] = []
    for item in judged where item.action == .quarantine {
      reasons.append(
        Reason(
          .flagged, screener: item.finding.screener, label: item.finding.label,
          detail: item.finding.note))
    }
    let masking = judged.filter { $0.action == .mask }.map(\.finding)
    for finding in masking where finding.span == nil {
      reasons.append(
        Reason(.unlocated, screener: finding.screener, label: finding.label, detail: finding.note))
    }
    for rule in screeners {
      if case .failed(let error) = answers[rule.name], error.holdsTheChunk {
        reasons.append(Reason(.rejected, screener: rule.name, detail: "\(error)"))
      }
    }
    if !reasons.isEmpty {
      return Decision(outcome: .quarantine(reasons.uniqued()), findings: judged)
    }

    let missing = missingAnswers(in: answers)
    if !missing.isEmpty {
      return Decision(outcome: .unscreened(missing), findings: judged)
    }
    if masking.isEmpty {
      return Decision(outcome: .admit, findings: judged)
    }
    guard let plan = MaskPlan(masking, within: chunk) else {
      // Only an empty chunk with a located finding comes here: nothing to cover, nothing to lose.
      return Decision(outcome: .admit, findings: judged)
    }
    return Decision(outcome: .mask(plan), findings: judged)
  }

  /// What is said about text that was masked and screened again: it is kept only if nothing in it
  /// asks for a mask or for quarantine any more.
  package func verify(
    chunk: TextSpan, answers: [String: ScreenerAnswer], after decision: Decision, plan: MaskPlan
  ) -> Decision {
    let again = decide(chunk: chunk, answers: answers)
    switch again.outcome {
    case .admit:
      return Decision(outcome: .mask(plan), findings: decision.findings)
    case .mask, .quarantine:
      let reasons = again.findings.filter { $0.action >= .mask }.map { item in
        Reason(.stillDetected, screener: item.finding.screener, label: item.finding.label)
      }
      let rejected = answers.compactMap { name, answer -> Reason? in
        guard case .failed(let error) = answer, error.holdsTheChunk else { return nil }
        return Reason(.rejected, screener: name, detail: "\(error)")
      }.sorted { ($0.screener ?? "") < ($1.screener ?? "") }
      return Decision(
        outcome: .quarantine((reasons + rejected).uniqued()), findings: decision.findings)
    case .unscreened(let reasons):
      return Decision(outcome: .unscreened(reasons), findings: decision.findings)
    }
  }

  private func missingAnswers(in answers: [String: ScreenerAnswer]) -> [Reason] {
    var reasons: [Reason] = []
    for rule in screeners where rule.required {
      switch answers[rule.name] {
      case .screened: break
      case .failed(let error):
        reasons.append(Reason(.noAnswer, screener: rule.name, detail: "\(error)"))
      case .notAsked, nil:
        reasons.append(Reason(.noAnswer, screener: rule.name, detail: "it was not asked"))
      }
    }
    // Nobody judged the text: a pipeline whose screeners are all optional still needs one answer.
    if reasons.isEmpty, !answers.values.contains(where: { if case .screened = $0 { true } else { false } }) {
      reasons.append(Reason(.noAnswer, detail: "no screener answered"))
    }
    return reasons
  }
}

extension Array where Element: Hashable {
  /// The elements in order, each once.
  package func uniqued() -> [Element] {
    var seen = Set<Element>()
    return filter { seen.insert($0).inserted }
  }
}
