import FoundationEssentials

/// A key of an answer that is there: either what we can read, or something else. A key that is missing
/// or `null` is `nil` instead. Telling the three apart is what keeps a changed answer from being read
/// as a clean one.
enum WireValue<Value: Decodable & Sendable>: Sendable {
  case value(Value)
  case wrong

  var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  var isWrong: Bool { value == nil }
}

extension KeyedDecodingContainer {
  /// Never throws: one odd field must not hide the others.
  func wire<Value: Decodable & Sendable>(_ type: Value.Type, _ key: Key) -> WireValue<Value>? {
    do {
      return try decodeIfPresent(Value.self, forKey: key).map { .value($0) }
    } catch {
      return .wrong
    }
  }

  /// A whole number, however a server writes it: `12`, `12.0`, `"12"`. Not `12.5`, and nothing outside
  /// 64 bits.
  func wireInteger(_ key: Key) -> WireValue<Int>? {
    switch wire(Int.self, key) {
    case .value(let value): return .value(value)
    case nil: return nil
    case .wrong: break
    }
    if let text = wire(String.self, key)?.value, let value = Int(text) { return .value(value) }
    if let number = wire(Double.self, key)?.value, let value = Int(exactly: number) { return .value(value) }
    return .wrong
  }

  /// For a field that is nice to have: what cannot be read is not there.
  func ifReadable<Value: Decodable & Sendable>(_ type: Value.Type, _ key: Key) -> Value? {
    wire(type, key)?.value
  }

  /// An identifier as a vendor gives it, kept for support. Anything that is not a short run of visible
  /// ASCII is dropped: such a field is no place for document text.
  func identifier(_ key: Key) -> String? {
    ifReadable(String.self, key).flatMap { $0.isIdentifier ? $0 : nil }
  }
}

extension String {
  /// True for 1 to 128 visible ASCII characters.
  var isIdentifier: Bool {
    !isEmpty && utf8.count <= 128 && utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }
}

/// Reads one JSON object. `nil` for everything else: no JSON, another JSON value, nested too deep.
func readJSONObject<Answer: Decodable>(_ type: Answer.Type, from body: [UInt8]) -> Answer? {
  try? decoder.decode(Answer.self, from: Data(body))
}

/// One for all: it has no settings, and to make one costs as much as a tenth of an answer.
private let decoder = JSONDecoder()
