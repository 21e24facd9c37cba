import Testing

@testable import LazaretCore

struct AllowListTests {
  private func entry(
    _ label: String, _ match: AllowList.Entry.Match, source: String? = nil, path: String? = nil
  ) throws -> AllowList.Entry {
    AllowList.Entry(
      number: 3, label: try Glob(label, wildcardsTakeSlash: true), match: match, source: source,
      path: try path.map { try Glob($0) }, reason: "known")
  }

  private let place = TextPlace(source: "docs", uri: "security/attacks.md")
  private let email = Finding(screener: "s", label: "pii/email", span: TextSpan(0, 5))

  private func isAllowed(_ entry: AllowList.Entry, _ value: String?, at place: TextPlace?) -> Bool {
    AllowList(entries: [entry]).entry(for: email, value: value, at: place) != nil
  }

  @Test func `a value is let through byte for byte`() throws {
    let known = try entry("pii/*", .value("a@b.c"))
    #expect(isAllowed(known, "a@b.c", at: place) && isAllowed(known, "a@b.c", at: nil))
    for other in ["A@b.c", "a@b.cc", "xa@b.c", "", nil] { #expect(!isAllowed(known, other, at: place)) }
    // Swift calls these equal.
    let composed = try entry("pii/*", .value("caf\u{E9}"))
    #expect(!isAllowed(composed, "cafe\u{301}", at: place))
  }

  @Test func `a pattern has to match the whole value`() throws {
    let known = try entry("pii/email", .pattern(try Glob("*@example.com", wildcardsTakeSlash: true)))
    #expect(isAllowed(known, "jane@example.com", at: place))
    for other in ["jane@example.com.evil.example", "jane@example.org", nil] {
      #expect(!isAllowed(known, other, at: place))
    }
  }

  @Test func `a path or a source lets through what is found there, and nowhere else`() throws {
    let there = try entry("pii/*", .anything, path: "security/**")
    #expect(isAllowed(there, nil, at: place) && isAllowed(there, "x", at: place))
    #expect(!isAllowed(there, "x", at: TextPlace(source: "docs", uri: "a/security/b.md")))
    #expect(!isAllowed(there, "x", at: nil))
    let source = try entry("pii/*", .anything, source: "docs")
    #expect(isAllowed(source, nil, at: place))
    #expect(!isAllowed(source, nil, at: TextPlace(source: "feed", uri: "security/attacks.md")))
    let secrets = try entry("secret/*", .anything, source: "docs")
    #expect(!isAllowed(secrets, nil, at: place))
  }

  @Test func `what is let through asks for nothing, whatever the vendor asks for`() throws {
    let text = "a@b.c and d@e.f"
    let policy = Policy(
      screeners: [.init(name: "s")],
      allow: AllowList(entries: [try entry("pii/email", .value("a@b.c"))]))
    let screening = Screening(findings: [
      Finding(screener: "s", label: "pii/email", span: TextSpan(0, 5), vendorAction: .quarantine),
      Finding(screener: "s", label: "pii/email", span: TextSpan(10, 15)),
    ])
    let allowing = policy.allowing(screening, in: text, at: nil)
    #expect(allowing.findings.map(\.allowedBy) == [3, nil])
    #expect(allowing.findings.map(policy.action(for:)) == [.admit, .quarantine])
    let one = Screening(findings: Array(allowing.findings.prefix(1)))
    let decision = policy.decide(chunk: TextSpan(0, 15), answers: ["s": .screened(one)])
    #expect(decision.outcome == .admit && decision.findings.count == 1)
  }

  @Test func `a finding without a place is not let through by a value`() throws {
    let policy = Policy(
      screeners: [.init(name: "s")], allow: AllowList(entries: [try entry("pii/email", .value("a@b.c"))]))
    let unlocated = Screening(findings: [Finding(screener: "s", label: "pii/email")])
    #expect(policy.allowing(unlocated, in: "a@b.c", at: nil).findings.map(\.allowedBy) == [nil])
  }

  @Test func `the reason is no part of the fingerprint, and everything else is`() throws {
    let base = try entry("a", .value("v"))
    var others = [base, base, base, base, base]
    others[0].match = .value("w")
    others[1].source = "s"
    others[2].path = try Glob("p")
    others[3].label = try Glob("b")
    others[4].reason = "other"
    let fields = others.map { AllowList(entries: [$0]).fields }
    #expect(Set(fields).count == 5)
    #expect(fields[4] == AllowList(entries: [base]).fields)
  }
}
