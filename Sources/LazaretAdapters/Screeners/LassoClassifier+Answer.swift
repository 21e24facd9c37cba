package import LazaretCore

extension LassoClassifier {
  /// Reads the body of a 200. Pure: the same answer about the same text is the same screening.
  ///
  /// - Throws: `.unreadable` when the answer does not say whether something was found, is not shaped as
  ///   it should be, or speaks of another message.
  package static func screening(
    from body: [UInt8], text: String, screener: String
  ) throws(ScreenerError) -> Screening {
    guard let answer = readJSONObject(LassoAnswer.self, from: body) else {
      throw .unreadable("screener '\(screener)': the answer is not a JSON object")
    }
    guard let violations = answer.violations?.value else {
      let why = answer.violations == nil ? "is missing" : "is neither true nor false"
      throw .unreadable("screener '\(screener)': 'violations_detected' \(why)")
    }
    let deputies = try deputies(of: answer, screener: screener)
    let returned = try returnedText(of: answer, screener: screener)
    let items = try items(of: answer, screener: screener)

    let claims = items.map { $0.claim }
    let spans = LassoSpans(claims, text: text, returned: returned)
    var findings = zip(items, spans.outcomes).map { item, outcome in
      Finding(
        screener: screener, label: item.claim.label, span: outcome.span, vendorAction: item.action,
        note: note(of: item, outcome))
    }
    let named = Set(items.map(\.deputy))
    for deputy in deputies.filter({ $0.value && !named.contains($0.key) }).keys.sorted() {
      findings.append(
        Finding(
          screener: screener, label: label(deputy: deputy, name: nil, mask: nil),
          vendorAction: .quarantine, note: "the answer names the detector and not what it found"))
    }
    if violations, findings.isEmpty {
      findings.append(
        Finding(
          screener: screener, label: .unattributed, vendorAction: .quarantine,
          note: "a violation was detected, but the answer does not say which"))
    }
    if !spans.explainsAnswer, !claims.contains(where: \.isMasked) {
      findings.append(
        Finding(
          screener: screener, label: .unattributed, vendorAction: .quarantine,
          note: "the text that came back differs from what was sent, and no finding says why"))
    }
    var evidence = evidence(deputies)
    evidence.readings = Set(spans.outcomes.compactMap(\.reading)).sorted()
    return Screening(findings: findings.uniqued(), evidence: evidence)
  }

  private struct Item {
    var deputy: String
    var action: Action
    var claim: LassoSpans.Claim
    var note: String?
  }

  /// Why there is no place matters where one is needed, or where one was claimed.
  private static func note(of item: Item, _ outcome: SpanProof.Outcome) -> String? {
    let isWanted = outcome.span != nil || item.claim.isMasked || item.claim.start != nil
    return [item.note, isWanted ? outcome.note : nil].compactMap { $0 }.joined(separator: "; ").nonEmpty
  }

  private static func items(
    of answer: LassoAnswer, screener: String
  ) throws(ScreenerError) -> [Item] {
    guard answer.findings?.isWrong != true else {
      throw .unreadable("screener '\(screener)': 'findings' is not a map of lists")
    }
    var items: [Item] = []
    for (deputy, list) in (answer.findings?.value ?? [:]).sorted(by: { $0.key < $1.key }) {
      for wire in list {
        if let message = wire.message, message.value != 0 {
          throw .unreadable("screener '\(screener)': the answer is about a message that was not sent")
        }
        let (action, note) = action(wire.action)
        let claim = LassoSpans.Claim(
          label: label(deputy: deputy, name: wire.name, mask: wire.mask), isMasked: action == .mask,
          mask: wire.mask, start: wire.start?.value, end: wire.end?.value)
        items.append(Item(deputy: deputy, action: action, claim: claim, note: note))
      }
    }
    return items
  }

  /// An action that we do not know is not harmless because we do not know it.
  private static func action(_ wire: WireValue<String>?) -> (Action, note: String?) {
    switch wire?.value?.uppercased() {
    case "BLOCK": (.quarantine, nil)
    case "AUTO_MASKING": (.mask, nil)
    case "WARN", "USER_ALERT", "ADMIN_ALERT": (.monitor, nil)
    case "OFF": (.admit, nil)
    case nil where wire == nil: (.quarantine, "the finding has no action")
    default: (.quarantine, "the finding asks for an action that is not known")
    }
  }

  private static func deputies(
    of answer: LassoAnswer, screener: String
  ) throws(ScreenerError) -> [String: Bool] {
    guard answer.deputies?.isWrong != true else {
      throw .unreadable("screener '\(screener)': 'deputies' does not map names to true or false")
    }
    return (answer.deputies?.value ?? [:]).compactMapValues { $0 }
  }

  private static func returnedText(
    of answer: LassoAnswer, screener: String
  ) throws(ScreenerError) -> String? {
    guard let messages = answer.messages else { return nil }
    guard let list = messages.value, list.count <= 1 else {
      throw .unreadable("screener '\(screener)': 'messages' is not one message")
    }
    guard let message = list.first else { return nil }
    guard let content = message.content?.value else {
      throw .unreadable("screener '\(screener)': the message that came back has no text")
    }
    return content
  }

  /// Some servers name all their detectors, some only those that found something: the latter says
  /// nothing about who judged.
  private static func evidence(_ deputies: [String: Bool]) -> Screening.Evidence {
    guard deputies.values.contains(false) else { return Screening.Evidence() }
    return Screening.Evidence(detectors: deputies.keys.filter(\.isIdentifier).sorted())
  }
}
