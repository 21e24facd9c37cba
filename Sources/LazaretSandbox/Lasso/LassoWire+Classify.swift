import LazaretCore

/// `POST /gateway/v3/classify` and `/gateway/v3/classifix`.
///
/// Both give the same findings; `classifix` adds all messages, masked. The unit of `start` and `end`
/// is a shape, because Lasso's own clients disagree about it.
extension LassoWire {
  func classifyAnswer(
    about screened: [LassoScreenedMessage], withMessages: Bool, shapes: ShapeSet
  ) throws -> Answer {
    var findings: [String: [LassoFinding]] = [:]
    for (index, message) in screened.enumerated() {
      for (deputy, finding) in message.findings(index: index, shapes: shapes) {
        findings[deputy, default: []].append(finding)
      }
    }
    var deputies: [String: Bool] = [:]
    let namesAll = !shapes.contains(.lassoPositiveDeputies)
    for deputy in LassoDeputy.allCases {
      let isPositive = findings[deputy.rawValue] != nil
      if isPositive || namesAll { deputies[deputy.rawValue] = isPositive }
    }
    return try Answer(
      json: LassoAnswer(
        violationsDetected: !findings.isEmpty, deputies: deputies, findings: findings,
        messages: withMessages ? messages(screened, shapes: shapes) : nil))
  }

  private func messages(
    _ screened: [LassoScreenedMessage], shapes: ShapeSet
  ) -> [LassoRequest.Message]? {
    if shapes.contains(.lassoNoMessages) { return nil }
    if shapes.contains(.lassoEmptyMessages) { return [] }
    let isUnmasked = shapes.contains(.lassoUnmaskedMessages) || shapes.contains(.lassoUserAlerts)
    return screened.map { message in
      var result = isUnmasked ? message.message : message.masked
      if shapes.contains(.lassoUserRole) { result.role = "user" }
      return result
    }
  }
}

/// The body of an answer of `classify` or `classifix`.
struct LassoAnswer: Encodable, Sendable {
  var violationsDetected: Bool
  /// All eight by name, if no shape says otherwise.
  var deputies: [String: Bool]
  /// By deputy; a deputy that found nothing is left out.
  var findings: [String: [LassoFinding]]
  /// With `classifix` only.
  var messages: [LassoRequest.Message]?
}

struct LassoFinding: Encodable, Sendable {
  var name: String?
  var category: String?
  var action: String
  var severity: String?
  var score: Double?
  var messageIndex: Int?
  /// Half-open, in the unit of the shapes; with `mask`, for what Lasso locates.
  var start: Int?
  var end: Int?
  var mask: String?
}

extension LassoScreenedMessage {
  /// Each finding with its deputy, in order of place.
  ///
  /// - Parameter index: of the message in the request.
  fileprivate func findings(
    index: Int, shapes: ShapeSet
  ) -> [(deputy: String, finding: LassoFinding)] {
    guard !things.isEmpty else { return [] }
    let unit: SpanUnit =
      shapes.contains(.lassoUTF16) ? .utf16 : shapes.contains(.lassoBytes) ? .utf8 : .codePoints
    let spans = unit.spans(things.map(\.span), of: message.content)
    let isBare = shapes.contains(.lassoBareFindings)
    let masks = shapes.contains(.lassoUserAlerts) ? "USER_ALERT" : "AUTO_MASKING"
    return zip(things, spans).map { thing, span in
      let kind = thing.kind
      var finding = LassoFinding(action: kind.action == "AUTO_MASKING" ? masks : kind.action)
      if isBare { return (kind.deputy.rawValue, finding) }
      finding.name = kind.name
      finding.category = kind.category
      finding.severity = kind.severity
      finding.score = 0.99
      finding.messageIndex = shapes.contains(.lassoNoMessageIndex) ? nil : index
      if let mask = kind.mask {
        finding.start = span.start
        finding.end = span.end
        finding.mask = mask
      }
      return (kind.deputy.rawValue, finding)
    }
  }
}
