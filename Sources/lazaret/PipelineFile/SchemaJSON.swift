/// A value of a JSON Schema.
indirect enum SchemaJSON: Sendable, Hashable, Encodable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([SchemaJSON])
  case object([String: SchemaJSON])

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }

  /// The same with more members; what is no object stays as it is.
  func with(_ more: [String: SchemaJSON]) -> SchemaJSON {
    guard case .object(let members) = self else { return self }
    return .object(members.merging(more) { _, new in new })
  }

  static func texts(_ values: [String]) -> SchemaJSON { .list(values.map { .text($0) }) }
}

extension SchemaJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
  init(arrayLiteral elements: SchemaJSON...) { self = .list(elements) }
  init(dictionaryLiteral elements: (String, SchemaJSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
