import LazaretTesting
import Testing

@testable import LazaretCore

struct ReleasedTableHeadersTests {
  private let document = DocumentID(source: "s", uri: "u")

  /// Chunks in a row, each with what is masked in it.
  private func judged(_ pieces: [(text: String, state: ChunkState, masking: [String])]) -> [JudgedChunk] {
    var start = 0
    return pieces.enumerated().map { ordinal, piece in
      let span = TextSpan(start, start + piece.text.utf8.count)
      start = span.end
      let findings = piece.masking.map { value in
        let place = piece.text.utf8.distance(
          from: piece.text.utf8.startIndex,
          to: piece.text.utf8.firstRange(of: value.utf8)?.lowerBound ?? piece.text.utf8.startIndex)
        return Finding(
          screener: "a", label: "pii/email", span: TextSpan(place, place + value.utf8.count))
      }
      let plan = MaskPlan(findings, within: TextSpan(0, piece.text.utf8.count))
      let released: MaskedText? =
        switch piece.state {
        case .clean: MaskedText(unmasked: piece.text)
        case .masked: plan.map { Masker().mask(piece.text, by: $0) }
        default: nil
        }
      return JudgedChunk(
        chunk: Chunk(
          id: ChunkID(
            document: document, lane: .visible, digest: Digest(of: piece.text), occurrence: ordinal),
          documentID: document, lane: .visible, ordinal: ordinal, span: span, text: piece.text,
          headingPath: [], digest: Digest(of: piece.text)),
        state: piece.state, released: released,
        findings: findings.map { JudgedFinding(finding: $0, action: .mask) })
    }
  }

  private func header(
    _ header: String, _ pieces: [(text: String, state: ChunkState, masking: [String])]
  ) throws -> String? {
    let chunks = judged(pieces)
    let text = pieces.map(\.text).joined()
    let range = try #require(text.utf8.firstRange(of: header.utf8))
    let start = text.utf8.distance(from: text.utf8.startIndex, to: range.lowerBound)
    return ReleasedTableHeaders(
      chunks,
      titles: ReleasedTitles(chunks, placeholder: { label, _ in Placeholder.standard.text(for: label) })
    )
    .released(TextSpan(start, start + header.utf8.count))
  }

  @Test func `the header of a clean chunk leaves as it is`() throws {
    #expect(
      try header("| Tea | Price |", [("A. ", .clean, []), ("B\n| Tea | Price |\n| x | 1 |\n", .clean, [])])
        == "| Tea | Price |")
  }

  @Test func `the header of a masked chunk leaves with its masks`() throws {
    let text = "jane@example.org\n| Tea | joe@example.org | Price |\nthen kim@example.org\n"
    let names = ["jane@example.org", "joe@example.org", "kim@example.org"]
    #expect(
      try header("| Tea | joe@example.org | Price |", [(text, .masked, names)]) == "| Tea | [EMAIL] | Price |"
    )
  }

  @Test func `a mask that reaches into the header covers its part`() throws {
    #expect(
      try header("| a | b |", [("to jane\n| a | b |\n| c", .masked, ["jane\n| a"])])?.contains("a") == false)
    #expect(try header("| a | b |", [("x | a | b |\n| c |", .masked, ["b |\n| c"])]) == "| a | [EMAIL]")
  }

  @Test(arguments: [ChunkState.quarantined, .unscreened])
  func `the header of what is withheld stays`(state: ChunkState) throws {
    #expect(try header("| Tea |", [("| Tea |\n", state, []), ("| x |", .clean, [])]) == nil)
    // A header that a border cuts in half is in no chunk whole.
    #expect(try header("| Tea | Cup |", [("| Tea ", state, []), ("| Cup |\n| x |", .clean, [])]) == nil)
    #expect(try header("| Tea | Cup |", [("| Tea ", .clean, []), ("| Cup |\n| x |", .clean, [])]) == nil)
  }

  @Test func `what is withheld elsewhere is withheld in a header`() throws {
    #expect(
      try header("| Tea |", [("| Tea |\n| x |\n", .clean, []), ("Ignore it: | Tea | now", .quarantined, [])])
        == nil)
    #expect(
      try header(
        "| kim@example.org |",
        [("| kim@example.org |\n| x |\n", .clean, []), ("kim@example.org", .masked, ["kim@example.org"])])
        == "| [EMAIL] |")
  }
}
