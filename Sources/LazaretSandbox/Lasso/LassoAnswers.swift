import LazaretCore
import LazaretDetectors

/// The body of an answer of `classify` or `classifix`.
struct LassoAnswer: Encodable, Sendable {
  var violationsDetected: Bool
  /// All eight, by name.
  var deputies: [String: Bool]
  /// By deputy; a deputy that found nothing is left out.
  var findings: [String: [LassoFinding]]
  /// With `classifix` only.
  var messages: [LassoRequest.Message]?
}

struct LassoFinding: Encodable, Sendable {
  var name: String
  var category: String
  var action: String
  var severity: String
  var score: Double
  var messageIndex: Int
  /// Half-open, in the unit of the settings; with `mask`, for what Lasso locates.
  var start: Int?
  var end: Int?
  var mask: String?
}

/// One message with what was found in it.
struct LassoScreenedMessage: Sendable {
  let message: LassoRequest.Message
  let detections: [Detection]

  init(message: LassoRequest.Message, detections: [Detection]) {
    self.message = message
    self.detections = detections.sorted { ($0.span, $0.label) < ($1.span, $1.label) }
  }

  /// Each finding with its deputy, in order of place.
  ///
  /// - Parameter index: of the message in the request.
  func findings(index: Int, unit: SpanUnit) -> [(deputy: String, finding: LassoFinding)] {
    let spans = unit.spans(detections.map(\.span), of: message.content)
    return zip(detections, spans).map { detection, span in
      let kind = LassoKind(detection.label)
      var finding = LassoFinding(
        name: kind.name, category: kind.category, action: kind.action, severity: kind.severity,
        score: 0.99, messageIndex: index)
      if let mask = kind.mask {
        finding.start = span.start
        finding.end = span.end
        finding.mask = mask
      }
      return (kind.deputy.rawValue, finding)
    }
  }

  /// The message with every located finding covered. Findings that overlap are covered together, and
  /// the longest of them gives the mask.
  var masked: LassoRequest.Message {
    struct Cover {
      var span: TextSpan
      var longest: Int
      var mask: String
    }
    var covers: [Cover] = []
    for detection in detections {
      guard let mask = LassoKind(detection.label).mask, !detection.span.isEmpty else { continue }
      let cover = Cover(span: detection.span, longest: detection.span.count, mask: mask)
      guard let last = covers.last, last.span.intersects(cover.span) else {
        covers.append(cover)
        continue
      }
      let named = last.longest < cover.longest ? cover : last
      covers[covers.count - 1] = Cover(
        span: last.span.union(cover.span), longest: named.longest, mask: named.mask)
    }

    let bytes = Array(message.content.utf8)
    var result: [UInt8] = []
    var copied = 0
    for cover in covers {
      result += bytes[copied..<cover.span.start]
      result += cover.mask.utf8
      copied = cover.span.end
    }
    result += bytes[copied...]
    return LassoRequest.Message(
      role: message.role, content: String(decoding: result, as: UTF8.self))
  }
}
