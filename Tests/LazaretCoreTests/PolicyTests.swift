import LazaretCore
import LazaretTesting
import Testing

struct PolicyTests {
  private let chunk = TextSpan(10, 30)
  private static let errors: [ScreenerError] = [
    .timedOut(after: .seconds(15)), .unreachable("refused"), .brokenOff("reset"),
    .rateLimited(retryAfter: nil),
    .unavailable(status: 503), .unauthorised("401"), .misconfigured("404"),
    .rejected(status: 413, "too large"),
    .tooLong(bytes: 2, limit: 1), .unreadable("no 'flagged'"), .cancelled,
  ]

  private func policy(
    _ actions: [String: Action] = [:], otherwise: Action = .quarantine, onFlagged: Action? = nil,
    lassoRequired: Bool = true, scope: Policy.Scope = .chunk
  ) throws -> Policy {
    Policy(
      screeners: [
        .init(name: "lakera", onFlagged: onFlagged), .init(name: "lasso", required: lassoRequired),
      ],
      actions: try ActionTable(actions), otherwise: otherwise, scope: scope)
  }

  private func answers(_ lakera: [Finding] = [], _ lasso: [Finding] = []) -> [String: ScreenerAnswer] {
    ["lakera": .screened(Screening(findings: lakera)), "lasso": .screened(Screening(findings: lasso))]
  }

  private func finding(_ label: Label, _ span: TextSpan? = TextSpan(12, 20), vendor: Action? = nil) -> Finding
  {
    Finding(screener: "lakera", label: label, span: span, vendorAction: vendor)
  }

  // MARK: - What is missing

  @Test(arguments: errors)
  func `a screener that failed never lets a chunk in`(error: ScreenerError) throws {
    let decision = try policy().decide(
      chunk: chunk, answers: ["lakera": .screened(Screening(findings: [])), "lasso": .failed(error)])
    switch decision.outcome {
    case .unscreened(let reasons): #expect(reasons.first?.screener == "lasso")
    case .quarantine(let reasons):
      #expect(error.holdsTheChunk)
      #expect(reasons.first?.code == .rejected)
    case .admit, .mask: Issue.record("admitted after \(error)")
    }
  }

  @Test func `an answer that was never given never lets a chunk in`() throws {
    for answers in [[:], ["lakera": ScreenerAnswer.screened(Screening(findings: []))], ["lasso": .notAsked]] {
      guard case .unscreened = try policy().decide(chunk: chunk, answers: answers).outcome else {
        Issue.record("not unscreened: \(answers)")
        continue
      }
    }
  }

  @Test func `an optional screener may be silent, but not all of them`() throws {
    var policy = try policy(lassoRequired: false)
    let one: [String: ScreenerAnswer] = [
      "lakera": .screened(Screening(findings: [])), "lasso": .failed(.cancelled),
    ]
    #expect(policy.decide(chunk: chunk, answers: one).outcome == .admit)
    policy.screeners[0].required = false
    let none: [String: ScreenerAnswer] = ["lakera": .failed(.cancelled), "lasso": .failed(.cancelled)]
    guard case .unscreened = policy.decide(chunk: chunk, answers: none).outcome else {
      Issue.record("admitted without any answer")
      return
    }
  }

