/// A half-open range of UTF-8 bytes, `[start, end)`, of the text that it is said to belong to: a
/// lane of a document, a window or a chunk.
///
/// Every vendor counts differently (code points, UTF-16 units, bytes). Each vendor file converts
/// once, at its edge; past that edge there are only these.
package struct TextSpan: Hashable, Sendable, Codable {
  package let start: Int
  package let end: Int

  /// - Precondition: `0 <= start <= end`.
  package init(_ start: Int, _ end: Int) {
    precondition(0 <= start && start <= end, "a span ends where it starts, or later")
    self.start = start
    self.end = end
  }

  package var count: Int { end - start }
  package var isEmpty: Bool { start == end }

  /// True when the spans share at least one byte. Touching spans and empty spans share none.
  package func intersects(_ other: TextSpan) -> Bool {
    max(start, other.start) < min(end, other.end)
  }

  /// True when every byte of `other` is in this span.
  package func contains(_ other: TextSpan) -> Bool {
    start <= other.start && other.end <= end
  }

  /// The bytes that both spans have, or `nil` when they share none.
  package func intersection(_ other: TextSpan) -> TextSpan? {
    intersects(other) ? TextSpan(max(start, other.start), min(end, other.end)) : nil
  }

  /// The smallest span that holds both.
  package func union(_ other: TextSpan) -> TextSpan {
    TextSpan(min(start, other.start), max(end, other.end))
  }

  /// The same bytes seen from a text that begins `offset` bytes earlier.
  package func shifted(by offset: Int) -> TextSpan {
    TextSpan(start + offset, end + offset)
  }
}

extension TextSpan: Comparable {
  /// By start, then by end: the order in which a reader meets them.
  package static func < (lhs: TextSpan, rhs: TextSpan) -> Bool {
    (lhs.start, lhs.end) < (rhs.start, rhs.end)
  }
}
