import LazaretCore
import LazaretTesting
import Testing

struct ChunkedBlocksTests {
  static let rules = [
    ChunkingRules.standard,
    ChunkingRules(target: 450, maximum: 900, overlap: 0, margin: 50),
    ChunkingRules(target: 300, maximum: 1500, overlap: 0, margin: 50),
    ChunkingRules(target: 20, maximum: 60, overlap: 0, margin: 5),
    ChunkingRules(target: 300, maximum: 900, overlap: 60, margin: 50),
  ]

  @Test(arguments: 0..<40, ChunkedBlocksTests.rules)
  func `chunks cover every byte and none is longer than the maximum`(seed: Int, rules: ChunkingRules) {
    let passage = RandomPage(seed: seed, parts: 60).passage
    var covered = 0
    for span in Chunker(rules: rules).spans(of: passage) {
      #expect(span.start <= covered && span.end > covered)
      if rules.overlap == 0 { #expect(span.start == covered) }
      #expect(passage.text.slice(span).unicodeScalars.count <= rules.maximum)
      covered = span.end
    }
    #expect(covered == passage.text.utf8.count)
  }

  @Test(arguments: 0..<60, ChunkedBlocksTests.rules.prefix(3))
  func `a block that fits a chunk is in one chunk`(seed: Int, rules: ChunkingRules) {
    let page = RandomPage(seed: seed, parts: 120)
    let starts = Chunker(rules: rules).spans(of: page.passage).map(\.start)
    var start = 0
    var whole = 0
    for part in page.parts {
      let end = start + part.text.utf8.count
      defer { start = end }
      if [.prose, .wrapped].contains(part.kind) { continue }
      if part.text.unicodeScalars.count > rules.maximum { continue }
      whole += 1
      #expect(!starts.contains { $0 > start && $0 < end }, "\(part.kind) is torn:\n\(part.text)")
    }
    #expect(whole > 20)
  }

  @Test(arguments: 0..<60, ChunkedBlocksTests.rules.prefix(3))
  func `a chunk does not end with a heading`(seed: Int, rules: ChunkingRules) {
    let page = RandomPage(seed: seed, parts: 120)
    let ends = Set(Chunker(rules: rules).spans(of: page.passage).dropLast().map(\.end))
    var end = 0
    for (part, next) in zip(page.parts, page.parts.dropFirst()) {
      end += part.text.utf8.count
      guard part.kind == .heading else { continue }
      if [.prose, .wrapped].contains(next.kind)
        || (part.text + next.text).unicodeScalars.count <= rules.maximum
      {
        #expect(!ends.contains(end), "cut behind \(part.text)")
      }
    }
  }

  @Test(arguments: 0..<60)
  func `an edit of one part of a long page changes at most four windows`(seed: Int) {
    var page = RandomPage(seed: seed, parts: 700)
    var generator = SeededGenerator(seed: seed + 1000)
    let before = windows(page)
    let kinds = RandomPage.Kind.allCases
    let kind = kinds[seed % kinds.count]
    let places = page.parts.indices.filter { page.parts[$0].kind == kind }
    let place = places[Int.random(in: 0..<places.count, using: &generator)]
    // A line in its middle, or the end of it.
    var lines = page.parts[place].text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.count > 6 ? Int.random(in: 2..<(lines.count - 3), using: &generator) : 0
    lines[line] = lines[line] + " edited"
    page.parts[place].text = lines.joined(separator: "\n")
    let after = windows(page)
    #expect(after.subtracting(before).count <= 4, "\(kind)")
    #expect(after != before)
  }

  @Test(arguments: 0..<60)
  func `a line more or a line less in a block changes at most four windows`(seed: Int) {
    var page = RandomPage(seed: seed, parts: 700)
    var generator = SeededGenerator(seed: seed + 2000)
    let before = windows(page)
    let kinds: [RandomPage.Kind] = [.fence, .table, .laidOutTable, .list, .indented]
    let kind = kinds[seed % kinds.count]
    let places = page.parts.indices.filter {
      page.parts[$0].kind == kind && page.parts[$0].text.split(separator: "\n").count > 4
    }
    let place = places[Int.random(in: 0..<places.count, using: &generator)]
    var lines = page.parts[place].text.split(separator: "\n", omittingEmptySubsequences: false)
    if Bool.random(using: &generator) { lines.remove(at: 3) } else { lines.insert(lines[2] + " more", at: 3) }
    page.parts[place].text = lines.joined(separator: "\n")
    #expect(windows(page).subtracting(before).count <= 4, "\(kind)")
  }

  @Test(arguments: 0..<60)
  func `a fence that nobody closes changes few windows`(seed: Int) {
    var page = RandomPage(seed: seed, parts: 700)
    var generator = SeededGenerator(seed: seed + 3000)
    let before = windows(page)
    let proses = page.parts.indices.filter { page.parts[$0].kind == .prose }
    page.parts[proses[Int.random(in: 0..<proses.count, using: &generator)]].text += "```swift\n"
    let after = windows(page)
    #expect(after.subtracting(before).count <= 8)
    #expect(after.count > 60)
  }

  @Test func `a block that is longer than a chunk is cut between its lines`() {
    let rows = (0..<200).map { "| row \($0) | of a long table with words. And more |" }
    let table = "| Number | Words |\n|---|---|\n" + rows.joined(separator: "\n") + "\n"
    let code = (0..<200).map { "let value\($0) = call(\"a. B\", \($0))" }.joined(separator: "\n") + "\n"
    let list =
      (0..<200).map { "- item \($0) of the list. It has two sentences" }.joined(separator: "\n") + "\n"
    for text in [table, "```\n" + code + "```\n", list] {
      let spans = Chunker().spans(of: Passage(text: text))
      #expect(spans.count > 2)
      for span in spans.dropFirst() { #expect(Array(text.utf8)[span.start - 1] == UInt8(ascii: "\n")) }
    }
  }

  @Test(arguments: ["\n", "\r\n"])
  func `a chunk that continues a table knows the header`(lineEnd: String) throws {
    let rows = (0..<100).map { "| tea \($0) | a price of some euros and more words |" }
    let lines = ["Prices.", "", "| Tea | Price |", "|---|---|"] + rows + ["", "Text below. "]
    let text = lines.joined(separator: lineEnd) + String(repeating: "More words here. ", count: 400)
    let document = Document(source: "s", uri: "u", mediaType: "text/markdown", visible: Passage(text: text))
    let chunks = Chunker().chunks(of: document)
    let headers = chunks.map { $0.tableHeader.map { text.slice($0) } }
    #expect(headers.first == .some(nil))
    #expect(headers.last == .some(nil))
    let inside = chunks.filter { $0.text.hasPrefix("| tea") }
    #expect(inside.count >= 1)
    #expect(inside.allSatisfy { $0.tableHeader.map { text.slice($0) } == "| Tea | Price |" })
    #expect(headers.compactMap { $0 }.count == inside.count)
  }

  @Test func `rows without spaces around their bars are a table below a rule`() {
    let rows = (0..<30).map { "tea \($0)|a price of some euros and more words" }
    let table = (["Tea|Price", "-|-"] + rows).joined(separator: "\n") + "\n\n"
    let text =
      String(repeating: "Words above. ", count: 200) + "\n\n" + table
      + String(repeating: "Below. ", count: 300)
    let start = text.utf8.count - table.utf8.count - 300 * 7
    let spans = Chunker().spans(of: Passage(text: text))
    #expect(!spans.contains { $0.start > start && $0.start < start + table.utf8.count })
  }

  @Test func `a chunk knows the page that it begins on`() {
    let part = String(repeating: "Words of a page that go on. ", count: 100) + "\n\n"
    let text = part + part + part
    let passage = Passage(
      text: text, pages: [.init(number: 4, start: 10), .init(number: 5, start: part.utf8.count)])
    let document = Document(source: "s", uri: "u", mediaType: "application/pdf", visible: passage)
    let chunks = Chunker().chunks(of: document)
    #expect(chunks.first?.page == nil)
    for chunk in chunks.dropFirst() { #expect(chunk.page == (chunk.span.start < part.utf8.count ? 4 : 5)) }
    #expect(chunks.contains { $0.page == 5 })
  }

  /// Each is a page of one thing that would take for ever if every line of it looked at the whole page.
  @Test(arguments: [
    "```a\n", "```\n", "- \n", "|\n", "| |\n", "....\n", "    \n    x\n\n", "a|b\n", "-|-\n", "~~~ x ` y\n",
    ". ",
    ".\" ", "…", "。」", "- - - - ", "\t- x\n", "+-+\n",
  ])
  func `a page of one hostile line is cut in passing`(line: String) {
    let text = String(repeating: line, count: 300_000 / line.utf8.count)
    let spans = Chunker().spans(of: Passage(text: text))
    #expect(spans.last?.end == text.utf8.count)
  }

  private func windows(_ page: RandomPage) -> Set<String> {
    let chunker = Chunker()
    let passage = page.passage
    return Set(chunker.spans(of: passage).map { chunker.window(of: $0, in: passage.text).text })
  }
}
