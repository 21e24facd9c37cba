import LazaretCore
import LazaretPipeline
import LazaretTesting
import Testing

struct TableHeaderScreeningTests {
  /// Masks one address and holds what says ATTACK.
  private func judged(_ text: String) async throws -> [JudgedChunk] {
    let screener = ScriptedScreener("one") { text, _ in
      var findings: [Finding] = []
      if text.contains("ATTACK") { findings.append(Finding(screener: "one", label: "prompt_attack")) }
      if let range = text.utf8.firstRange(of: "jane@example.org".utf8) {
        let start = text.utf8.distance(from: text.utf8.startIndex, to: range.lowerBound)
        findings.append(Finding(screener: "one", label: "pii/email", span: TextSpan(start, start + 16)))
      }
      return Screening(findings: findings)
    }
    let policy = Policy(
      screeners: [.init(name: "one")],
      actions: try ActionTable(["pii/*": .mask, "prompt_attack*": .quarantine]), order: .all, scope: .chunk)
    let windows = WindowScreening(
      judge: Judge(screeners: [screener], policy: policy, overlapBytes: 80), masker: Masker(),
      permits: Permits(8))
    let rules = ChunkingRules(target: 100, maximum: 200, overlap: 0, margin: 0)
    let screening = DocumentScreening(chunker: Chunker(rules: rules), windows: windows, width: 4)
    let document = Document(source: "s", uri: "u", mediaType: "text/markdown", visible: Passage(text: text))
    return try await screening.judged(document).chunks
  }

  private func table(_ header: String, row: (Int) -> String) -> String {
    "| \(header) | Price |\n|---|---|\n" + (0..<20).map { "| \(row($0)) | some euros |\n" }.joined()
  }

  @Test func `a chunk that continues a table leaves with the header`() async throws {
    let chunks = try await judged(table("Tea") { "mint of the year \($0)" })
    #expect(chunks.count > 2)
    #expect(chunks[0].tableHeader == nil)
    #expect(chunks.dropFirst().allSatisfy { $0.tableHeader == "| Tea | Price |" })
  }

  @Test func `what is masked in the header is masked wherever it leaves`() async throws {
    let chunks = try await judged(table("jane@example.org") { "mint of the year \($0)" })
    #expect(chunks.count > 2)
    #expect(chunks.dropFirst().allSatisfy { $0.tableHeader == "| [EMAIL] | Price |" })
  }

  @Test func `a header that is withheld leaves with no chunk`() async throws {
    let chunks = try await judged(table("ATTACK") { "mint of the year \($0)" })
    #expect(chunks.first?.state == .quarantined)
    #expect(chunks.dropFirst().contains { $0.state == .clean })
    #expect(chunks.allSatisfy { $0.tableHeader == nil })
  }

  @Test func `what is withheld has no header`() async throws {
    let chunks = try await judged(table("Tea") { $0 == 12 ? "ATTACK of the year" : "mint of the year \($0)" })
    let held = chunks.filter { $0.state == .quarantined }
    #expect(held.count == 1)
    #expect(held.allSatisfy { $0.tableHeader == nil && $0.chunk.tableHeader != nil })
  }
}
