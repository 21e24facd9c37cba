/// Cuts a document into chunks.
///
/// Boundaries are content-defined. The passage is cut at its strongest boundary (the highest heading,
/// then paragraphs, lists, lines, sentences; among equals the one whose following text has the
/// highest hash), then each half at its own, until every piece is short enough. So a boundary is a
/// cut when the next stronger ones on both sides are far apart, which only the text near it decides:
/// an edit moves the cuts beside it and no others, however long the document.
///
/// What belongs together is cut only when it fits no chunk: code, tables, lists, a heading and what
/// follows it. A block that has to be torn is torn between its paragraphs, items, rows or lines.
///
/// Properties, each tested: the chunks cover every byte, in order and, without overlap, exactly once;
/// none is longer than the maximum; none ends inside a grapheme cluster unless that single cluster is
/// longer than the maximum.
package struct Chunker: Sendable, Hashable {
  /// Raised whenever the same text would be cut elsewhere, or a window would show other margins. It is a
  /// part of the policy's fingerprint, so every document is read and cut again under a new one; windows
  /// that come out as they were are not screened again.
  package static let version = 2

  package let rules: ChunkingRules

  /// - Precondition: `rules.problem` is `nil`.
  package init(rules: ChunkingRules = .standard) {
    precondition(rules.problem == nil, "chunking rules are checked where they are read")
    self.rules = rules
  }

  /// The chunks of both lanes, the visible one first.
  package func chunks(of document: Document) -> [Chunk] {
    Lane.allCases.flatMap { lane in chunks(of: document.passage(lane), lane: lane, in: document.id) }
  }

  /// The chunks of one lane in order of place.
  package func chunks(of passage: Passage, lane: Lane, in document: DocumentID) -> [Chunk] {
    var occurrences: [Digest: Int] = [:]
    var path = HeadingPath(passage.headings)
    var page = PageNumber(passage.pages)
    let cut = pieces(of: passage)
    var header = TableHeader(cut.tables)
    return cut.spans.enumerated().map { ordinal, span in
      let text = passage.text.slice(span)
      let digest = Digest(of: text)
      let occurrence = occurrences[digest, default: 0]
      occurrences[digest] = occurrence + 1
      return Chunk(
        id: ChunkID(document: document, lane: lane, digest: digest, occurrence: occurrence),
        documentID: document, lane: lane, ordinal: ordinal, span: span, text: text,
        headingPath: path.titles(at: span.start), page: page.number(at: span.start),
        tableHeader: header.span(at: span.start), digest: digest)
    }
  }

  /// Where the chunks of a passage stand. An empty passage has none.
  package func spans(of passage: Passage) -> [TextSpan] { pieces(of: passage).spans }

  private func pieces(of passage: Passage) -> (spans: [TextSpan], tables: [BoundaryScan.Table]) {
    var text = passage.text
    return text.withUTF8 { bytes in
      let (starts, tables) = Cutting.cut(bytes, of: passage, by: rules)
      let spans = starts.indices.map { index in
        let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
        let before = index > 0 ? starts[index - 1] : 0
        return TextSpan(overlapped(starts[index], before: before, of: bytes), end)
      }
      return (spans, tables)
    }
  }

  /// The window of a chunk: the chunk with a margin of its lane on both sides.
  package func window(of span: TextSpan, in text: String) -> Window {
    var text = text
    return text.withUTF8 { bytes in
      let start = TextScalars.backward(bytes, from: span.start, by: rules.margin)
      let end = TextScalars.forward(bytes, from: span.end, by: rules.margin)
      return Window(
        text: String(decoding: bytes[start..<end], as: UTF8.self), offset: start,
        chunk: span.shifted(by: -start))
    }
  }

  /// Moves a start back by the overlap, and forward again to the next word.
  ///
  /// - Parameter before: where the chunk before begins.
  private func overlapped(
    _ start: Int, before: Int, of bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    guard rules.overlap > 0, start > 0 else { return start }
    let earliest = max(before, TextScalars.backward(bytes, from: start, by: rules.overlap))
    if earliest == before { return earliest }
    for place in earliest..<start where WordCutter.isWordStart(bytes, at: place) { return place }
    return WordCutter.clusterStarts(after: before, notAfter: start, bytes)
      .first { $0 >= earliest } ?? start
  }
}

/// The headings that a place stands under, for places asked in ascending order.
private struct HeadingPath {
  private let headings: [Passage.Heading]
  private var next = 0
  private var open: [Passage.Heading] = []

  init(_ headings: [Passage.Heading]) {
    self.headings = headings.sorted { $0.span < $1.span }
  }

  mutating func titles(at place: Int) -> [String] {
    while next < headings.count, headings[next].span.start <= place {
      let heading = headings[next]
      open.removeAll { $0.level >= heading.level }
      open.append(heading)
      next += 1
    }
    return open.map { $0.title }
  }
}
