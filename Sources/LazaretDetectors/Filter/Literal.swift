/// A piece of text that the filter finds.
///
/// In a literal that ignores case, a space stands for one or more blanks, emphasis signs, hyphens or
/// zero-width characters, and an apostrophe for any of its forms: what a Markdown writer may put
/// between two words that a reader sees as neighbours.
struct Literal: Sendable, Hashable {
  struct Edges: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    /// No letter or digit directly before.
    static let start = Edges(rawValue: 1)
    /// No letter or digit directly behind.
    static let end = Edges(rawValue: 2)
    /// First on its line, behind nothing but blanks and the signs of lists, quotes and headings.
    static let line = Edges(rawValue: 4)
    static let word: Edges = [.start, .end]
  }

  /// Small letters when case is ignored.
  let pattern: [UInt8]
  let ignoresCase: Bool
  let edges: Edges

  /// A literal to be found byte for byte.
  init(_ text: String, edges: Edges = []) {
    pattern = Array(text.utf8)
    ignoresCase = false
    self.edges = edges
  }

  /// A literal of bytes that need not be whole scalars.
  init(bytes: [UInt8]) {
    pattern = bytes
    ignoresCase = false
    edges = []
  }

  init(ignoringCase text: String, edges: Edges = []) {
    pattern = Array(text.lowercased().utf8)
    ignoresCase = true
    self.edges = edges
  }

  /// The most bytes of the automaton's share of a literal. Six are rare enough in plain text and keep the
  /// table small; the rest is compared at the place.
  private static let longestPrefix = 6

  /// The first bytes of the literal, up to its first space or apostrophe, in every case that the automaton
  /// does not fold by itself: it folds ASCII only.
  var prefixes: Set<Prefix> {
    let stops: [UInt8] = ignoresCase ? [0x20, 0x27] : []
    let head = pattern.prefix { !stops.contains($0) }
    var bytes = Array(head.prefix(Self.longestPrefix))
    // A scalar is taken whole, so that its capital can be named.
    while ignoresCase, bytes.count < head.count, head[bytes.count].isContinuation { bytes.removeLast() }
    if bytes.isEmpty { bytes = Array(head) }
    let lowered = bytes.map(\.lowered)
    let startsWord = edges.contains(.start)
    let endsWord =
      startsWord && bytes.count == head.count && (edges.contains(.end) || head.count < pattern.count)
    return Set(
      cases(of: lowered).map { Prefix(bytes: $0, startsWord: startsWord, endsWord: endsWord) })
  }

  /// Small, with a capital at its head, and in capitals throughout, as far as they have the same length.
  private func cases(of lowered: [UInt8]) -> [[UInt8]] {
    if !ignoresCase || lowered.allSatisfy({ $0 < 0x80 }) { return [lowered] }
    let text = String(decoding: lowered, as: UTF8.self)
    let first = text.prefix(1).uppercased() + text.dropFirst()
    return [text, first, text.uppercased()].map { $0.utf8.map(\.lowered) }.filter {
      $0.count == lowered.count
    }
  }
}
