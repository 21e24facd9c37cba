import LazaretCore

/// An answer of `classifix` as far as it is read. Every key but `violations_detected` may be missing.
struct LassoAnswer: Decodable {
  var violations: WireValue<Bool>?
  var deputies: WireValue<[String: Bool?]>?
  var findings: WireValue<[String: [Item]]>?
  var messages: WireValue<[Message]>?

  private enum Key: String, CodingKey {
    case deputies, findings, messages
    case violations = "violations_detected"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    violations = container.wire(Bool.self, .violations)
    deputies = container.wire([String: Bool?].self, .deputies)
    findings = container.wire([String: [Item]].self, .findings)
    messages = container.wire([Message].self, .messages)
  }

  struct Item: Decodable, Sendable {
    var name: String?
    var action: WireValue<String>?
    var mask: String?
    var start: WireValue<Int>?
    var end: WireValue<Int>?
    var message: WireValue<Int>?

    private enum Key: String, CodingKey {
      case name, action, mask, start, end
      case message = "message_index"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      name = container.ifReadable(String.self, .name)
      action = container.wire(String.self, .action)
      mask = container.ifReadable(String.self, .mask)
      start = container.wireInteger(.start)
      end = container.wireInteger(.end)
      message = container.wireInteger(.message)
    }
  }

  struct Message: Decodable, Sendable {
    var content: WireValue<String>?

    private enum Key: String, CodingKey { case content }

    init(from decoder: any Decoder) throws {
      content = try decoder.container(keyedBy: Key.self).wire(String.self, .content)
    }
  }
}
