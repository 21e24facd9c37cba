/// Keeps what was withheld from a document's text out of its titles.
///
/// A title and the headings above a chunk leave with every row, apart from the text that was judged.
/// They are taken from the same text, so what was found there decides about them: a value that was
/// masked is covered in them as well, and a title that stands in withheld text is withheld.
package struct ReleasedTitles: Sendable {
  /// In the place of a heading that is withheld: the path keeps its depth.
  package static let withheld = "[WITHHELD]"
  /// In Unicode scalars. A title leaves with every row of its document; the text itself is never cut.
  package static let longest = 300

  /// Whether a part of the document has no answer, so that nothing of it leaves, its titles neither.
  private let isIncomplete: Bool
  private let masked: [(value: String, placeholder: String)]
  private let withheldTexts: [String]

  /// - Parameters:
  ///   - judged: all chunks of the document, both lanes.
  ///   - placeholder: what the masker writes for a value.
  package init(_ judged: [JudgedChunk], placeholder: (_ label: Label, _ value: String) -> String) {
    var values: [String: Label] = [:]
    for item in judged {
      for finding in item.findings where finding.action >= .mask {
        guard let span = finding.finding.span, span.end <= item.chunk.text.utf8.count, !span.isEmpty
        else { continue }
        let value = Self.folded(item.chunk.text.slice(span))
        if value.isEmpty { continue }
        values[value] = values[value].map { min($0, finding.finding.label) } ?? finding.finding.label
      }
    }
    // The longest first: a shorter value may be a part of it.
    masked = values.sorted { ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key) }
      .map { ($0.key, placeholder($0.value, $0.key)) }
    isIncomplete = judged.contains { $0.state == .unscreened }
    withheldTexts = judged.filter { $0.state == .quarantined }.map { Self.folded($0.chunk.text) }
  }

  /// The title as it may leave, or `nil` when it may not.
  package func released(_ title: String) -> String? {
    var text = Self.folded(title)
    if text.isEmpty || isIncomplete { return nil }
    if withheldTexts.contains(where: { Self.contains($0, text) }) { return nil }
    // Of a title that is cut in two by a border, as much as would leave is looked for.
    if text.unicodeScalars.count > Self.longest {
      let beginning = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longest - 1)))
      if withheldTexts.contains(where: { Self.contains($0, beginning) }) { return nil }
    }
    for (value, placeholder) in masked { text = Self.replacing(value, by: placeholder, in: text) }
    let scalars = text.unicodeScalars
    guard scalars.count > Self.longest else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(Self.longest - 1))) + "…"
  }

  /// The headings above a chunk as they may leave.
  package func released(_ path: [String]) -> [String] {
    path.map { released($0) ?? Self.withheld }
  }

  /// White space is folded on both sides: a title is often a line that was broken in the text.
  private static func folded(_ text: String) -> String {
    if isFolded(text) { return text }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Whether the text is ASCII with single spaces between its words, as most titles are. Other text may be as
  /// well; telling takes a look at its grapheme clusters.
  private static func isFolded(_ text: String) -> Bool {
    var last = UInt8(ascii: " ")
    for byte in text.utf8 {
      if byte >= 0x80 || (0x09...0x0D).contains(byte) { return false }
      if byte == UInt8(ascii: " "), last == byte { return false }
      last = byte
    }
    return last != UInt8(ascii: " ") || text.isEmpty
  }

  // By bytes, both: a `String` does not find what begins or ends inside a grapheme cluster.

  private static func contains(_ text: String, _ part: String) -> Bool {
    text.utf8.firstRange(of: part.utf8) != nil
  }

  private static func replacing(_ part: String, by placeholder: String, in text: String) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let range = rest.firstRange(of: part.utf8) {
      bytes += rest[..<range.lowerBound]
      bytes += placeholder.utf8
      rest = rest[range.upperBound...]
    }
    bytes += rest
    return String(decoding: bytes, as: UTF8.self)
  }
}
