/// Lasso, version 3: `POST /gateway/v3/classify` and `/gateway/v3/classifix`.
///
/// Both give the same findings; `classifix` adds all messages, masked. The unit of `start` and `end`
/// is a setting, because Lasso's own clients disagree about it. Lasso has published no error bodies:
/// `{"error":"…"}` is the one shape that stands in a repository of its own.
struct LassoWire: VendorWire {
  static let classifyPath = "/gateway/v3/classify"
  static let classifixPath = "/gateway/v3/classifix"
  static let paths = [classifyPath, classifixPath]

  let name = "lasso"
  private let spanUnit: SpanUnit
  private let screen: Screen

  init(spanUnit: SpanUnit, screen: @escaping Screen) {
    self.spanUnit = spanUnit
    self.screen = screen
  }

  func answer(to request: VendorRequest) throws -> Answer {
    guard request.header("lasso-api-key") != nil else { throw Refusal.unauthorized }
    let messages = try LassoRequest(request.fields()).messages
    let screened = messages.map { LassoScreenedMessage(message: $0, detections: screen($0.content)) }

    var findings: [String: [LassoFinding]] = [:]
    for (index, message) in screened.enumerated() {
      for (deputy, finding) in message.findings(index: index, unit: spanUnit) {
        findings[deputy, default: []].append(finding)
      }
    }
    var deputies: [String: Bool] = [:]
    for deputy in LassoDeputy.allCases { deputies[deputy.rawValue] = findings[deputy.rawValue] != nil }
    return try Answer(
      json: LassoAnswer(
        violationsDetected: !findings.isEmpty, deputies: deputies, findings: findings,
        messages: request.path == Self.classifixPath ? screened.map(\.masked) : nil))
  }

  func answer(refusing refusal: Refusal) throws -> Answer {
    try Answer(status: refusal.status, json: ["error": refusal.message])
  }
}
