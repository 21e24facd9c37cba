import LazaretCore
import LazaretDetectors

/// The body of an answer of `/v2/guard`. Absent fields are left out.
struct LakeraGuardAnswer: Encodable, Sendable {
  var flagged: Bool
  var payload: [PayloadRow]
  var breakdown: [BreakdownRow]?
  var devInfo: LakeraDevInfo?
  var metadata: Metadata

  struct Metadata: Encodable, Sendable {
    var requestUuid: String
  }

  struct PayloadRow: Encodable, Sendable {
    /// Code points of the message's content, half-open.
    var start: Int
    var end: Int
    var text: String
    var detectorType: String
    var labels: [String]
    var messageId: Int
  }

  struct BreakdownRow: Encodable, Sendable {
    var projectId: String
    var policyId: String
    var detectorId: String
    var detectorType: String
    var detected: Bool
    var result: String
    var messageId: Int
  }
}

/// What stands behind the answers; the same for every request of one build.
struct LakeraDevInfo: Encodable, Sendable {
  var gitRevision = "00000000"
  var gitTimestamp = "1970-01-01T00:00:00+00:00"
  var modelVersion = "lazaret-sandbox"
  var version = "\(DetectorSet.version)"
}

/// The body of a refusal.
struct LakeraErrorBody: Encodable, Sendable {
  var error: String
  var code: Int
  var requestId: String
}

/// One message with what was found in it.
struct LakeraScreenedMessage: Sendable {
  /// 0-based in the request's `messages`.
  let index: Int
  let content: String
  let detections: [Detection]

  /// A row for each thing that can be masked, in order of place.
  var payload: [LakeraGuardAnswer.PayloadRow] {
    let located = detections.filter { LakeraDetectorType($0.label).hasSpan && !$0.span.isEmpty }
      .sorted { ($0.span, $0.label) < ($1.span, $1.label) }
    let spans = SpanUnit.codePoints.spans(located.map(\.span), of: content)
    let bytes = Array(content.utf8)
    return zip(located, spans).map { detection, span in
      let type = LakeraDetectorType(detection.label)
      return LakeraGuardAnswer.PayloadRow(
        start: span.start, end: span.end,
        text: String(decoding: bytes[detection.span.start..<detection.span.end], as: UTF8.self),
        detectorType: type.name, labels: type.labels, messageId: index)
    }
  }

  /// A row for each detector type that ran, detected or not.
  func breakdown(projectID: String?) -> [LakeraGuardAnswer.BreakdownRow] {
    let detected = Set(detections.map { LakeraDetectorType($0.label).name })
    let others = detected.subtracting(LakeraDetectorType.alwaysRun).sorted()
    return (LakeraDetectorType.alwaysRun + others).map { type in
      LakeraGuardAnswer.BreakdownRow(
        projectId: projectID ?? "project-default",
        policyId: projectID == nil ? "policy-lakera-default" : "policy-lazaret-sandbox",
        detectorId: LakeraDetectorType.detectorID(of: type),
        detectorType: type,
        detected: detected.contains(type),
        result: detected.contains(type) ? "l1_confident" : "l5_unlikely",
        messageId: index)
    }
  }
}
