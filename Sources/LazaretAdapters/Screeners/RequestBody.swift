/// A JSON request of which only one string changes from call to call: the rest is put together once.
struct RequestBody: Sendable {
  private let before: [UInt8]
  /// Between the string and its second copy, for a service that wants it twice.
  private let between: [UInt8]?
  private let after: [UInt8]

  /// - Parameters:
  ///   - before: everything up to the opening quote of the string, which is added here.
  ///   - between: everything between the closing quote and the opening one of a second copy; `nil` when
  ///     the string stands once.
  ///   - after: everything from behind the last closing quote.
  init(before: String, between: String? = nil, after: String) {
    self.before = Array(before.utf8) + [UInt8(ascii: "\"")]
    self.between = between.map { Array("\"\($0)\"".utf8) }
    self.after = [UInt8(ascii: "\"")] + Array(after.utf8)
  }

  func bytes(for text: String) -> [UInt8] {
    let length = text.utf8.count + text.utf8.count / 16
    var bytes: [UInt8] = []
    bytes.reserveCapacity(before.count + after.count + length + (between.map { $0.count + length } ?? 0))
    bytes.append(contentsOf: before)
    Self.escape(text, into: &bytes)
    if let between {
      bytes.append(contentsOf: between)
      Self.escape(text, into: &bytes)
    }
    bytes.append(contentsOf: after)
    return bytes
  }

  /// The texts as a JSON list.
  static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ",") + "]" }

  /// The texts as a JSON object, sorted by key.
  static func object(_ fields: [String: String]) -> String {
    let pairs = fields.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
    return "{" + pairs.joined(separator: ",") + "}"
  }

  /// The text as a JSON string, quotes included.
  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    escape(text, into: &bytes)
    bytes.append(UInt8(ascii: "\""))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends what stands between the quotes of a JSON string. Only what RFC 8259 demands is escaped;
  /// everything else goes out byte for byte, so that the vendor counts what we store.
  static func escape(_ text: String, into bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { source in
      var done = 0
      for start in stride(from: 0, to: source.count, by: 8) {
        let end = min(start + 8, source.count)
        if end - start == 8,
          !holdsSpecial(UnsafeRawBufferPointer(source).loadUnaligned(fromByteOffset: start, as: UInt64.self))
        {
          continue
        }
        for place in start..<end {
          let byte = source[place]
          if byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") { continue }
          bytes.append(contentsOf: source[done..<place])
          done = place + 1
          bytes.append(UInt8(ascii: "\\"))
          switch byte {
          case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
          case 0x0A: bytes.append(UInt8(ascii: "n"))
          case 0x0D: bytes.append(UInt8(ascii: "r"))
          case 0x09: bytes.append(UInt8(ascii: "t"))
          default:
            bytes.append(contentsOf: Array("u00".utf8))
            bytes.append(hexDigits[Int(byte >> 4)])
            bytes.append(hexDigits[Int(byte & 15)])
          }
        }
      }
      bytes.append(contentsOf: source[done...])
    }
  }

  /// Whether one of eight bytes has to be escaped: is below 0x20, a quote or a backslash. Each is looked for
  /// in all of them at once: a byte that was less than what is taken from it borrows, which shows in its
  /// highest bit, and a byte that is equal to what it is compared with becomes zero.
  private static func holdsSpecial(_ bytes: UInt64) -> Bool {
    func holds(below bound: UInt8, _ bytes: UInt64) -> Bool {
      (bytes &- each(bound)) & ~bytes & each(0x80) != 0
    }
    return holds(below: 0x20, bytes) || holds(below: 1, bytes ^ each(UInt8(ascii: "\"")))
      || holds(below: 1, bytes ^ each(UInt8(ascii: "\\")))
  }

  private static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
