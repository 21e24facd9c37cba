/// The headers of tables as they may leave with the chunks that continue the table.
///
/// A header is text of another chunk: it leaves as that chunk does, with its masks, or not at all. What
/// holds for titles holds for it as well.
package struct ReleasedTableHeaders: Sendable {
  private let visible: [JudgedChunk]
  private let titles: ReleasedTitles

  /// - Parameter judged: all chunks of the document, both lanes, each lane in order of place.
  package init(_ judged: [JudgedChunk], titles: ReleasedTitles) {
    visible = judged.filter { $0.chunk.lane == .visible }
    self.titles = titles
  }

  /// - Parameter header: where it stands in the visible lane.
  /// - Returns: `nil` unless one chunk holds the whole header and no part of it is withheld in any.
  package func released(_ header: TextSpan) -> String? {
    var text: String?
    var index = visible.partitioningIndex(reached: { $0.chunk.span.end > header.start })
    while index < visible.count, visible[index].chunk.span.start < header.end {
      guard let released = visible[index].released else { return nil }
      let span = visible[index].chunk.span
      if text == nil, span.contains(header) {
        text = Self.part(header.shifted(by: -span.start), of: released)
      }
      index += 1
    }
    return text.flatMap { titles.released($0) }
  }

  /// What became of a part of the chunk's text. A mask that reaches out of the part is in it whole.
  private static func part(_ part: TextSpan, of released: MaskedText) -> String? {
    var start = part.start
    var end = part.end
    for mask in released.masks {
      let longer = mask.span.end - mask.original.end
      if mask.original.intersects(part) {
        if mask.original.start < part.start { start = mask.span.start }
        end = mask.original.end > part.end ? mask.span.end : part.end + longer
      } else if mask.original.end <= part.start {
        start = part.start + longer
        end = part.end + longer
      }
    }
    let bytes = released.text.utf8
    guard start <= end, end <= bytes.count else { return nil }
    return String(decoding: bytes.dropFirst(start).prefix(end - start), as: UTF8.self)
  }
}
