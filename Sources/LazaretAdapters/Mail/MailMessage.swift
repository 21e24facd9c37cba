/// A mail as values: nothing in it points into the library that read it.
struct MailMessage {
  var headers: [MailHeader]
  var body: MailPart?
  /// It ends before its parts do, or its boundaries do not match.
  var isCutOff = false
  /// Parts below ``MailParser/maxDepth`` were not read.
  var isTooDeep = false
  /// Parts beyond ``MailParser/maxParts`` were not read.
  var hasTooMany = false

  init(headers: [MailHeader]) { self.headers = headers }
}

struct MailHeader {
  /// As written.
  var name: String
  /// On one line, encoded words decoded.
  var value: String
}

struct MailPart {
  enum Content {
    case bytes([UInt8])
    indirect case message(MailMessage)
    /// With what stands before the first boundary and behind the last one.
    case parts([MailPart], before: String, after: String)
  }

  /// Lower case, without parameters.
  var mediaType = ""
  var charset: String?
  /// The file name, or the name that the content type gives.
  var name: String?
  var isAttachment = false
  var headers: [MailHeader] = []
  var encoding = TransferEncoding.plain
  /// What of the encoded text is not in its encoding; `nil` when all is.
  var broken: TransferEncoding.Broken?
  var content = Content.bytes([])
}

/// How a part is written.
enum TransferEncoding {
  case plain
  case base64
  case quotedPrintable

  struct Broken {
    var count: Int
    /// Lines with what the decoder passes over: somebody may have written there.
    var lines: String
  }

  static func broken(_ bytes: [UInt8], _ encoding: TransferEncoding) -> Broken? {
    var broken = Broken(count: 0, lines: "")
    var isOver = false
    for line in bytes.split(separator: 0x0A) {
      let wrong =
        switch encoding {
        case .plain: 0
        case .base64: base64(line, &isOver)
        case .quotedPrintable: quotedPrintable(line)
        }
      if wrong == 0 { continue }
      broken.count += wrong
      if encoding == .base64 { broken.lines += String(decoding: line, as: UTF8.self) + "\n" }
    }
    return broken.count > 0 ? broken : nil
  }

  /// Characters outside of the alphabet, and any behind the padding.
  private static func base64(_ line: ArraySlice<UInt8>, _ isOver: inout Bool) -> Int {
    var wrong = 0
    for byte in line where !byte.isWhitespace {
      let isInAlphabet =
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F: true
        default: false
        }
      if byte == 0x3D {
        isOver = true
      } else if !isInAlphabet || isOver {
        wrong += 1
      }
    }
    return wrong
  }

  /// An `=` without two hexadecimal digits or the end of the line behind it.
  private static func quotedPrintable(_ line: ArraySlice<UInt8>) -> Int {
    var wrong = 0
    for place in line.indices where line[place] == 0x3D {
      let rest = line[(place + 1)...]
      if rest.allSatisfy(\.isWhitespace) { continue }
      let digits = rest.prefix(2)
      let areDigits = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
      if digits.count < 2 || !areDigits { wrong += 1 }
    }
    return wrong
  }
}
