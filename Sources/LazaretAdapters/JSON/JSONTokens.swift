/// Reads JSON (RFC 8259) one token at a time, in the order of the bytes.
///
/// Foundation's parser makes a dictionary of an object, so a second value of the same key and the order of
/// the keys are gone; what a model would read of the file must not be. Work is linear and memory is that of
/// one token, plus one byte for each open bracket, of which ``deepest`` are allowed.
struct JSONTokens {
  enum Token: Hashable {
    case startObject
    case endObject
    case startArray
    case endArray
    /// UTF-8 with its escapes undone.
    case key(ArraySlice<UInt8>)
    case string(ArraySlice<UInt8>)
    /// A number, `true`, `false` or `null`, as it is written.
    case literal(ArraySlice<UInt8>)
  }

  /// How many brackets may be open at a time.
  static let deepest = 512

  /// Surrogates without their other half and NUL characters, which became U+FFFD.
  private(set) var replaced = 0

  private let bytes: ArraySlice<UInt8>
  private var place: Int
  private var state = State.value
  /// True for an object, false for an array.
  private var open: [Bool] = []

  private enum State {
    case value
    case firstElement
    case firstKey
    case key
    case afterValue
  }

  /// `utf8` must be valid UTF-8.
  init(_ utf8: ArraySlice<UInt8>) {
    bytes = utf8
    place = utf8.startIndex
  }

  /// `nil` at the end of a text that is complete. Must not be called again after it threw.
  mutating func next() throws(JSONProblem) -> Token? {
    skipWhitespace()
    switch state {
    case .afterValue: return try afterValue()
    case .value: return try value()
    case .firstElement:
      if peek == 0x5D { return close() }
      return try value()
    case .firstKey:
      if peek == 0x7D { return close() }
      return try key()
    case .key: return try key()
    }
  }

  // MARK: Structure

  private var peek: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  private mutating func afterValue() throws(JSONProblem) -> Token? {
    guard let isObject = open.last else {
      if peek == nil { return nil }
      throw problem(
        isAtComment ? Self.comment : "something stands after the end of the value (JSON Lines end in .jsonl)")
    }
    switch peek {
    case 0x2C:
      place += 1
      skipWhitespace()
      if peek == 0x7D || peek == 0x5D { throw problem("a comma has nothing after it") }
      return isObject ? try key() : try value()
    case 0x7D where isObject, 0x5D where !isObject: return close()
    case nil: throw problem("it ends before its last bracket is closed")
    default:
      throw problem(isAtComment ? Self.comment : "a comma or the closing bracket is missing")
    }
  }

  private mutating func close() -> Token {
    place += 1
    state = .afterValue
    return open.popLast() == true ? .endObject : .endArray
  }

  private mutating func key() throws(JSONProblem) -> Token {
    guard peek == 0x22 else {
      throw problem(isAtComment ? Self.comment : "a key in double quotes is missing")
    }
    let key = try string()
    skipWhitespace()
    guard peek == 0x3A else { throw problem("a colon is missing after a key") }
    place += 1
    state = .value
    return .key(key)
  }

  private mutating func value() throws(JSONProblem) -> Token {
    switch peek {
    case 0x7B?, 0x5B?:
      guard open.count < Self.deepest else { throw problem("it nests deeper than \(Self.deepest) levels") }
      let isObject = peek == 0x7B
      open.append(isObject)
      place += 1
      state = isObject ? .firstKey : .firstElement
      return isObject ? .startObject : .startArray
    case 0x22?:
      state = .afterValue
      return .string(try string())
    case nil: throw problem("it ends where a value should be")
    default:
      if isAtComment { throw problem(Self.comment) }
      state = .afterValue
      return .literal(try literal())
    }
  }

  // MARK: Values

