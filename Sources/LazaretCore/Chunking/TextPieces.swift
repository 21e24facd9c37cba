/// Cuts a text that a screener would not take into overlapping pieces that it takes, so that nothing
/// is left out and what straddles a cut is seen whole by one of them.
package enum TextPieces {
  /// - Parameters:
  ///   - limit: the longest piece in bytes, at least 8.
  ///   - overlap: how many bytes a piece shares with the one before it; at most half of `limit`
  ///     counts.
  /// - Returns: spans on scalar boundaries that cover the text, at least one.
  package static func spans(of text: String, limit: Int, overlap: Int) -> [TextSpan] {
    precondition(limit >= 8, "a piece holds at least two scalars of any kind")
    let shared = min(max(overlap, 0), limit / 2)
    var text = text
    return text.withUTF8 { bytes in
      var spans: [TextSpan] = []
      var start = 0
      while true {
        if bytes.count - start <= limit {
          spans.append(TextSpan(start, bytes.count))
          return spans
        }
        var end = start + limit
        while !TextScalars.startsScalar(bytes[end]) { end -= 1 }
        spans.append(TextSpan(start, end))
        var next = end - shared
        while !TextScalars.startsScalar(bytes[next]) { next -= 1 }
        start = max(next, start + 1)
        while !TextScalars.startsScalar(bytes[start]) { start += 1 }
      }
    }
  }
}
