package import LazaretCore

extension LakeraGuard {
  /// Reads the body of a 200. Pure: the same answer about the same text is the same screening.
  ///
  /// - Throws: `.unreadable` when the answer does not say whether something was found, or speaks of
  ///   another message; `.misconfigured` when it is the answer of another API.
  package static func screening(
    from body: [UInt8], text: String, screener: String
  ) throws(ScreenerError) -> Screening {
    guard let answer = readJSONObject(LakeraAnswer.self, from: body) else {
      throw .unreadable("screener '\(screener)': the answer is not a JSON object")
    }
    let flagged = try verdict(of: answer, screener: screener)
    let rows = try rows(of: answer, screener: screener)
    let items = try items(of: answer, screener: screener)

    var findings: [Finding] = []
    /// How many places came for each type, proved or not.
    var places: [String: Int] = [:]
    var readings: Set<OffsetReading> = []
    if !items.isEmpty {
      let units = TextUnits(text)
      for item in items {
        let label = self.label(item.type)
        let outcome = prove(item, label, in: units)
        places[label.rawValue, default: 0] += 1
        if let reading = outcome.reading { readings.insert(reading) }
        findings.append(
          Finding(screener: screener, label: label, span: outcome.span, note: outcome.note))
      }
    }

    let detected = rows.filter { $0.detected?.value == true }
    let detectors = Dictionary(grouping: detected) { self.label($0.type) }
      .mapValues { Set($0.map(\.detector)).count }
    for (label, count) in detectors.sorted(by: { $0.key < $1.key }) {
      let type = label.rawValue
      guard isMaskable(type) else {
        // An attack or a topic is about the whole text, whatever else was located.
        findings.append(Finding(screener: screener, label: label))
        continue
      }
      let backed = places.reduce(0) { sum, place in
        place.key == type || place.key.hasPrefix(type + "/") ? sum + place.value : sum
      }
      // Each detector that found something must have said where, at least once. A place that was given
      // and not proved is a finding without a span already.
      if backed < count {
        findings.append(
          Finding(screener: screener, label: label, note: "the answer does not say where all of it is"))
      }
    }
    if flagged, detected.isEmpty {
      findings.append(
        Finding(
          screener: screener, label: .unattributed,
          note: "flagged, but the answer does not say by which detector"))
    }
    var evidence = evidence(of: answer, rows)
    evidence.readings = readings.sorted()
    evidence.mode = mode(of: answer, flagged: flagged, hasDetections: !detected.isEmpty || !items.isEmpty)
    return Screening(findings: findings.uniqued(), evidence: evidence)
  }

  private static func verdict(
    of answer: LakeraAnswer, screener: String
  ) throws(ScreenerError) -> Bool {
    switch answer.flagged {
    case .value(let flagged): return flagged
    case .wrong:
      throw .unreadable("screener '\(screener)': 'flagged' is neither true nor false")
    case nil:
      guard let results = answer.results?.value else {
        throw .unreadable("screener '\(screener)': the answer has no 'flagged'")
      }
      if results.contains(where: \.isOfVersion1) {
        throw .misconfigured(
          "screener '\(screener)': the answer is one of API version 1, let 'endpoint' end in /v2/guard")
      }
      throw .misconfigured(
        "screener '\(screener)': the answer is one of /v2/guard/results, let 'endpoint' end in /v2/guard")
    }
  }

  private static func rows(
    of answer: LakeraAnswer, screener: String
  ) throws(ScreenerError) -> [LakeraAnswer.Row] {
    switch answer.breakdown {
    // Left out although it was asked for: `flagged` alone must then do.
    case nil: return []
    case .wrong: throw .unreadable("screener '\(screener)': 'breakdown' is not a list of rows")
    case .value(let rows):
      for row in rows {
        guard row.detected?.value != nil else {
          throw .unreadable("screener '\(screener)': a row of 'breakdown' does not say if it detected")
        }
        try check(row.message, screener: screener)
      }
      return rows
    }
  }

  private static func items(
    of answer: LakeraAnswer, screener: String
  ) throws(ScreenerError) -> [LakeraAnswer.Item] {
    switch answer.payload {
    case nil: return []
    case .wrong: throw .unreadable("screener '\(screener)': 'payload' is not a list of places")
    case .value(let items):
      for item in items { try check(item.message, screener: screener) }
      return items
    }
  }

  /// One message is sent, so its number is 0; older servers give none.
  private static func check(
    _ message: WireValue<Int>?, screener: String
  ) throws(ScreenerError) {
    guard let message else { return }
    guard message.value == 0 else {
      throw .unreadable("screener '\(screener)': the answer is about a message that was not sent")
    }
  }

  private static func prove(
    _ item: LakeraAnswer.Item, _ label: Label, in units: TextUnits
  ) -> SpanProof.Outcome {
    if let text = item.text, text.isWrong { return .unproved("the text that the answer repeats is no text") }
    return SpanProof.prove(
      start: item.start?.value, end: item.end?.value, echo: item.text?.value,
      label: label, in: units)
  }

  /// Detector types are an open set: what is new goes to the policy as it is.
  private static func label(_ type: String?) -> Label {
    guard let type = type?.trimmingHTTPSpace().lowercased(), !type.isEmpty, type.utf8.count <= 128
    else { return .unattributed }
    return Label(type)
  }

  /// Lakera documents places for personal data, profanity and custom regular expressions.
  private static func isMaskable(_ type: String) -> Bool {
    let parts = type.split(separator: "/")
    return parts.first == "pii" || parts.contains("profanity") || parts.contains("custom")
  }

  /// Newer servers say it; older ones show it when something was detected.
  private static func mode(
    of answer: LakeraAnswer, flagged: Bool, hasDetections: Bool
  ) -> Screening.Evidence.Mode? {
    if let mode = answer.action.flatMap({ Screening.Evidence.Mode(rawValue: $0.lowercased()) }) {
      return mode
    }
    if flagged { return .enforce }
    return hasDetections ? .detect : nil
  }

  private static func evidence(
    of answer: LakeraAnswer, _ rows: [LakeraAnswer.Row]
  ) -> Screening.Evidence {
    Screening.Evidence(
      requestID: answer.requestID,
      policies: Set(rows.compactMap { $0.policy }).sorted(),
      detectors: Set(rows.compactMap { $0.detector }).sorted(),
      build: answer.build)
  }
}

extension Label {
  /// Something was found, and the answer does not say what.
  static let unattributed = Label("unattributed")
}
