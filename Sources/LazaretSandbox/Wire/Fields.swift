/// The fields of a JSON object, read by type. `null` counts as absent, because some clients send
/// every field they know. A wrong type is refused with 400 and the field's place.
struct Fields: Sendable {
  private let object: [String: JSONValue]
  /// The place of the object in the body, `messages[0].` for example.
  private let place: String

  init(_ object: [String: JSONValue], place: String = "") {
    self.object = object
    self.place = place
  }

  /// The field, `nil` when it is absent or null.
  func value(_ key: String) -> JSONValue? {
    object[key].flatMap { $0 == .null ? nil : $0 }
  }

  func string(_ key: String) throws(Refusal) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let string) = value else { throw refusal(key, "must be a string") }
    return string
  }

  func bool(_ key: String) throws(Refusal) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .bool(let bool) = value else { throw refusal(key, "must be a boolean") }
    return bool
  }

  func array(_ key: String) throws(Refusal) -> [JSONValue]? {
    guard let value = value(key) else { return nil }
    guard case .array(let array) = value else { throw refusal(key, "must be a list") }
    return array
  }

  func object(_ key: String) throws(Refusal) -> Fields? {
    guard let value = value(key) else { return nil }
    guard case .object(let object) = value else { throw refusal(key, "must be an object") }
    return Fields(object, place: "\(place)\(key).")
  }

  /// The objects of a list.
  func objects(_ key: String) throws(Refusal) -> [Fields]? {
    guard let array = try array(key) else { return nil }
    var objects: [Fields] = []
    for (index, value) in array.enumerated() {
      guard case .object(let object) = value else {
        throw refusal("\(key)[\(index)]", "must be an object")
      }
      objects.append(Fields(object, place: "\(place)\(key)[\(index)]."))
    }
    return objects
  }

  func refusal(_ key: String, _ complaint: String) -> Refusal {
    .badRequest("\(place)\(key) \(complaint)")
  }
}
