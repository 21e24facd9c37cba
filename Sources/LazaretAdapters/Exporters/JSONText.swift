/// Writes JSON whose bytes depend on the values alone: keys stand in the order in which they are
/// written, nothing is indented, and only what JSON or a line reader cannot bear is escaped.
package struct JSONText: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package mutating func object<Failure: Error>(
    _ members: (inout JSONText) throws(Failure) -> Void
  ) throws(Failure) {
    open(UInt8(ascii: "{"))
    try members(&self)
    close(UInt8(ascii: "}"))
  }

  package mutating func array<Element>(
    _ elements: some Sequence<Element>, _ write: (inout JSONText, Element) -> Void
  ) {
    open(UInt8(ascii: "["))
    for element in elements { write(&self, element) }
    close(UInt8(ascii: "]"))
  }

  package mutating func strings(_ elements: some Sequence<String>) {
    array(elements) { json, element in json.string(element) }
  }

  /// What is written next is the value of this key.
  package mutating func key(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func string(_ value: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    var value = value
    value.withUTF8 { escape($0) }
    bytes.append(UInt8(ascii: "\""))
  }

  /// The string, or `null`.
  package mutating func string(_ value: String?) {
    if let value { string(value) } else { null() }
  }

  package mutating func number(_ value: Int) {
    separate()
    bytes += String(value).utf8
  }

  package mutating func boolean(_ value: Bool) {
    separate()
    bytes += (value ? "true" : "false").utf8
  }

  /// A key and its value.
  package mutating func field(_ name: String, _ value: String?) {
    key(name)
    string(value)
  }

  package mutating func field(_ name: String, _ value: Int) {
    key(name)
    number(value)
  }

  package mutating func field(_ name: String, _ value: Bool) {
    key(name)
    boolean(value)
  }

  /// A key and its value, or nothing.
  package mutating func fieldIfPresent(_ name: String, _ value: String?) {
    if let value { field(name, value) }
  }

  package mutating func fieldIfPresent(_ name: String, _ value: Int?) {
    if let value { field(name, value) }
  }

  package mutating func null() {
    separate()
    bytes += "null".utf8
  }

  /// Ends the line and the value: the next one is another.
  package mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func escape(_ value: UnsafeBufferPointer<UInt8>) {
    bytes.reserveCapacity(bytes.count + value.count)
    var copied = 0
    for place in value.indices {
      let byte = value[place]
      let length: Int
      let escape: String
      switch byte {
      case UInt8(ascii: "\""): (length, escape) = (1, "\\\"")
      case UInt8(ascii: "\\"): (length, escape) = (1, "\\\\")
      case 0x08: (length, escape) = (1, "\\b")
      case 0x09: (length, escape) = (1, "\\t")
      case 0x0A: (length, escape) = (1, "\\n")
      case 0x0C: (length, escape) = (1, "\\f")
      case 0x0D: (length, escape) = (1, "\\r")
      case 0..<0x20, 0x7F: (length, escape) = (1, "\\u00" + Self.hex(byte))
      case 0xE2 where place + 2 < value.count && value[place + 1] == 0x80:
        // U+2028 and U+2029 end a line for some readers, and a row is one line.
        switch value[place + 2] {
        case 0xA8: (length, escape) = (3, "\\u2028")
        case 0xA9: (length, escape) = (3, "\\u2029")
        default: continue
        }
      default: continue
      }
      bytes += value[copied..<place]
      bytes += escape.utf8
      copied = place + length
    }
    bytes += value[copied...]
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
