/// `POST /v2/guard/results`: how confident each detector is, without a verdict and without places.
///
/// The request is that of `/v2/guard`; the fields that choose parts of its answer have no effect here.
extension LakeraWire {
  func resultsAnswer(to request: LakeraRequest, shapes: ShapeSet) throws -> Answer {
    guard knows(project: request.projectID) else { throw Refusal.unknownProject }
    let screened = request.screened(by: screen)
    return try Answer(
      json: LakeraResultsAnswer(
        results: screened.flatMap { $0.results(projectID: request.projectID, shapes: shapes) },
        devInfo: request.wantsDevInfo ? LakeraDevInfo() : nil))
  }
}

/// The body of an answer of `/v2/guard/results`.
struct LakeraResultsAnswer: Encodable, Sendable {
  var results: [Row]
  var devInfo: LakeraDevInfo?

  struct Row: Encodable, Sendable {
    var projectId: String
    var policyId: String
    var detectorId: String
    var detectorType: String
    var result: String
    var customMatched: Bool
    var messageId: LakeraMessageID?
  }
}

extension LakeraScreenedMessage {
  /// A row for each detector type that ran. A custom expression matches or does not: it has no level.
  fileprivate func results(projectID: String?, shapes: ShapeSet) -> [LakeraResultsAnswer.Row] {
    let messageID = LakeraMessageID(index, isNullable: true, shapes: shapes)
    let hasCustomMatch = found.contains { $0.type.name == LakeraDetectorType.custom }
    let customType = shapes.contains(.lakeraBareTypes) ? nil : LakeraDetectorType.custom
    return judgements(shapes: shapes).map { type, isDetected in
      LakeraResultsAnswer.Row(
        projectId: LakeraPolicy.projectID(projectID), policyId: LakeraPolicy.policyID(projectID),
        detectorId: LakeraDetectorType.detectorID(of: type), detectorType: type,
        result: type == customType ? "no_level" : LakeraPolicy.level(isDetected: isDetected),
        customMatched: type == customType && hasCustomMatch, messageId: messageID)
    }
  }
}
