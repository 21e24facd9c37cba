/// `POST /v1/log/error`: taken, and neither screened nor kept. What the vendor answers is not known
/// beyond that it is JSON.
extension LayerupWire {
  func logAnswer(to fields: Fields) throws -> Answer {
    guard fields.value("error") != nil else { throw fields.refusal("error", "must be there") }
    _ = try LayerupMessage.list(in: fields)
    return try Answer(json: JSONValue.object([:]))
  }
}
