import LazaretCore

/// Tokens that carry their mark in the middle or at the end.
struct MarkedTokenDetector: Detector {
  private struct Shape {
    var kind: String
    var mark: String
    var head: ByteSet
    var headLength: ClosedRange<Int>
    var tail: ByteSet
    var tailLength: ClosedRange<Int>
  }

  private static let shapes = [
    // The number of a bot and its key (Telegram Bot API, "Authorizing your bot").
    Shape(
      kind: "telegram_bot_token", mark: ":AA", head: .digits, headLength: 8...10, tail: .base64URL,
      tailLength: 32...33),
    // The data centre stands behind the key (Mailchimp, "Marketing API, Fundamentals").
    Shape(
      kind: "mailchimp_key", mark: "-us", head: .hex, headLength: 32...32, tail: .digits, tailLength: 1...2),
    Shape(
      kind: "azure_devops_token", mark: "AZDO", head: .alphanumeric, headLength: 76...76, tail: .alphanumeric,
      tailLength: 4...4),
    Shape(
      kind: "newrelic_key", mark: "NRAL", head: .alphanumeric, headLength: 36...36, tail: .alphanumeric,
      tailLength: 0...0),
  ]

  let triggers: [Trigger] = shapes.map { .literal(Literal($0.mark)) }

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    hits.compactMap { hit in
      let shape = Self.shapes[hit.trigger]
      var start = hit.start
      while hit.start - start <= shape.headLength.upperBound, shape.head.contains(text[start - 1]) {
        start -= 1
      }
      var end = hit.end
      while end - hit.end <= shape.tailLength.upperBound, shape.tail.contains(text[end]) { end += 1 }
      guard shape.headLength.contains(hit.start - start), shape.tailLength.contains(end - hit.end),
        !text.hasLetter(before: start), !text.hasLetter(at: end),
        SecretValue.entropy((start..<end).map { text[$0] }) > 3
      else { return nil }
      return Detection(label: Label("secret/" + shape.kind), span: TextSpan(start, end))
    }
  }
}
