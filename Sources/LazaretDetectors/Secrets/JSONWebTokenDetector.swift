import LazaretCore

/// JSON Web Tokens (RFC 7519): two or three parts in base64url, of which the first decodes to a JSON object
/// with `"alg"` and the second to a JSON object. The third, the signature, may be empty or cut off: what it
/// signs is readable all the same.
struct JSONWebTokenDetector: Detector {
  /// `{"` in base64url.
  let triggers: [Trigger] = [.literal(Literal("eyJ")), .literal(Literal("ewog")), .literal(Literal("eyAi"))]

  /// RFC 7515 sets no bound; a header of 2 KB carries a chain of certificates.
  private static let longestHeader = 4096

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    var found: [Detection] = []
    var covered = 0
    for hit in hits where hit.start >= covered {
      if ByteSet.base64URL.contains(text[hit.start - 1]) { continue }
      guard let headerEnd = partEnd(from: hit.start, in: text, limit: Self.longestHeader),
        text[headerEnd] == ".", isHeader(hit.start..<headerEnd, in: text),
        isObject(from: headerEnd + 1, in: text),
        let payloadEnd = partEnd(from: headerEnd + 1, in: text, limit: text.count)
      else { continue }
      var end = payloadEnd
      if text[payloadEnd] == ".", ByteSet.base64URL.contains(text[payloadEnd + 1]) {
        end = partEnd(from: payloadEnd + 1, in: text, limit: text.count) ?? payloadEnd
      }
      found.append(Detection(label: "secret/json_web_token", span: TextSpan(hit.start, end)))
      covered = end
    }
    return found
  }

  private func partEnd(from start: Int, in text: TextBytes, limit: Int) -> Int? {
    var end = start
    while end - start <= limit, ByteSet.base64URL.contains(text[end]) { end += 1 }
    return end > start && end - start <= limit ? end : nil
  }

  private func isHeader(_ range: Range<Int>, in text: TextBytes) -> Bool {
    let decoded = Base64.decoded(range, in: text)
    let name = Array("\"alg\"".utf8)
    guard decoded.first == 0x7B, decoded.last == 0x7D, decoded.count > name.count else { return false }
    return (0...decoded.count - name.count).contains { decoded[$0...].starts(with: name) }
  }

  private func isObject(from start: Int, in text: TextBytes) -> Bool {
    Base64.decoded(start..<start + 4, in: text).first == 0x7B
  }
}

/// Base64 in both alphabets, without asking for padding.
enum Base64 {
  /// The bytes up to the first character that is none of base64.
  static func decoded(_ range: Range<Int>, in text: TextBytes) -> [UInt8] {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for place in range {
      guard let value = value(text[place]) else { break }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    if byte.isUpper { return byte - 0x41 }
    if byte.isLower { return byte - 0x61 + 26 }
    if byte.isDigit { return byte - 0x30 + 52 }
    if byte == "+" || byte == "-" { return 62 }
    return byte == "/" || byte == "_" ? 63 : nil
  }
}
