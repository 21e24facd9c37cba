import LazaretCore

/// `user:password` in `scheme://user:password@host`. The span is the user and the password, so that a mask
/// leaves the rest of the address readable.
struct URLCredentialsDetector: Detector {
  let triggers: [Trigger] = [.literal(Literal("://"))]

  private static let longestUser = 100
  private static let longestPassword = 200
  private static let stops = ByteSet(" \t\r\n/?#\"'`<>()[]\\")
  /// Passwords are written unescaped often enough; only what ends a URL in running text ends them.
  private static let passwordStops = ByteSet(" \t\r\n\"'`<>/\\")

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    hits.compactMap { hit in
      guard text[hit.start - 1].isAlphanumeric, let colon = colon(from: hit.end, in: text) else { return nil }
      guard let end = passwordEnd(from: colon + 1, in: text) else { return nil }
      let password = (colon + 1..<end).map { text[$0] }
      if SecretValue.isTemplate(password) { return nil }
      return Detection(label: "secret/url_credentials", span: TextSpan(hit.end, end))
    }
  }

  private func colon(from start: Int, in text: TextBytes) -> Int? {
    for place in start..<start + Self.longestUser {
      let byte = text[place]
      if byte == ":" { return place }
      if byte == 0 || byte == "@" || Self.stops.contains(byte) { return nil }
    }
    return nil
  }

  /// The last `@` before the host, so that a password may hold one.
  private func passwordEnd(from start: Int, in text: TextBytes) -> Int? {
    var end: Int?
    var place = start
    while place - start < Self.longestPassword, text[place] != 0, !Self.passwordStops.contains(text[place]) {
      if text[place] == "@", text.hasLetter(at: place + 1) || text[place + 1] == "[" || text[place + 1] == "%"
      {
        end = place
      }
      place += 1
    }
    guard let end, end > start else { return nil }
    return end
  }
}
