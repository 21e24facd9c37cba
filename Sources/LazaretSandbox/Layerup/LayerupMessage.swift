/// A message of a request to Layerup.
struct LayerupMessage: Hashable, Sendable, Encodable {
  /// Any: the client takes OpenAI's messages, whose roles have grown.
  var role: String
  var content: String

  /// The `messages` of a body, and a check of its `metadata`.
  ///
  /// Content that is not a string is refused, because nothing here could screen it.
  static func list(in fields: Fields) throws(Refusal) -> [LayerupMessage] {
    guard let list = try fields.objects("messages") else {
      throw fields.refusal("messages", "must be a list")
    }
    var messages: [LayerupMessage] = []
    for message in list {
      guard let role = try message.string("role"), !role.isEmpty else {
        throw message.refusal("role", "must be a string that is not empty")
      }
      guard let content = try message.string("content") else {
        throw message.refusal("content", "must be a string")
      }
      messages.append(LayerupMessage(role: role, content: content))
    }
    _ = try fields.object("metadata")
    return messages
  }
}