  private mutating func literal() throws(JSONProblem) -> ArraySlice<UInt8> {
    var end = place
    while end < bytes.endIndex, Self.belongsToLiteral(bytes[end]) { end += 1 }
    let word = bytes[place..<end]
    guard Self.isNumber(word) || Self.words.contains(where: { word.elementsEqual($0) }) else {
      throw problem("a value is neither a string, a number, true, false nor null")
    }
    place = end
    return word
  }

  private static func belongsToLiteral(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2B || byte == 0x2D
      || byte == 0x2E
  }

  private static let words = ["true", "false", "null"].map { Array($0.utf8) }

  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    var rest = word
    func digits() -> Int {
      let count = rest.prefix { (0x30...0x39).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == 0x2D { rest = rest.dropFirst() }
    let startsWithZero = rest.first == 0x30
    let whole = digits()
    guard whole > 0, !startsWithZero || whole == 1 else { return false }
    if rest.first == 0x2E {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if rest.first.map({ $0 | 0x20 }) == 0x65 {
      rest = rest.dropFirst()
      if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  private mutating func string() throws(JSONProblem) -> ArraySlice<UInt8> {
    let opened = place
    place += 1
    var end = place
    while end < bytes.endIndex, bytes[end] >= 0x20, bytes[end] != 0x22, bytes[end] != 0x5C { end += 1 }
    if end < bytes.endIndex, bytes[end] == 0x22 {
      place = end + 1
      return bytes[(opened + 1)..<end]
    }
    var text: [UInt8] = []
    while let byte = peek {
      switch byte {
      case 0x22:
        place += 1
        return text[...]
      case 0x5C: try escape(into: &text)
      case 0..<0x20: throw problem("a control character stands in a string without an escape")
      default:
        let start = place
        while place < bytes.endIndex, bytes[place] >= 0x20, bytes[place] != 0x22, bytes[place] != 0x5C {
          place += 1
        }
        text.append(contentsOf: bytes[start..<place])
      }
    }
    place = opened
    throw problem("a string is not closed")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONProblem) {
    let start = place
    place += 2
    guard start + 1 < bytes.endIndex else { return }
    switch bytes[start + 1] {
    case 0x22, 0x5C, 0x2F: text.append(bytes[start + 1])
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      guard let unit = hexadecimal(at: place) else {
        place = start
        throw problem("an escape is not one of JSON's")
      }
      place += 4
      append(unit, to: &text)
    default:
      place = start
      throw problem("an escape is not one of JSON's")
    }
  }

  private mutating func append(_ unit: UInt32, to text: inout [UInt8]) {
    var value = unit
    if (0xD800...0xDBFF).contains(unit), place + 1 < bytes.endIndex, bytes[place] == 0x5C,
      bytes[place + 1] == 0x75, let low = hexadecimal(at: place + 2), (0xDC00...0xDFFF).contains(low)
    {
      place += 6
      value = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
    }
    guard value != 0, let scalar = Unicode.Scalar(value) else {
      replaced += 1
      text.append(contentsOf: [0xEF, 0xBF, 0xBD])
      return
    }
    text.append(contentsOf: String(scalar).utf8)
  }

  private func hexadecimal(at start: Int) -> UInt32? {
    guard start + 4 <= bytes.endIndex else { return nil }
    var value: UInt32 = 0
    for byte in bytes[start..<start + 4] {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
      default: return nil
      }
    }
    return value
  }

  // MARK: Places

  private static let comment = "a comment stands in it, and JSON has none"

  private var isAtComment: Bool {
    peek == 0x2F || peek == 0x23
  }

  private mutating func skipWhitespace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 9 { place += 1 }
  }

  private func problem(_ reason: String) -> JSONProblem {
    let before = bytes[..<min(place, bytes.endIndex)]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? bytes.startIndex
    return JSONProblem(
      line: before.count { $0 == 0x0A } + 1,
      column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1, reason: reason)
  }
}

/// Where a text stops being JSON, and why.
struct JSONProblem: Error, Hashable {
  /// Both counted from 1, the column in characters of Unicode.
  var line: Int
  var column: Int
  var reason: String
}
