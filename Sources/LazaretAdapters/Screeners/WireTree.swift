/// Any JSON value, for answers whose shape is known only in parts: what a gateway hands on of another
/// service's answer.
indirect enum WireTree: Decodable, Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case double(Double)
  case string(String)
  case list([WireTree])
  case object([String: WireTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode([String: WireTree].self) {
      self = .object(value)
    } else if let value = try? container.decode([WireTree].self) {
      self = .list(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else {
      self = .double(try container.decode(Double.self))
    }
  }

  /// The field of an object; `nil` when it is not there, or `null`.
  subscript(key: String) -> WireTree? {
    guard case .object(let fields) = self, let value = fields[key], value != .null else { return nil }
    return value
  }

  var string: String? { if case .string(let value) = self { value } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var list: [WireTree]? { if case .list(let value) = self { value } else { nil } }
  var fields: [String: WireTree]? { if case .object(let value) = self { value } else { nil } }

  /// As JSON, for the reading of the service that the value came from.
  var json: [UInt8] {
    var bytes: [UInt8] = []
    write(into: &bytes)
    return bytes
  }

  private func write(into bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += Array("null".utf8)
    case .bool(let value): bytes += Array("\(value)".utf8)
    case .integer(let value): bytes += Array("\(value)".utf8)
    case .double(let value): bytes += Array((value.isFinite ? "\(value)" : "null").utf8)
    case .string(let value): bytes += Array(RequestBody.quoted(value).utf8)
    case .list(let values):
      bytes.append(UInt8(ascii: "["))
      for (place, value) in values.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let fields):
      bytes.append(UInt8(ascii: "{"))
      for (place, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += Array(RequestBody.quoted(field.key).utf8)
        bytes.append(UInt8(ascii: ":"))
        field.value.write(into: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }
}
