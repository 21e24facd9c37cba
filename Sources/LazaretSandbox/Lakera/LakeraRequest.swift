/// A request to `/v2/guard` or `/v2/guard/results` that has passed every check.
struct LakeraRequest: Sendable {
  struct Message: Sendable {
    var role: String
    /// Text parts are joined by a line feed, and offsets count in the joined text, as Lakera's own
    /// gateway plugin has it.
    var content: String
  }

  let messages: [Message]
  let projectID: String?
  let wantsPayload: Bool
  let wantsBreakdown: Bool
  let wantsDevInfo: Bool

  static let roles = ["user", "assistant", "system", "tool", "developer"]

  /// Lakera documents "128 kB" for the content of a request. Read here as UTF-8 bytes, of all
  /// messages together: the strictest reading that is not absurd.
  static let maxContentBytes = 128_000

  init(_ fields: Fields) throws(Refusal) {
    guard let list = try fields.objects("messages"), !list.isEmpty else {
      throw .badRequest("messages must be a non-empty list")
    }
    var messages: [Message] = []
    for message in list { messages.append(try Self.message(message)) }
    self.messages = messages
    guard messages.reduce(0, { $0 + $1.content.utf8.count }) <= Self.maxContentBytes else {
      throw .tooLarge
    }

    projectID = try fields.string("project_id")
    wantsPayload = try fields.bool("payload") ?? false
    wantsBreakdown = try fields.bool("breakdown") ?? false
    wantsDevInfo = try fields.bool("dev_info") ?? false
    _ = try fields.object("metadata")
  }

  private static func message(_ fields: Fields) throws(Refusal) -> Message {
    guard let role = try fields.string("role"), roles.contains(role) else {
      throw fields.refusal("role", "must be one of \(roles.joined(separator: ", "))")
    }
    switch fields.value("content") {
    case .string(let content):
      return Message(role: role, content: content)
    case .array:
      return Message(role: role, content: try parts(fields).joined(separator: "\n"))
    case nil where role == "assistant":
      // A model that only calls tools says nothing.
      guard let calls = try fields.array("tool_calls"), !calls.isEmpty else { fallthrough }
      return Message(role: role, content: "")
    default:
      throw fields.refusal("content", "must be a string or a list of text parts")
    }
  }

  private static func parts(_ fields: Fields) throws(Refusal) -> [String] {
    var texts: [String] = []
    for part in try fields.objects("content") ?? [] {
      guard try part.string("type") == "text" else {
        throw part.refusal("type", "must be \"text\"")
      }
      guard let text = try part.string("text") else {
        throw part.refusal("text", "must be a string")
      }
      texts.append(text)
    }
    return texts
  }

  /// The places of the messages that are screened: the last user message and what follows it, without
  /// the trusted roles `system` and `developer`. Everything when no user has spoken. Earlier turns
  /// are taken as screened before, so of two chunks in one request the first goes unscreened.
  var latestInteraction: [Int] {
    let start = messages.lastIndex { $0.role == "user" } ?? 0
    return messages.indices.filter { index in
      index >= start && !["system", "developer"].contains(messages[index].role)
    }
  }
}
