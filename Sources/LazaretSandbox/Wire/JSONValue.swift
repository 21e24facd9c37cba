import Foundation

/// Any JSON value. The vendors' bodies are read through it rather than through a struct each, so that
/// a wrong type is refused with the field's name.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// Numbers with a fraction or an exponent that are whole (`10.0`) are integers too.
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// `nil` when the bytes are not one JSON value in UTF-8.
  init?(parsing bytes: some Sequence<UInt8>) {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return nil }
    self = value
  }
}

extension JSONValue: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let string = try? container.decode(String.self) {
      self = .string(string)
    } else if container.decodeNil() {
      self = .null
    } else if let bool = try? container.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let array = try? container.decode([JSONValue].self) {
      self = .array(array)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let bool): try container.encode(bool)
    case .integer(let integer): try container.encode(integer)
    case .number(let number): try container.encode(number)
    case .string(let string): try container.encode(string)
    case .array(let array): try container.encode(array)
    case .object(let object): try container.encode(object)
    }
  }
}

extension JSONValue {
  /// The texts that a vendor would screen: those of a body's `messages`, parts of a message each on
  /// their own, and its `untrusted_input`. Empty for any other body.
  var screenedTexts: [String] {
    guard case .object(let body) = self else { return [] }
    var texts = body["messages"]?.messageTexts ?? []
    if case .string(let text)? = body["untrusted_input"] { texts.append(text) }
    return texts
  }

  private var messageTexts: [String] {
    guard case .array(let messages) = self else { return [] }
    return messages.flatMap { message -> [String] in
      guard case .object(let fields) = message else { return [] }
      switch fields["content"] {
      case .string(let text)?: return [text]
      case .array(let parts)?:
        return parts.compactMap { part in
          guard case .object(let part) = part, case .string(let text)? = part["text"] else { return nil }
          return text
        }
      default: return []
      }
    }
  }
}

extension JSONValue {
  /// The value as compact JSON, keys in order of the alphabet.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding fails only for infinite numbers, which JSON cannot express and so never parsed.
    guard let data = try? encoder.encode(self) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }
}