  @Test(arguments: 0..<300)
  func `nothing is admitted unless every required screener answered and nothing asks for more`(seed: Int)
    throws
  {
    var generator = SeededGenerator(seed: seed)
    let policy = try policy(
      ["pii/*": .mask, "note": .monitor, "free": .admit],
      onFlagged: Bool.random(using: &generator) ? .monitor : nil)
    var answers: [String: ScreenerAnswer] = [:]
    var worst = Action.admit
    var everybody = true
    for name in ["lakera", "lasso"] {
      switch Int.random(in: 0..<5, using: &generator) {
      case 0:
        everybody = false
        if Bool.random(using: &generator) {
          answers[name] = .failed(Self.errors[Int.random(in: 0..<Self.errors.count, using: &generator)])
        }
      default:
        let findings = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          let labels: [Label] = ["pii/email", "note", "free", "prompt_attack"]
          let spans: [TextSpan?] = [nil, TextSpan(0, 5), TextSpan(12, 20), TextSpan(25, 40)]
          return Finding(
            screener: name, label: labels[Int.random(in: 0..<4, using: &generator)],
            span: spans[Int.random(in: 0..<4, using: &generator)])
        }
        for finding in findings where finding.span?.intersects(chunk) ?? true {
          worst = max(worst, policy.action(for: finding))
        }
        answers[name] = .screened(Screening(findings: findings))
      }
    }
    let decision = policy.decide(chunk: chunk, answers: answers)
    switch decision.outcome {
    case .admit:
      #expect(everybody)
      #expect(worst <= .monitor)
    case .mask(let plan):
      #expect(everybody)
      #expect(worst == .mask)
      #expect(!decision.findings.contains { $0.action == .mask && $0.finding.span == nil })
      #expect(!plan.parts.isEmpty)
    case .quarantine(let reasons): #expect(!reasons.isEmpty)
    case .unscreened(let reasons):
      #expect(!everybody)
      #expect(!reasons.isEmpty)
    }
  }

  // MARK: - What is found

  @Test func `another screener's quarantine stands although an answer is missing`() throws {
    let decision = try policy().decide(
      chunk: chunk,
      answers: [
        "lakera": .screened(Screening(findings: [finding("prompt_attack", nil)])),
        "lasso": .failed(.cancelled),
      ])
    guard case .quarantine(let reasons) = decision.outcome else {
      Issue.record("\(decision.outcome)")
      return
    }
    #expect(reasons == [Reason(.flagged, screener: "lakera", label: "prompt_attack")])
  }

  @Test func `a detection that asks for a mask and has no place quarantines`() throws {
    let decision = try policy(["pii/*": .mask]).decide(
      chunk: chunk, answers: answers([finding("pii/email"), finding("pii/name", nil)]))
    guard case .quarantine(let reasons) = decision.outcome else {
      Issue.record("\(decision.outcome)")
      return
    }
    #expect(reasons.map(\.code) == [.unlocated])
  }

  @Test func `a finding in the margin belongs to the neighbour`() throws {
    let decision = try policy().decide(
      chunk: chunk, answers: answers([finding("prompt_attack", TextSpan(30, 40))]))
    #expect(decision.outcome == .admit)
    #expect(decision.findings.isEmpty)
  }

  @Test func `what a neighbour's window saw across the border counts here`() throws {
    let decision = try policy(["pii/*": .mask]).decide(
      chunk: chunk, answers: answers(), shared: [finding("pii/email", TextSpan(0, 14))])
    guard case .mask(let plan) = decision.outcome else {
      Issue.record("\(decision.outcome)")
      return
    }
    #expect(plan.parts.map(\.span) == [TextSpan(0, 4)])
  }

  @Test(arguments: [
    ("pii/email", nil, Action.mask), ("pii/name", nil, .quarantine), ("pii/other", nil, .monitor),
    ("secret/aws", nil, .quarantine), ("unknown", nil, .quarantine),
    ("prompt_attack/jailbreak", nil, .monitor),
    ("pii/email", Action.quarantine, .quarantine), ("pii/email", .monitor, .mask),
    ("unknown", .monitor, .monitor),
    ("unknown", .mask, .mask), ("pii/other", .mask, .mask), ("unknown", .admit, .admit),
  ])
  func `the most specific row decides, and a vendor's action can only become stricter`(
    label: String, vendor: Action?, expected: Action
  ) throws {
    let policy = try policy([
      "pii/*": .monitor, "pii/email": .mask, "pii/n*": .quarantine, "prompt_attack*": .monitor,
    ])
    #expect(policy.action(for: finding(Label(label), vendor: vendor)) == expected)
  }

  @Test func `a screener's own setting comes after the table and before the default`() throws {
    let policy = try policy(["pii/*": .mask], onFlagged: .monitor)
    #expect(policy.action(for: finding("pii/email")) == .mask)
    #expect(policy.action(for: finding("else")) == .monitor)
    #expect(policy.action(for: Finding(screener: "lasso", label: "else")) == .quarantine)
  }

  // MARK: - After masking

  @Test func `masked text is kept only when nothing in it asks for more`() throws {
    let policy = try policy(["pii/*": .mask, "note": .monitor])
    let first = policy.decide(chunk: chunk, answers: answers([finding("pii/email")]))
    guard case .mask(let plan) = first.outcome else {
      Issue.record("\(first.outcome)")
      return
    }
    func again(_ answers: [String: ScreenerAnswer]) -> Decision.Outcome {
      policy.verify(chunk: chunk, answers: answers, after: first, plan: plan).outcome
    }
    #expect(again(answers()) == .mask(plan))
    #expect(again(answers([finding("note")])) == .mask(plan))
    #expect(
      again(answers([finding("pii/email")]))
        == .quarantine([Reason(.stillDetected, screener: "lakera", label: "pii/email")]))
    #expect(
      again(answers([finding("else", nil)]))
        == .quarantine([Reason(.stillDetected, screener: "lakera", label: "else")]))
    guard
      case .unscreened = again([
        "lakera": .failed(.unavailable(status: 503)), "lasso": .screened(Screening(findings: [])),
      ])
    else {
      Issue.record("kept without an answer about the masked text")
      return
    }
    guard
      case .quarantine = again([
        "lakera": .failed(.rejected(status: 400, "x")), "lasso": .screened(Screening(findings: [])),
      ])
    else {
      Issue.record("kept although the masked text was refused")
      return
    }
  }
}
