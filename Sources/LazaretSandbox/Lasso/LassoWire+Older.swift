/// Versions 1 and 2: which deputies found something and how sure they are, and nothing about what or
/// where.
extension LassoWire {
  func olderAnswer(about screened: [LassoScreenedMessage]) throws -> Answer {
    let found = Set(screened.flatMap { $0.things.map(\.kind.deputy) })
    var deputies: [String: Bool] = [:]
    var predictions: [String: Double] = [:]
    // The deputy for code came with version 3.
    for deputy in LassoDeputy.allCases where deputy != .codetect {
      deputies[deputy.rawValue] = found.contains(deputy)
      predictions[deputy.rawValue] = found.contains(deputy) ? 0.99 : 0.01
    }
    return try Answer(
      json: LassoOlderAnswer(
        violationsDetected: !found.isEmpty, deputies: deputies, deputiesPredictions: predictions))
  }
}

/// The body of an answer of versions 1 and 2.
struct LassoOlderAnswer: Encodable, Sendable {
  var violationsDetected: Bool
  var deputies: [String: Bool]
  /// 0 to 1, by deputy.
  var deputiesPredictions: [String: Double]
}
