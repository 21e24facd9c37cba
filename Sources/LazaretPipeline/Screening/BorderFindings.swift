import LazaretCore

/// What the windows of a lane found outside their own chunks. A window shows a margin of its
/// neighbours, so a value that a border cuts in half is seen whole by one of them, and each chunk
/// must know of its part.
struct BorderFindings {
  private let byChunk: [Int: [Finding]]

  /// - Parameter chunks: the spans of all chunks of the lane in order of place, each with what its
  ///   window located, in the coordinates of the lane.
  init(_ chunks: [(span: TextSpan, located: [Finding])]) {
    var byChunk: [Int: [Finding]] = [:]
    let spans = chunks.map(\.span)
    for (own, chunk) in chunks.enumerated() {
      for finding in chunk.located {
        guard let span = finding.span, !chunk.span.contains(span) else { continue }
        var index = spans.partitioningIndex(reached: { $0.end > span.start })
        while index < chunks.count, chunks[index].span.start < span.end {
          if index != own, chunks[index].span.intersects(span) {
            byChunk[index, default: []].append(finding)
          }
          index += 1
        }
      }
    }
    self.byChunk = byChunk
  }

  func findings(for index: Int) -> [Finding] { byChunk[index] ?? [] }
}
