/// A JSON request of which only one string changes from call to call: the rest is put together once.
struct RequestBody: Sendable {
  private let before: [UInt8]
  private let after: [UInt8]

  /// - Parameters:
  ///   - before: everything up to the opening quote of the string, which is added here.
  ///   - after: everything from behind its closing quote.
  init(before: String, after: String) {
    self.before = Array(before.utf8) + [UInt8(ascii: "\"")]
    self.after = [UInt8(ascii: "\"")] + Array(after.utf8)
  }

  func bytes(for text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(before.count + text.utf8.count + text.utf8.count / 16 + after.count)
    bytes.append(contentsOf: before)
    Self.escape(text, into: &bytes)
    bytes.append(contentsOf: after)
    return bytes
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
      for place in source.indices {
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
      bytes.append(contentsOf: source[done...])
    }
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
