import LazaretCore

/// `POST /v2/guard`.
///
/// Offsets are code points and half-open. `payload` is always there, an empty list when it was not
/// asked for or when nothing can be masked, because a widespread client fails without the key.
extension LakeraWire {
  func guardAnswer(to request: LakeraRequest, shapes: ShapeSet) throws -> Answer {
    guard knows(project: request.projectID) else { throw Refusal.unknownProject }
    let screened = request.screened(by: screen)
    let detects = shapes.contains(.lakeraDetectMode)
    return try Answer(
      json: LakeraGuardAnswer(
        flagged: !detects && screened.contains { !$0.found.isEmpty },
        action: shapes.contains(.lakeraNoAction) ? nil : detects ? "detect" : "enforce",
        payload: payload(of: screened, for: request, shapes: shapes),
        breakdown: request.wantsBreakdown && !shapes.contains(.lakeraNoBreakdown)
          ? screened.flatMap { $0.breakdown(projectID: request.projectID, shapes: shapes) } : nil,
        devInfo: request.wantsDevInfo ? LakeraDevInfo() : nil,
        metadata: .init(requestUuid: serials.uuid())))
  }

  private func payload(
    of screened: [LakeraScreenedMessage], for request: LakeraRequest, shapes: ShapeSet
  ) -> [LakeraGuardAnswer.PayloadRow]? {
    if shapes.contains(.lakeraNoPayload) { return nil }
    guard request.wantsPayload, !shapes.contains(.lakeraEmptyPayload) else { return [] }
    let rows = screened.flatMap { $0.payload(shapes: shapes) }
    guard shapes.contains(.lakeraDuplicateSpans) else { return rows }
    return rows.reversed().flatMap { [$0, $0] }
  }
}

/// The body of an answer of `/v2/guard`. Absent fields are left out.
struct LakeraGuardAnswer: Encodable, Sendable {
  var flagged: Bool
  /// The mode of the project: `enforce` or `detect`.
  var action: String?
  var payload: [PayloadRow]?
  var breakdown: [BreakdownRow]?
  var devInfo: LakeraDevInfo?
  var metadata: Metadata

  struct Metadata: Encodable, Sendable {
    var requestUuid: String
  }

  struct PayloadRow: Encodable, Sendable {
    /// Code points of the message's content, half-open, if no shape says otherwise.
    var start: Int
    var end: Int
    var text: String?
    var detectorType: String
    var labels: [String]?
    var messageId: LakeraMessageID?
  }

  struct BreakdownRow: Encodable, Sendable {
    var projectId: String
    var policyId: String
    var detectorId: String
    var detectorType: String
    var detected: Bool
    var result: String?
    var messageId: LakeraMessageID?
  }
}

extension LakeraScreenedMessage {
  /// A row for each thing that can be masked, in order of place.
  fileprivate func payload(shapes: ShapeSet) -> [LakeraGuardAnswer.PayloadRow] {
    let located = found.filter { $0.type.hasSpan && !$0.span.isEmpty }
      .sorted { ($0.span, $0.type.name) < ($1.span, $1.type.name) }
    guard !located.isEmpty else { return [] }
    let unit: SpanUnit =
      shapes.contains(.lakeraUTF16Offsets)
      ? .utf16 : shapes.contains(.lakeraUTF8Offsets) ? .utf8 : .codePoints
    let spans = unit.spans(located.map(\.span), of: content)
    let shift = shapes.contains(.lakeraShiftedOffsets) ? 1 : 0
    let endShift = shapes.contains(.lakeraInclusiveEnds) ? shift - 1 : shift
    let echoes = !shapes.contains(.lakeraNoEcho)
    let labels = !shapes.contains(.lakeraNoLabels)
    let messageID = LakeraMessageID(index, isNullable: false, shapes: shapes)
    return zip(located, spans).map { thing, span in
      LakeraGuardAnswer.PayloadRow(
        start: span.start + shift, end: span.end + endShift,
        text: echoes ? content.part(thing.span) : nil,
        detectorType: thing.type.written(shapes), labels: labels ? thing.type.labels : nil,
        messageId: messageID)
    }
  }

  /// A row for each detector type that ran, detected or not.
  fileprivate func breakdown(projectID: String?, shapes: ShapeSet) -> [LakeraGuardAnswer.BreakdownRow] {
    let detects = !shapes.contains(.lakeraUnattributed)
    let levels = shapes.contains(.lakeraLevels)
    let messageID = LakeraMessageID(index, isNullable: true, shapes: shapes)
    return judgements(shapes: shapes).map { type, isDetected in
      LakeraGuardAnswer.BreakdownRow(
        projectId: LakeraPolicy.projectID(projectID), policyId: LakeraPolicy.policyID(projectID),
        detectorId: LakeraDetectorType.detectorID(of: type), detectorType: type,
        detected: isDetected && detects,
        result: levels ? LakeraPolicy.level(isDetected: isDetected && detects) : nil,
        messageId: messageID)
    }
  }
}
