/// Reads a value that a server printed into a text: as JSON, or as Python prints a dictionary,
/// `{'flagged': True, 'payload': None}`. One reader for both, because the two mix.
///
/// Strict in what ends the value and bounded in depth: what cannot be read whole is not there.
struct PrintedValue {
  private let bytes: [UInt8]
  private var place: Int

  private static let deepest = 64

  /// The first dictionary in the text, whatever stands before and behind it.
  static func dictionary(in text: String) -> WireTree? {
    let bytes = Array(text.utf8)
    guard let start = bytes.firstIndex(of: UInt8(ascii: "{")) else { return nil }
    var reader = PrintedValue(bytes: bytes, place: start)
    return reader.value(depth: 0)
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || (0x09...0x0D).contains(byte) { place += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) -> WireTree? {
    guard depth < Self.deepest else { return nil }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return list(depth: depth, end: "]")
    case UInt8(ascii: "("): return list(depth: depth, end: ")")
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return string().map { .string($0) }
    default: return word()
    }
  }

  private mutating func object(depth: Int) -> WireTree? {
    place += 1
    var fields: [String: WireTree] = [:]
    while !take("}") {
      if !fields.isEmpty, !take(",") { return nil }
      // Python prints no comma before the end; some servers do.
      if take("}") { break }
      skipSpace()
      guard let key = string(), take(":"), let value = value(depth: depth + 1) else { return nil }
      fields[key] = value
    }
    return .object(fields)
  }

  private mutating func list(depth: Int, end: Unicode.Scalar) -> WireTree? {
    place += 1
    var values: [WireTree] = []
    while !take(end) {
      if !values.isEmpty, !take(",") { return nil }
      if take(end) { break }
      guard let value = value(depth: depth + 1) else { return nil }
      values.append(value)
    }
    return .list(values)
  }

  private mutating func word() -> WireTree? {
    let start = place
    while let byte = next, Self.isWord(byte) { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    switch word {
    case "True", "true": return .bool(true)
    case "False", "false": return .bool(false)
    case "None", "null": return .null
    default: break
    }
    if let value = Int(word) { return .integer(value) }
    return Double(word).flatMap { $0.isFinite ? .double($0) : nil }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  // MARK: Strings

  private mutating func string() -> String? {
    guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
    place += 1
    var content: [UInt8] = []
    while let byte = next {
      place += 1
      if byte == quote { return String(decoding: content, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        content.append(byte)
        continue
      }
      guard let scalar = escaped() else { return nil }
      content += Array(String(scalar).utf8)
    }
    return nil
  }

  /// What stands behind a backslash.
  private mutating func escaped() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "v"): return "\u{B}"
    case UInt8(ascii: "a"): return "\u{7}"
    case UInt8(ascii: "x"): return number(digits: 2).flatMap(Unicode.Scalar.init)
    case UInt8(ascii: "U"): return number(digits: 8).flatMap(Unicode.Scalar.init)
    case UInt8(ascii: "u"): return number(digits: 4).flatMap { sixteenBit($0) }
    default: return byte < 0x80 ? Unicode.Scalar(byte) : nil
    }
  }

  /// JSON writes what is beyond 16 bits as two surrogates; one that stands alone becomes U+FFFD.
  private mutating func sixteenBit(_ unit: UInt32) -> Unicode.Scalar? {
    guard (0xD800...0xDBFF).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    let start = place
    if place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") {
      place += 2
      if let low = number(digits: 4), (0xDC00...0xDFFF).contains(low) {
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      }
    }
    place = start
    return "\u{FFFD}"
  }

  private mutating func number(digits: Int) -> UInt32? {
    guard place + digits <= bytes.count else { return nil }
    let word = String(decoding: bytes[place..<(place + digits)], as: UTF8.self)
    guard word.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
    place += digits
    return UInt32(word, radix: 16)
  }
}
