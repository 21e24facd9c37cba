import LazaretCore

extension PortkeyGateway {
  /// Reads the body of a 200 (passed, or the checks failed to run), a 246 (a check failed and the request
  /// went on) or a 446 (a check failed and the request was denied). Pure: the same answer about the same
  /// text is the same screening.
  ///
  /// What a check found counts before what is missing: a text that one check holds need not wait for the
  /// others.
  ///
  /// - Parameter checks: ids that must have answered about the request.
  /// - Throws: `.misconfigured` where every request would come back like this, `.unavailable` when the
  ///   service behind a check did not answer, `.unreadable` otherwise.
  static func screening(
    from answer: HTTPAnswer, text: String, checks: [String], screener: String
  ) throws(ScreenerError) -> Screening {
    let who = "screener '\(screener)'"
    guard let body = readJSONObject(WireTree.self, from: answer.body), body.fields != nil else {
      throw .unreadable("\(who): the answer is not a JSON object")
    }
    guard let results = body["hook_results"] ?? body["error"]?["hook_results"] else {
      guard answer.status == 200 else {
        return held(
          .unattributed, screener, note: "a check refused the text, and the answer does not say which")
      }
      // A 200 that ran hooks says what they found: none ran, or they ran beside the request.
      guard ChatCompletion.isOne(body) else {
        throw .unreadable("\(who): the answer is neither a chat completion nor one of a guardrail")
      }
      throw .misconfigured(
        """
        \(who): the answer has no 'hook_results', so no guardrail judged the text; check that 'config' names \
        one, before the request and with async off
        """)
    }
    let hooks = try PortkeyHook.list(results["before_request_hooks"], who: who)
    var reading = PortkeyReading(text: text, screener: screener)
    for hook in hooks { reading.read(hook, expected: checks) }

    if !reading.findings.contains(where: { $0.vendorAction == .quarantine }) {
      try reading.requireAnswers(of: checks, who: who)
      if answer.status != 200 {
        if let error = reading.firstError { throw error }
        reading.add(.unattributed, note: "a check refused the text or its answer, and none says that it did")
      }
    }
    return Screening(findings: reading.findings.uniqued(), evidence: reading.evidence)
  }

  private static func held(_ label: Label, _ screener: String, note: String) -> Screening {
    Screening(findings: [Finding(screener: screener, label: label, vendorAction: .quarantine, note: note)])
  }
}
