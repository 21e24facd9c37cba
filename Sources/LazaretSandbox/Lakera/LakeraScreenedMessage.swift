import LazaretCore
import LazaretDetectors

/// One message with what was found in it.
struct LakeraScreenedMessage: Sendable {
  struct Thing: Sendable {
    let type: LakeraDetectorType
    /// UTF-8 bytes of the content.
    let span: TextSpan
  }

  /// 0-based in the request's `messages`.
  let index: Int
  let content: String
  let found: [Thing]

  init(index: Int, content: String, detections: [Detection]) {
    self.index = index
    self.content = content
    found = detections.map { Thing(type: LakeraDetectorType($0.label), span: $0.span) }
  }

  /// Each detector type that ran, as it is written, and whether it detected something.
  func judgements(shapes: ShapeSet) -> [(type: String, isDetected: Bool)] {
    let detected = Set(found.map { $0.type.written(shapes) })
    let standing =
      shapes.contains(.lakeraBareTypes)
      ? LakeraDetectorType.alwaysRunCategories : LakeraDetectorType.alwaysRun
    return (standing + detected.subtracting(standing).sorted()).map { ($0, detected.contains($0)) }
  }
}

extension LakeraRequest {
  /// Asks the detectors about the messages that count.
  func screened(by screen: Screen) -> [LakeraScreenedMessage] {
    latestInteraction.map { index in
      LakeraScreenedMessage(
        index: index, content: messages[index].content, detections: screen(messages[index].content))
    }
  }
}

/// The `message_id` of a row, as the shapes have it.
enum LakeraMessageID: Hashable, Sendable, Encodable {
  case number(Int)
  case string(String)
  case null

  /// `nil` when it is left out.
  ///
  /// - Parameter isNullable: false for items of the payload, where null has not been seen.
  init?(_ index: Int, isNullable: Bool, shapes: ShapeSet) {
    if shapes.contains(.lakeraNoMessageIDs) { return nil }
    if shapes.contains(.lakeraStringMessageIDs) {
      self = .string(String(index))
    } else if isNullable, shapes.contains(.lakeraNullMessageIDs) {
      self = .null
    } else {
      self = .number(index)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .string(let string): try container.encode(string)
    case .null: try container.encodeNil()
    }
  }
}

/// What the rows say about the policy that judged.
enum LakeraPolicy {
  static func projectID(_ id: String?) -> String { id ?? "project-default" }

  static func policyID(_ projectID: String?) -> String {
    projectID == nil ? "policy-lakera-default" : "policy-lazaret-sandbox"
  }

  /// The embedded detectors are certain or silent.
  static func level(isDetected: Bool) -> String { isDetected ? "l1_confident" : "l5_unlikely" }
}

/// What stands behind the answers; the same for every request of one build.
struct LakeraDevInfo: Encodable, Sendable {
  var gitRevision = "00000000"
  var gitTimestamp = "1970-01-01T00:00:00+00:00"
  var modelVersion = "lazaret-sandbox"
  var version = "\(DetectorSet.version)"
}
