package import LazaretCore

/// Screens one window and decides on its chunk: ask, decide, mask, ask about the masked text.
package struct WindowScreening: Sendable {
  package let judge: Judge
  let masker: Masker
  private let permits: Permits
  private let supposesMasks: Bool

  /// - Parameters:
  ///   - permits: one is held while the answers about one text are awaited. Shared by everything that is
  ///     screened at the same time.
  ///   - supposesMasks: for a run that only asks what if: a masked text that nobody was asked about counts as
  ///     one in which nothing is found any more.
  package init(judge: Judge, masker: Masker, permits: Permits, supposesMasks: Bool = false) {
    self.judge = judge
    self.masker = masker
    self.permits = permits
    self.supposesMasks = supposesMasks
  }

  /// Every screener's answer about a window. The window's text is not kept: a document has
  /// thousands of windows, and only those that are masked are looked at again. Nor is the evidence, which
  /// was noted when the answer came and decides nothing.
  struct Answered: Sendable {
    /// Where the window stands in the lane.
    let window: TextSpan
    /// Where the chunk stands in the window.
    let chunk: TextSpan
    let answers: [String: ScreenerAnswer]
    /// Where the text comes from.
    let place: TextPlace?
    let shown: ScreenedWindow

    /// What the answers locate, in the coordinates of the lane.
    var located: [Finding] { Self.located(in: answers, movedBy: window.start) }

    fileprivate static func findsNothing(_ answers: [String: ScreenerAnswer]) -> Bool {
      answers.values.allSatisfy { answer in
        if case .screened(let screening) = answer { screening.findings.isEmpty } else { true }
      }
    }

    static func located(in answers: [String: ScreenerAnswer], movedBy offset: Int) -> [Finding] {
      if findsNothing(answers) { return [] }
      return answers.sorted { $0.key < $1.key }.flatMap { _, answer -> [Finding] in
        guard case .screened(let screening) = answer else { return [] }
        return screening.findings.compactMap { finding in
          guard let span = finding.span else { return nil }
          var moved = finding
          moved.span = span.shifted(by: offset)
          return moved
        }
      }
    }
  }

  struct Decided: Sendable {
    var decision: Decision
    /// Verified; there when the decision is to mask and the text was asked to be masked.
    var masked: MaskedText?
    var screenedBy: [String]
    /// What was shown to those who judged the text that may leave.
    var window: ScreenedWindow

    /// The findings in the coordinates of the chunk.
    fileprivate func within(_ chunk: TextSpan) -> Decided {
      var decided = self
      if !decision.findings.isEmpty {
        decided.decision.findings = decision.findings.map { $0.within(chunk) }
      }
      return decided
    }
  }

  /// - Parameter place: where the text comes from; `nil` for a text of no document.
  func answered(_ window: Window, at place: TextPlace?) async throws(RunFailure) -> Answered {
    let shown = judge.shown(window.text)
    return Answered(
      window: TextSpan(window.offset, window.offset + window.text.utf8.count), chunk: window.chunk,
      answers: try await ask(about: window.text, shown, deciding: window.chunk, at: place)
        .mapValues(\.withoutEvidence), place: place, shown: shown)
  }

  /// The names of what is masked in a lane.
  ///
  /// - Parameters:
  ///   - answered: every window of the lane.
  ///   - text: of the lane.
  func names(of answered: [Answered], in text: String) -> MaskNames {
    masker.names(
      answered.flatMap(\.located).filter { judge.policy.action(for: $0) == .mask }, in: text)
  }

  /// What follows from the answers alone.
  struct Judged: Sendable {
    let item: Answered
    let decision: Decision
    /// What neighbouring windows located in this chunk, in the coordinates of the window.
    let shared: [Finding]

    var asksToMask: Bool { if case .mask = decision.outcome { true } else { false } }
  }

  /// - Parameter shared: what neighbouring windows located in this chunk, in the coordinates of the lane.
  func judged(_ item: Answered, shared: [Finding]) -> Judged {
    let inWindow = shared.compactMap { finding -> Finding? in
      // The neighbour may have seen more of the finding than this window shows.
      guard let span = finding.span?.intersection(item.window) else { return nil }
      var moved = finding
      moved.span = span.shifted(by: -item.window.start)
      return moved
    }
    return Judged(
      item: item, decision: judge.policy.decide(chunk: item.chunk, answers: item.answers, shared: inWindow),
      shared: inWindow)
  }

  /// The decision on text in which there is nothing to cover, or that never leaves.
  func decided(_ judged: Judged) -> Decided {
    Decided(
      decision: judged.decision, masked: nil, screenedBy: judge.whoAnswered(judged.item.answers),
      window: judged.item.shown
    ).within(judged.item.chunk)
  }

  /// - Parameters:
  ///   - names: of the values in the lane that are masked.
  ///   - window: makes the window again, for masking.
  func decided(
    _ judged: Judged, names: MaskNames, window: () -> Window
  ) async throws(RunFailure) -> Decided {
    guard case .mask(let plan) = judged.decision.outcome else { return decided(judged) }
    return try await verified(
      plan, judged.decision, judged.item, window(), shared: judged.shared, names: names
    ).within(judged.item.chunk)
  }

  private func verified(
    _ plan: MaskPlan, _ decision: Decision, _ item: Answered, _ window: Window, shared: [Finding],
    names: MaskNames
  ) async throws(RunFailure) -> Decided {
    let masked = masker.mask(
      window.text.slice(window.chunk), by: plan, names: names, at: window.offset + window.chunk.start)
    // The margins are masked as well: they stand for what the neighbours will look like, and a value
    // that was left in them would be found again and held against this chunk.
    let masking = (Answered.located(in: item.answers, movedBy: 0) + shared).filter {
      judge.policy.action(for: $0) == .mask
    }
    func margin(_ span: TextSpan) -> String {
      let text = window.text.slice(span)
      guard let plan = MaskPlan(masking, within: span) else { return text }
      return masker.mask(text, by: plan, names: names, at: window.offset + span.start).text
    }
    let left = margin(TextSpan(0, window.chunk.start))
    let right = margin(TextSpan(window.chunk.end, window.text.utf8.count))
    let chunk = TextSpan(left.utf8.count, left.utf8.count + masked.text.utf8.count)
    let text = left + masked.text + right
    let shown = judge.shown(text)
    let answers = try await ask(about: text, shown, deciding: chunk, at: item.place)
    var verdict = judge.policy.verify(chunk: chunk, answers: answers, after: decision, plan: plan)
    if supposesMasks, case .unscreened = verdict.outcome, answers.values.allSatisfy(\.isForWantOfAsking) {
      verdict = Decision(outcome: .mask(plan), findings: decision.findings)
    }
    var decided = Decided(
      decision: verdict, masked: nil, screenedBy: judge.whoAnswered(answers), window: shown)
    if case .mask = verdict.outcome { decided.masked = masked }
    return decided
  }

  private func ask(
    about text: String, _ shown: ScreenedWindow, deciding chunk: TextSpan, at place: TextPlace?
  ) async throws(RunFailure) -> [String: ScreenerAnswer] {
    let answers = try await permits.withPermit { () throws(RunFailure) in
      try await judge.answers(about: text, shown: shown, deciding: chunk, at: place)
    }
    guard let answers else { throw .interrupted }
    return answers
  }
}

extension ScreenerAnswer {
  /// False when somebody was asked and did not answer.
  fileprivate var isForWantOfAsking: Bool {
    switch self {
    case .screened, .failed(.dryRun), .notAsked: true
    case .failed: false
    }
  }

  fileprivate var withoutEvidence: ScreenerAnswer {
    if case .screened(let screening) = self {
      .screened(Screening(findings: screening.findings))
    } else {
      self
    }
  }
}

extension JudgedFinding {
  /// The finding in the coordinates of the chunk, cut to the part that lies in it.
  fileprivate func within(_ chunk: TextSpan) -> JudgedFinding {
    var judged = self
    judged.finding.span = finding.span?.intersection(chunk)?.shifted(by: -chunk.start)
    return judged
  }
}
