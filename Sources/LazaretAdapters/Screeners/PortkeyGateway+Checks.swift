import LazaretCore

/// One guardrail before the request.
struct PortkeyHook {
  var verdict: WireTree?
  var transformed: Bool
  /// It was left out, or runs beside the request: then its checks say nothing about this text.
  var isSkipped: Bool
  var isAsync: Bool
  var checks: [WireTree]

  static func list(_ hooks: WireTree?, who: String) throws(ScreenerError) -> [PortkeyHook] {
    guard let hooks else { return [] }
    guard let list = hooks.list else {
      throw .unreadable("\(who): 'before_request_hooks' is not a list")
    }
    var read: [PortkeyHook] = []
    for hook in list {
      guard hook.fields != nil, hook["checks"] == nil || hook["checks"]?.list != nil else {
        throw .unreadable("\(who): a guardrail of 'before_request_hooks' is not one")
      }
      read.append(
        PortkeyHook(
          verdict: hook["verdict"], transformed: hook["transformed"]?.isNotFalse ?? false,
          isSkipped: hook["skipped"]?.isNotFalse ?? false, isAsync: hook["async"]?.isNotFalse ?? false,
          checks: hook["checks"]?.list ?? []))
    }
    return read
  }
}

/// What the checks said so far.
struct PortkeyReading {
  let text: String
  let screener: String
  private(set) var findings: [Finding] = []
  private(set) var evidence = Screening.Evidence()
  private var answered: Set<String> = []
  private var errors: [(check: String, error: ScreenerError)] = []
  private var skipped: Set<String> = []
  private var beside: Set<String> = []
  private var anySkipped = false

  init(text: String, screener: String) {
    self.text = text
    self.screener = screener
  }

  var firstError: ScreenerError? { errors.first?.error }

  mutating func add(_ label: Label, note: String) {
    findings.append(Finding(screener: screener, label: label, vendorAction: .quarantine, note: note))
  }

  mutating func read(_ hook: PortkeyHook, expected: [String]) {
    let ids = hook.checks.compactMap { $0["id"]?.string }
    if hook.isSkipped {
      anySkipped = true
      skipped.formUnion(ids)
    }
    if hook.isAsync { beside.formUnion(ids) }
    let before = findings.count
    let known = errors.count
    var transformed = false
    for check in hook.checks {
      transformed = transformed || check["transformed"]?.isNotFalse == true
      read(check, counts: !hook.isSkipped && !hook.isAsync, expected: expected)
    }
    if hook.transformed, !transformed {
      add(.unattributed, note: "the gateway changed the text, and does not return what it made of it")
    }
    let isHeld = findings[before...].contains { $0.vendorAction == .quarantine }
    if hook.verdict == .bool(false), !isHeld, errors.count == known {
      add(.unattributed, note: "a guardrail failed, and none of its checks says that it did")
    }
  }

  /// - Parameter counts: whether the check ran, and before the request.
  private mutating func read(_ check: WireTree, counts: Bool, expected: [String]) {
    let id = check["id"]?.string.flatMap { $0.isIdentifier ? $0 : nil }
    let name = id ?? "without an id"
    let who = "screener '\(screener)'"
    if let error = check["error"] {
      errors.append((name, Self.error(error, of: name, who: who)))
      return
    }
    guard let passed = check["verdict"]?.bool else {
      errors.append(
        (name, .unreadable("\(who): the check '\(name)' says neither that it passed nor that it failed")))
      return
    }
    let data = check["data"]
    let isExpected = id.map(expected.contains) ?? false
    let before = findings.count
    do throws(ScreenerError) {
      if let data { try read(data, passed: passed) }
    } catch {
      // A detection stays one, whatever the rest looks like.
      if passed, isExpected { errors.append((name, error)) }
    }
    let label = id.map { Label("portkey/\($0.lowercased())") } ?? .unattributed
    if !passed {
      hold(from: before, label, note: "the check failed")
    } else if check["transformed"]?.isNotFalse == true {
      hold(from: before, label, note: "the gateway changed the text, and does not return what it made of it")
    }
    guard let id, counts else { return }
    if data == nil, passed {
      if isExpected {
        errors.append(
          (name, .unreadable("\(who): the check '\(name)' passed and has no data, so nobody judged")))
      }
    } else {
      answered.insert(id)
    }
  }

  /// Makes what the check's data told ask for quarantine, and says something where it told nothing.
  private mutating func hold(from start: Int, _ label: Label, note: String) {
    guard start < findings.count else { return add(label, note: note) }
    for place in start..<findings.count { findings[place].vendorAction = .quarantine }
  }

  private mutating func read(_ data: WireTree, passed: Bool) throws(ScreenerError) {
    let screening: Screening
    if RelayedAnswer.looksLikeLasso(data) {
      screening = try RelayedAnswer.lasso(data, violations: !passed, text: text, screener: screener)
    } else if RelayedAnswer.looksLikeLakera(data) {
      screening = try RelayedAnswer.lakera(data, text: text, screener: screener)
    } else {
      return
    }
    findings += screening.findings
    evidence = screening.evidence
  }

  /// - Throws: unless every one of the checks judged the text.
  func requireAnswers(of checks: [String], who: String) throws(ScreenerError) {
    for check in checks {
      if let error = errors.first(where: { $0.check == check })?.error { throw error }
      if answered.contains(check) { continue }
      if beside.contains(check) {
        throw .misconfigured(
          "\(who): the check '\(check)' runs beside the request; check that async is off for it")
      }
      if skipped.contains(check) || anySkipped {
        throw .unreadable("\(who): the gateway skipped the check '\(check)'")
      }
      if let error = errors.first(where: { $0.check == "without an id" })?.error { throw error }
      throw .misconfigured(
        "\(who): the gateway ran no check '\(check)' before the request; check 'checks' and 'config'")
    }
  }

  /// What an error of a check means, by the status that its message names and by nothing else of it.
  private static func error(_ error: WireTree, of check: String, who: String) -> ScreenerError {
    let message = (error["message"]?.string ?? error.string ?? "").lowercased()
    let status = message.firstRange(of: "status: ").flatMap { Int(message[$0.upperBound...].prefix(3)) }
    switch status ?? 0 {
    case 401, 403:
      return .misconfigured(
        """
        \(who): the service behind the check '\(check)' refuses the gateway's key; \
        check its credentials in Portkey
        """
      )
    case 429, 500...599: return .unavailable(status: status ?? 500)
    default: return .unreadable("\(who): the check '\(check)' ended in an error, so nobody judged")
    }
  }
}

extension WireTree {
  /// A flag that we cannot read is not taken for harmless.
  fileprivate var isNotFalse: Bool { self != .bool(false) }
}
