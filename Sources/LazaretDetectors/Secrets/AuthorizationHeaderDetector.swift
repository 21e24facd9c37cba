import LazaretCore

/// `Authorization: Bearer …` and `Authorization: Basic …` (RFC 6750, RFC 7617), with or without the name of
/// the header. The span is the credential.
struct AuthorizationHeaderDetector: Detector {
  private static let basic = 1

  let triggers: [Trigger] = ["bearer ", "basic ", "ssws "].map {
    .literal(Literal(ignoringCase: $0, edges: .start))
  }

  /// The characters of `b64token` in RFC 6750.
  private static let credential = ByteSet.base64URL.union(".~+/=")

  /// So much of a credential is judged.
  private static let longestJudged = 400

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    hits.compactMap { hit in
      var end = hit.end
      while Self.credential.contains(text[end]) { end += 1 }
      while end > hit.end, text[end - 1] == "." { end -= 1 }
      let value = (hit.end..<min(end, hit.end + Self.longestJudged)).map { text[$0] }
      let isCredential = hit.trigger == Self.basic ? isPair(hit.end..<end, in: text) : isToken(value)
      guard isCredential else { return nil }
      return Detection(label: "secret/http_authorization", span: TextSpan(hit.end, end))
    }
  }

  private func isToken(_ value: [UInt8]) -> Bool {
    value.count >= 14 && value.contains(where: \.isDigit) && SecretValue.entropy(value) >= 3
      && SecretValue.isSecret(value, isQuoted: false)
  }

  /// `user:password` in base64.
  private func isPair(_ range: Range<Int>, in text: TextBytes) -> Bool {
    if range.count < 8 || range.count > Self.longestJudged { return false }
    let decoded = Base64.decoded(range, in: text)
    return decoded.count >= range.count * 3 / 4 - 2 && decoded.contains(0x3A)
      && decoded.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}
