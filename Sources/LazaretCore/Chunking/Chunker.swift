/// Cuts a document into chunks.
///
/// Boundaries are content-defined. The passage is cut at its strongest boundary (the highest heading,
/// then paragraphs, list items, lines, sentences; among equals the one whose following text has the
/// highest hash), then each half at its own, until every piece is short enough. So a boundary is a
/// cut when the next stronger ones on both sides are far apart, which only the text near it decides:
/// an edit moves the cuts beside it and no others, however long the document.
///
/// Properties, each tested: the chunks cover every byte, in order and, without overlap, exactly once;
/// none is longer than the maximum; none ends inside a grapheme cluster unless that single cluster is
/// longer than the maximum.
package struct Chunker: Sendable, Hashable {
  /// Raised whenever the same text would be cut elsewhere, or a window would show other margins. It is a
  /// part of the policy's fingerprint, so every document is read and cut again under a new one; windows
  /// that come out as they were are not screened again.
  package static let version = 1

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
    return spans(of: passage).enumerated().map { ordinal, span in
      let text = passage.text.slice(span)
      let digest = Digest(of: text)
      let occurrence = occurrences[digest, default: 0]
      occurrences[digest] = occurrence + 1
      return Chunk(
        id: ChunkID(document: document, lane: lane, digest: digest, occurrence: occurrence),
        documentID: document, lane: lane, ordinal: ordinal, span: span, text: text,
        headingPath: path.titles(at: span.start), digest: digest)
    }
  }

  /// Where the chunks of a passage stand. An empty passage has none.
  package func spans(of passage: Passage) -> [TextSpan] {
    var text = passage.text
    return text.withUTF8 { bytes in
      let starts = cut(bytes, text: passage.text, headings: passage.headings)
      return starts.indices.map { index in
        let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
        let before = index > 0 ? starts[index - 1] : 0
        return TextSpan(overlapped(starts[index], before: before, of: bytes, text: passage.text), end)
      }
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

  // MARK: - Cutting

  /// Room for the overlap is taken off every piece, so that a chunk with its overlap fits.
  private var longest: Int { rules.maximum - rules.overlap }
  private var enough: Int { min(longest, max(1, rules.target * 2)) }
  private var shortest: Int { max(1, min(rules.target, enough) / 4) }

  /// The places where chunks begin, in order; the first is 0.
  private func cut(
    _ bytes: UnsafeBufferPointer<UInt8>, text: String, headings: [Passage.Heading]
  ) -> [Int] {
    guard !bytes.isEmpty else { return [] }
    let levels = Dictionary(
      headings.map { ($0.span.start, $0.level) }, uniquingKeysWith: { min($0, $1) })
    let scan = BoundaryScan(bytes, headings: levels)
    let boundaries = scan.boundaries
    let strongest = StrongestBoundary(boundaries)

    var starts: [Int] = []
    // Pieces yet to be looked at, the leftmost on top: (first, last) are indices of the boundaries
    // that enclose a piece, -1 and `count` the ends of the passage.
    var pieces = [(first: -1, last: boundaries.count)]
    while let piece = pieces.popLast() {
      let from = piece.first < 0 ? (place: 0, scalar: 0) : place(boundaries[piece.first])
      let to =
        piece.last == boundaries.count
        ? (place: bytes.count, scalar: scan.scalarCount) : place(boundaries[piece.last])
      let length = to.scalar - from.scalar
      let inside = (piece.first + 1)..<piece.last
      let middle = inner(inside, of: boundaries, from: from.scalar + shortest, to: to.scalar - shortest)
      if length > enough, let index = strongest.index(in: middle) {
        pieces.append((index, piece.last))
        pieces.append((piece.first, index))
      } else if length > longest, let index = strongest.index(in: inside) {
        pieces.append((index, piece.last))
        pieces.append((piece.first, index))
      } else if length > longest {
        starts += WordCutter(longest: longest, enough: enough, shortest: shortest)
          .starts(in: from.place..<to.place, of: bytes, text: text)
      } else {
        starts.append(from.place)
      }
    }
    return starts
  }

  private func place(_ boundary: Boundary) -> (place: Int, scalar: Int) {
    (boundary.place, boundary.scalar)
  }

  /// The part of `range` whose boundaries lie between the two scalars.
  private func inner(
    _ range: Range<Int>, of boundaries: [Boundary], from low: Int, to high: Int
  ) -> Range<Int> {
    let first = partition(range) { boundaries[$0].scalar >= low }
    let last = partition(range) { boundaries[$0].scalar > high }
    return first..<max(first, last)
  }

  /// The first index at which `reached` holds; it holds from there on.
  private func partition(_ range: Range<Int>, where reached: (Int) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if reached(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Moves a start back by the overlap, and forward again to the next word.
  ///
  /// - Parameter before: where the chunk before begins.
  private func overlapped(
    _ start: Int, before: Int, of bytes: UnsafeBufferPointer<UInt8>, text: String
  ) -> Int {
    guard rules.overlap > 0, start > 0 else { return start }
    let earliest = max(before, TextScalars.backward(bytes, from: start, by: rules.overlap))
    if earliest == before { return earliest }
    for place in earliest..<start where WordCutter.isWordStart(bytes, at: place) { return place }
    return WordCutter.clusterStarts(after: before, notAfter: start, bytes, text)
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
    return open.map(\.title)
  }
}
