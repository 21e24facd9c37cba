import LazaretCore

/// An answer of `/v2/guard` as far as it is read. Every key is optional: only `flagged` is always sent.
struct LakeraAnswer: Decodable {
  var flagged: WireValue<Bool>?
  var breakdown: WireValue<[Row]>?
  var payload: WireValue<[Item]>?
  /// Of version 1, and of `/v2/guard/results`.
  var results: WireValue<[Result]>?
  var requestID: String?
  var build: String?
  /// `enforce` or `detect`, of newer servers.
  var action: String?

  private enum Key: String, CodingKey {
    case flagged, breakdown, payload, results, metadata, action
    case devInfo = "dev_info"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    flagged = container.wire(Bool.self, .flagged)
    breakdown = container.wire([Row].self, .breakdown)
    payload = container.wire([Item].self, .payload)
    results = container.wire([Result].self, .results)
    requestID = container.ifReadable(Metadata.self, .metadata)?.requestID
    build = container.ifReadable(DevInfo.self, .devInfo)?.text
    action = container.identifier(.action)
  }

  /// One detector's word.
  struct Row: Decodable, Sendable {
    var type: String?
    var detected: WireValue<Bool>?
    var message: WireValue<Int>?
    var policy: String?
    var detector: String?

    private enum Key: String, CodingKey {
      case detected
      case type = "detector_type"
      case message = "message_id"
      case policy = "policy_id"
      case detector = "detector_id"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      type = container.ifReadable(String.self, .type)
      detected = container.wire(Bool.self, .detected)
      message = container.wireInteger(.message)
      policy = container.identifier(.policy)
      detector = container.identifier(.detector)
    }
  }

  /// One located thing.
  struct Item: Decodable, Sendable {
    var type: String?
    var start: WireValue<Int>?
    var end: WireValue<Int>?
    var text: WireValue<String>?
    var message: WireValue<Int>?

    private enum Key: String, CodingKey {
      case start, end, text
      case type = "detector_type"
      case message = "message_id"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      type = container.ifReadable(String.self, .type)
      start = container.wireInteger(.start)
      end = container.wireInteger(.end)
      text = container.wire(String.self, .text)
      message = container.wireInteger(.message)
    }
  }

  struct Result: Decodable, Sendable {
    var isOfVersion1: Bool

    private enum Key: String, CodingKey, CaseIterable { case categories, payload, flagged }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      isOfVersion1 = Key.allCases.contains { container.contains($0) }
    }
  }

  private struct Metadata: Decodable, Sendable {
    var requestID: String?

    private enum Key: String, CodingKey { case requestID = "request_uuid" }

    init(from decoder: any Decoder) throws {
      requestID = try decoder.container(keyedBy: Key.self).identifier(.requestID)
    }
  }

  private struct DevInfo: Decodable, Sendable {
    var text: String?

    private enum Key: String, CodingKey {
      case version
      case model = "model_version"
      case revision = "git_revision"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      let parts = [Key.model, .version, .revision].compactMap {
        container.identifier($0)
      }
      text = parts.isEmpty ? nil : parts.joined(separator: " ")
    }
  }
}
