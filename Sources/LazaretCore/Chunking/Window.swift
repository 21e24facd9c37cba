/// What is sent to be screened: a chunk with a margin of the neighbouring text on both sides, so
/// that what straddles the border of a chunk is seen whole by at least one request.
package struct Window: Sendable, Hashable {
  package let text: String
  /// Where the window begins in the lane's text: adding it turns a span of the window into a span
  /// of the lane.
  package let offset: Int
  /// Where the chunk stands in `text`.
  package let chunk: TextSpan

  package init(text: String, offset: Int, chunk: TextSpan) {
    self.text = text
    self.offset = offset
    self.chunk = chunk
  }
}
