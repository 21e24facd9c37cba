package import LazaretCore

/// From a document to judged chunks: cut, screen every window, decide with what the neighbours saw,
/// settle.
package struct DocumentScreening: Sendable {
  private let chunker: Chunker
  private let windows: WindowScreening
  private let width: Int

  /// - Parameter width: how many windows of one document are under way at once, at least 1.
  package init(chunker: Chunker, windows: WindowScreening, width: Int) {
    self.chunker = chunker
    self.windows = windows
    self.width = width
  }

  /// A document whose chunks are decided.
  package struct Outcome: Sendable {
    /// Of both lanes.
    package var chunks: [JudgedChunk]
    /// As it may leave.
    package var title: String?
    package var withheldNames = WithheldNames()
  }

  /// - Parameters:
  ///   - chunks: of both lanes, the visible one first, for a document that was cut before; `nil` cuts it.
  ///   - reviews: the ones that count.
  package func judged(
    _ document: Document, chunks: [Chunk]? = nil, reviews: [ChunkID: StandingReview] = [:]
  ) async throws(RunFailure) -> Outcome {
    var decided: [DecidedChunk] = []
    var names: [Lane: MaskNames] = [:]
    for lane in Lane.allCases {
      let passage = document.passage(lane)
      let found = try await decide(
        chunks?.filter { $0.lane == lane } ?? chunker.chunks(of: passage, lane: lane, in: document.id),
        lane, of: passage, at: TextPlace(source: document.source, uri: document.uri))
      decided += found.chunks
      names[lane] = found.names
    }
    var outcome = Outcome(chunks: windows.judge.policy.settle(decided, reviews: reviews))
    let masker = windows.masker
    let titles = ReleasedTitles(outcome.chunks) { [names = names[.visible] ?? .none] label, value in
      masker.placeholder(for: label, name: names.name(of: value, label: label))
    }
    // Thousands of chunks stand under a few headings, and each heading is looked for in all that was
    // withheld.
    var paths: [[String]: [String]] = [:]
    for index in outcome.chunks.indices {
      let path = outcome.chunks[index].chunk.headingPath
      let released = paths[path] ?? titles.released(path)
      paths[path] = released
      if released != path {
        outcome.withheldNames.headings[outcome.chunks[index].chunk.id.text] = path
        outcome.chunks[index].chunk.headingPath = released
      }
    }
    releaseTableHeaders(in: &outcome.chunks, titles)
    outcome.title = document.title.flatMap { titles.released($0) }
    if outcome.title != document.title { outcome.withheldNames.title = document.title }
    return outcome
  }

  /// A table of thousands of rows has one header.
  private func releaseTableHeaders(in judged: inout [JudgedChunk], _ titles: ReleasedTitles) {
    guard judged.contains(where: { $0.chunk.tableHeader != nil }) else { return }
    let headers = ReleasedTableHeaders(judged, titles: titles)
    var last: (span: TextSpan, text: String?)?
    for index in judged.indices where judged[index].released != nil {
      guard let span = judged[index].chunk.tableHeader else { continue }
      if last?.span != span { last = (span, headers.released(span)) }
      judged[index].tableHeader = last?.text
    }
  }

  private func decide(
    _ chunks: [Chunk], _ lane: Lane, of passage: Passage, at place: TextPlace
  ) async throws(RunFailure) -> (chunks: [DecidedChunk], names: MaskNames) {
    do {
      let answered = try await boundedMap(chunks, width: width) { chunk in
        try await windows.answered(chunker.window(of: chunk.span, in: passage.text), at: place)
      }
      let border = BorderFindings(zip(chunks, answered).map { ($0.span, $1.located) })
      let names = windows.names(of: answered, in: passage.text)
      let judged = chunks.indices.map { windows.judged(answered[$0], shared: border.findings(for: $0)) }
      // Few are masked, and only those have to be asked about once more. Hidden text never leaves.
      let masked = chunks.indices.filter { lane == .visible && judged[$0].asksToMask }
      let verified = try await boundedMap(masked, width: width) { index in
        try await windows.decided(judged[index], names: names) {
          chunker.window(of: chunks[index].span, in: passage.text)
        }
      }
      let covered = Dictionary(uniqueKeysWithValues: zip(masked, verified))
      let decided = chunks.indices.map { index in
        let decided = covered[index] ?? windows.decided(judged[index])
        return DecidedChunk(
          chunk: chunks[index], decision: decided.decision, masked: decided.masked,
          screenedBy: decided.screenedBy, window: decided.window)
      }
      return (decided, names)
    } catch {
      throw RunFailure(error)
    }
  }
}
