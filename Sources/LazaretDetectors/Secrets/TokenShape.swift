import LazaretCore

/// A credential that its issuer marks with fixed first characters.
struct TokenShape: Sendable {
  /// `secret/<kind>`.
  var kind: String
  var prefix: String
  /// What follows the prefix.
  var body: ByteSet
  /// How many of them. A longer run is another thing, unless `mayGoOn`.
  var length: ClosedRange<Int>
  var mayGoOn: Bool
  /// Bits per character, by Shannon, that the body has at least. Real ones have 3 and more; a row of `x`
  /// has none.
  var entropy: Double

  init(
    _ kind: String, _ prefix: String, _ body: ByteSet, _ length: ClosedRange<Int>, mayGoOn: Bool = false,
    entropy: Double = 2.5
  ) {
    self.kind = kind
    self.prefix = prefix
    self.body = body
    self.length = length
    self.mayGoOn = mayGoOn
    self.entropy = entropy
  }

  /// Behind the token whose prefix ends at `place`, or `nil`.
  func end(from place: Int, in text: TextBytes) -> Int? {
    var end = place
    while end - place < length.upperBound, body.contains(text[end]) { end += 1 }
    let judgedEnd = end
    if mayGoOn { while body.contains(text[end]) { end += 1 } }
    // A sentence or a list may go on with a sign that tokens have too.
    while end - place > length.lowerBound, "-.,".utf8.contains(text[end - 1]) { end -= 1 }
    if end - place < length.lowerBound { return nil }
    if !mayGoOn, text[end].isAlphanumeric || text[end] == "_" && body.contains(0x5F) { return nil }
    let value = (place..<min(end, judgedEnd)).map { text[$0] }
    return SecretValue.entropy(value) >= entropy && !SecretValue.isPlaceholder(value) ? end : nil
  }
}

/// Tokens with fixed first characters, by the table of `TokenShape.all`.
struct TokenDetector: Detector {
  private let shapes = TokenShape.all

  var triggers: [Trigger] { shapes.map { .literal(Literal($0.prefix)) } }

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    hits.compactMap { hit in
      let before = text[hit.start - 1]
      if text.hasLetter(before: hit.start) || before == "_"
        || before == "-" && text[hit.start - 2].isAlphanumeric
      {
        return nil
      }
      let shape = shapes[hit.trigger]
      guard let end = shape.end(from: hit.end, in: text) else { return nil }
      return Detection(label: Label("secret/" + shape.kind), span: TextSpan(hit.start, end))
    }
  }
}
