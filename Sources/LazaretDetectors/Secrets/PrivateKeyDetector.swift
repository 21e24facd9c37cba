import LazaretCore

/// Private keys in PEM (RFC 7468) and PGP armour, from the BEGIN line to the end of the END line. A block
/// that is not closed goes to the end of the text: whatever follows may be the key.
struct PrivateKeyDetector: Detector {
  private static let end = 1

  let triggers: [Trigger] = [.literal(Literal("-----BEGIN ")), .literal(Literal("-----END "))]

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    var found: [Detection] = []
    var open: Int?
    for hit in hits {
      guard let lineEnd = keyLineEnd(from: hit.end, in: text) else { continue }
      if hit.trigger == Self.end {
        guard let start = open else { continue }
        found.append(Detection(label: "secret/private_key", span: TextSpan(start, lineEnd)))
        open = nil
      } else if open == nil, text[lineEnd] != "`" {
        // `-----BEGIN PRIVATE KEY-----` in code marks speaks of a key.
        open = hit.start
      }
    }
    if let open { found.append(Detection(label: "secret/private_key", span: TextSpan(open, text.count))) }
    return found
  }

  /// Behind `RSA PRIVATE KEY-----` and the like.
  private func keyLineEnd(from start: Int, in text: TextBytes) -> Int? {
    var place = start
    while place - start < 40, text[place].isUpper || text[place].isDigit || text[place] == " " { place += 1 }
    let name = text.string(start..<place)
    guard name.hasSuffix("PRIVATE KEY") || name.hasSuffix("PRIVATE KEY BLOCK") else { return nil }
    for offset in 0..<5 where text[place + offset] != "-" { return nil }
    return place + 5
  }
}
