import LazaretDetectors

/// `POST /v1/guardrails/execute`: the guardrails in their order, up to the first that is offended.
extension LayerupWire {
  func executeAnswer(to fields: Fields, shapes: ShapeSet) throws -> Answer {
    let guardrails = try guardrails(in: fields)
    var texts = try LayerupMessage.list(in: fields).map(\.content)
    if let untrusted = try fields.string("untrusted_input") { texts.append(untrusted) }
    guard !texts.isEmpty else {
      throw Refusal.badRequest("messages must be a non-empty list, or untrusted_input be there")
    }
    let labels = Set(texts.flatMap { screen($0).map(\.label) })
    guard let offended = guardrails.first(where: { labels.contains(where: $0.isOffended) }) else {
      return try Answer(json: JSONValue.object(["all_safe": .bool(true)]))
    }
    return try Answer(
      json: JSONValue.object([
        "all_safe": .bool(false),
        "offending_guardrail": .string(offended.rawValue),
        "canned_response": cannedResponse(shapes: shapes),
      ]))
  }

  private func guardrails(in fields: Fields) throws(Refusal) -> [LayerupGuardrail] {
    guard let list = try fields.array("guardrails"), !list.isEmpty else {
      throw fields.refusal("guardrails", "must be a non-empty list")
    }
    var guardrails: [LayerupGuardrail] = []
    for (index, value) in list.enumerated() {
      guard case .string(let name) = value else {
        throw fields.refusal("guardrails[\(index)]", "must be a string")
      }
      guard let guardrail = LayerupGuardrail(rawValue: name) else {
        throw fields.refusal("guardrails[\(index)]", "is not a guardrail of this account")
      }
      guardrails.append(guardrail)
    }
    return guardrails
  }

  /// The documentation and the types of the client disagree about the key of the text.
  private func cannedResponse(shapes: ShapeSet) -> JSONValue {
    if shapes.contains(.layerupNoCannedResponse) { return .null }
    let key = shapes.contains(.layerupContentKey) ? "content" : "message"
    return .object(["role": .string("assistant"), key: .string("I cannot help with that.")])
  }
}
