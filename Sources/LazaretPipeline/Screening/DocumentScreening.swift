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

  /// - Returns: the chunks of both lanes, and the document's title as it may leave.
  package func judged(
    _ document: Document
  ) async throws(RunFailure) -> (chunks: [JudgedChunk], title: String?) {
    var decided: [DecidedChunk] = []
    for lane in Lane.allCases {
      decided += try await decide(document.passage(lane), lane, of: document)
    }
    var judged = windows.judge.policy.settle(decided)
    let titles = ReleasedTitles(judged, placeholder: windows.masker.placeholder)
    // Thousands of chunks stand under a few headings, and each heading is looked for in all that was
    // withheld.
    var paths: [[String]: [String]] = [:]
    for index in judged.indices {
      let path = judged[index].chunk.headingPath
      let released = paths[path] ?? titles.released(path)
      paths[path] = released
      judged[index].chunk.headingPath = released
    }
    return (judged, document.title.flatMap { titles.released($0) })
  }

  private func decide(
    _ passage: Passage, _ lane: Lane, of document: Document
  ) async throws(RunFailure) -> [DecidedChunk] {
    let chunks = chunker.chunks(of: passage, lane: lane, in: document.id)
    do {
      let answered = try await boundedMap(chunks, width: width) { chunk in
        try await windows.answered(chunker.window(of: chunk.span, in: passage.text))
      }
      let border = BorderFindings(zip(chunks, answered).map { ($0.span, $1.located) })
      return try await boundedMap(chunks.indices, width: width) { index in
        let again = { chunker.window(of: chunks[index].span, in: passage.text) }
        let decided = try await windows.decided(
          answered[index], shared: border.findings(for: index), window: lane == .visible ? again : nil)
        return DecidedChunk(
          chunk: chunks[index], decision: decided.decision, masked: decided.masked,
          screenedBy: decided.screenedBy)
      }
    } catch {
      throw RunFailure(error)
    }
  }
}
