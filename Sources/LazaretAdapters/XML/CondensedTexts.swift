/// Finds the texts of a page again while a parser reads the page condensed.
struct CondensedTexts {
  /// What the parser reported.
  enum Text {
    /// Nothing of it was left out.
    case asItIs
    /// It stands for the whole of this; so many bytes of it come in front, as they are.
    case run(UnsafeBufferPointer<UInt8>, behind: Int)
    /// It begins or ends where no text does.
    case unknown
  }

  private let runs: UnsafeBufferPointer<CondensedPage.Run>
  private let page: UnsafeBufferPointer<UInt8>
  private var next = 0

  /// Both have to outlive this.
  init(_ runs: UnsafeBufferPointer<CondensedPage.Run>, of page: UnsafeBufferPointer<UInt8>) {
    self.runs = runs
    self.page = page
  }

  /// True when no text is left that was not reported.
  var isComplete: Bool { !runs[next...].contains(where: \.hasText) }

  /// - Parameters:
  ///   - count: How many bytes were reported.
  ///   - end: How far the parser has read.
  ///   - keepsSpace: False where white space comes to one space.
  mutating func text(reported count: Int, upTo end: Int, keepingSpace keepsSpace: Bool) -> Text {
    while next < runs.count, Int(runs[next].end) < end {
      // White space between elements is not always reported.
      if runs[next].hasText { return .unknown }
      next += 1
    }
    guard next < runs.count, Int(runs[next].start) < end else { return .asItIs }
    let run = runs[next]
    guard Int(run.end) == end else { return .unknown }
    next += 1
    let start = end - count
    if start <= Int(run.start) {
      if !keepsSpace, !run.hasText { return .asItIs }
      let origin = keepsSpace ? run.origin : max(run.origin, run.leadOrigin - 1)
      return .run(slice(origin, run.originEnd), behind: Int(run.start) - start)
    }
    // The parser skipped the white space in front.
    guard start == Int(run.lead) else { return .unknown }
    return .run(slice(run.leadOrigin, run.originEnd), behind: 0)
  }

  private func slice(_ start: Int32, _ end: Int32) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: page[Int(start)..<Int(end)])
  }
}
