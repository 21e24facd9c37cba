import Foundation
import LazaretCore

/// A request to Lasso that has passed every check.
struct LassoRequest: Sendable {
  struct Message: Hashable, Sendable, Encodable {
    var role: String
    var content: String
  }

  let messages: [Message]

  /// `tool` is not among them: the real service rejects it.
  static let roles = ["user", "assistant", "system", "model", "developer"]

  /// Checks that every message has a known role and a string as content. The blocks of tool use that
  /// Lasso's intent feature sends are refused, because nothing here could screen them.
  init(_ fields: Fields, needsULID: Bool) throws(Refusal) {
    guard let list = try fields.objects("messages"), !list.isEmpty else {
      throw .badRequest("messages must be a non-empty list")
    }
    var messages: [Message] = []
    for message in list {
      guard let role = try message.string("role"), Self.roles.contains(role) else {
        throw message.refusal("role", "must be one of \(Self.roles.joined(separator: ", "))")
      }
      guard let content = try message.string("content") else {
        throw message.refusal("content", "must be a string")
      }
      messages.append(Message(role: role, content: content))
    }
    self.messages = messages

    // Absent is taken as PROMPT: clients of the older version do not send it.
    if let type = try fields.string("messageType"), type != "PROMPT", type != "COMPLETION" {
      throw fields.refusal("messageType", "must be PROMPT or COMPLETION")
    }
    if let session = try fields.string("sessionId"), ULID(session) == nil {
      if needsULID { throw fields.refusal("sessionId", "must be a ULID") }
      guard UUID(uuidString: session) != nil else {
        throw fields.refusal("sessionId", "must be a ULID or a UUID")
      }
    }
    _ = try fields.string("userId")
    for key in ["agentId", "agentName"] {
      if let value = try fields.string(key), !Self.isIdentity(value) {
        throw fields.refusal(
          key, "must be 1 to 128 characters, not blank, without control or format characters")
      }
    }
  }

  /// What Lasso takes as the name of an agent. Anything else rejects the whole request there.
  private static func isIdentity(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    return scalars.count <= 128 && !scalars.allSatisfy(\.properties.isWhitespace)
      && !scalars.contains {
        [.control, .format].contains($0.properties.generalCategory)
      }
  }
}
