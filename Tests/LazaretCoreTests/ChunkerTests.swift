import LazaretCore
import LazaretTesting
import Testing

struct ChunkerTests {
  static let rules = [
    ChunkingRules.standard,
    ChunkingRules(target: 40, maximum: 80, overlap: 0, margin: 10),
    ChunkingRules(target: 7, maximum: 7, overlap: 0, margin: 3),
    ChunkingRules(target: 1, maximum: 1, overlap: 0, margin: 0),
    ChunkingRules(target: 300, maximum: 900, overlap: 60, margin: 50),
  ]

  private func document(seed: Int) -> Passage {
    var text = RandomText(seed: seed)
    return Passage(text: text.document(paragraphs: 1 + seed % 40))
  }

  @Test(arguments: 0..<60, ChunkerTests.rules)
  func `chunks cover every byte in order and join to the text`(seed: Int, rules: ChunkingRules) {
    let passage = document(seed: seed)
    let spans = Chunker(rules: rules).spans(of: passage)
    var covered = 0
    var joined = ""
    for span in spans {
      #expect(span.start <= covered, "a gap before \(span)")
      #expect(span.end > covered)
      if rules.overlap == 0 { #expect(span.start == covered) }
      joined += passage.text.slice(TextSpan(covered, span.end))
      covered = span.end
    }
    #expect(Array(joined.utf8) == Array(passage.text.utf8))
  }

  @Test(arguments: 0..<60, ChunkerTests.rules)
  func `no chunk is longer than the maximum`(seed: Int, rules: ChunkingRules) {
    let passage = document(seed: seed)
    for span in Chunker(rules: rules).spans(of: passage) {
      #expect(passage.text.slice(span).unicodeScalars.count <= rules.maximum)
    }
  }

  @Test(arguments: 0..<60, ChunkerTests.rules)
  func `a chunk ends inside a grapheme cluster only if that cluster is longer than the maximum`(
    seed: Int, rules: ChunkingRules
  ) {
    let text = document(seed: seed).text
    let spans = Chunker(rules: rules).spans(of: Passage(text: text))
    for span in spans.dropLast() {
      let index = text.utf8.index(text.startIndex, offsetBy: span.end)
      if String.Index(index, within: text) != nil { continue }
      let cluster = text[text.rangeOfComposedCluster(around: index)]
      #expect(cluster.unicodeScalars.count > rules.maximum, "cut \(cluster.unicodeScalars.map(\.value))")
    }
  }

  @Test func `an empty passage has no chunk`() {
    #expect(Chunker().spans(of: Passage(text: "")).isEmpty)
  }

  @Test func `a short text is one chunk, whatever stands in it`() {
    let text = "# One\n\nA line.\r\n\r\nAnother. And more!\n"
    #expect(Chunker().spans(of: Passage(text: text)) == [TextSpan(0, text.utf8.count)])
  }

  @Test func `a heading is the best place to cut`() {
    let section = String(repeating: "Words of a section that go on for a while. ", count: 30) + "\n\n"
    let heading = "## A heading\n\n"
    let text = section + heading + section
    let place = section.utf8.count
    let passage = Passage(
      text: text,
      headings: [.init(level: 2, title: "A heading", span: TextSpan(place, place + heading.utf8.count - 2))])
    let spans = Chunker(rules: ChunkingRules(target: 700, maximum: 1400, overlap: 0, margin: 0)).spans(
      of: passage)
    #expect(spans.contains { $0.start == place })
  }

  @Test func `a chunk knows the headings that it stands under`() {
    let body = String(repeating: "Some words here. ", count: 12) + "\n\n"
    var text = ""
    var headings: [Passage.Heading] = []
    for (level, title) in [(1, "Guide"), (2, "Install"), (2, "Use"), (3, "Daily"), (1, "Terms")] {
      let line = String(repeating: "#", count: level) + " " + title
      headings.append(
        .init(level: level, title: title, span: TextSpan(text.utf8.count, text.utf8.count + line.utf8.count)))
      text += line + "\n\n" + body
    }
    let chunker = Chunker(rules: ChunkingRules(target: 100, maximum: 230, overlap: 0, margin: 0))
    let document = Document(
      source: "s", uri: "u", mediaType: "text/markdown", visible: Passage(text: text, headings: headings))
    let paths = Set(chunker.chunks(of: document).map(\.headingPath))
    #expect(paths.contains(["Guide"]))
    #expect(paths.contains(["Guide", "Install"]))
    #expect(paths.contains(["Guide", "Use", "Daily"]))
    #expect(paths.contains(["Terms"]))
    #expect(!paths.contains(["Guide", "Install", "Daily"]))
  }

  @Test(arguments: 0..<40)
  func `one paragraph inserted in a thousand changes at most four windows`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let paragraphs = (0..<1000).map { Self.prose(&generator, number: $0) }
    let place = Int.random(in: 0...1000, using: &generator)
    var edited = paragraphs
    edited.insert(
      "An inserted paragraph, number \(seed), says something new. It has two sentences.\n\n", at: place)
    let chunker = Chunker()
    let before = windows(paragraphs.joined(), chunker)
    let after = windows(edited.joined(), chunker)
    #expect(after.subtracting(before).count <= 4)
    #expect(before.count > 100)
  }

  @Test(arguments: 0..<40)
  func `equal texts in one document have chunks of different identity`(seed: Int) {
    var text = RandomText(seed: seed)
    let part = text.document(paragraphs: 6)
    let document = Document(
      source: "s", uri: "u", mediaType: "text/plain", visible: Passage(text: part + part + part))
    let chunks = Chunker(rules: ChunkingRules(target: 50, maximum: 100, overlap: 0, margin: 0)).chunks(
      of: document)
    #expect(Set(chunks.map(\.id)).count == chunks.count)
  }

  @Test(arguments: 0..<40)
  func `an edit keeps the identity of chunks that it does not touch`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let paragraphs = (0..<200).map { Self.prose(&generator, number: $0) }
    var edited = paragraphs
    edited[100] = "Something else altogether stands here now.\n\n"
    let chunker = Chunker()
    func ids(_ text: String) -> Set<ChunkID> {
      Set(
        chunker.chunks(
          of: Document(source: "s", uri: "u", mediaType: "text/plain", visible: Passage(text: text))
        ).map(\.id))
    }
    let before = ids(paragraphs.joined())
    #expect(before.subtracting(ids(edited.joined())).count <= 5)
  }

  @Test(arguments: 0..<60)
  func `a window shows its chunk whole and reaches into the neighbours by the margin`(seed: Int) {
    let rules = ChunkingRules(target: 60, maximum: 120, overlap: 0, margin: 25)
    let chunker = Chunker(rules: rules)
    let text = document(seed: seed).text
    let total = text.unicodeScalars.count
    for span in chunker.spans(of: Passage(text: text)) {
      let window = chunker.window(of: span, in: text)
      #expect(Array(window.text.slice(window.chunk).utf8) == Array(text.slice(span).utf8))
      #expect(window.chunk.shifted(by: window.offset) == span)
      let before = text.slice(TextSpan(0, span.start)).unicodeScalars.count
      let scalars = text.slice(span).unicodeScalars.count
      let left = window.text.slice(TextSpan(0, window.chunk.start)).unicodeScalars.count
      #expect(left == min(25, before))
      #expect(
        window.text.unicodeScalars.count == min(25, before) + scalars + min(25, total - before - scalars))
    }
  }

  @Test func `repeated lines are cut without standing still`() {
    let text = String(repeating: "the same line again\n", count: 20_000)
    let spans = Chunker().spans(of: Passage(text: text))
    #expect(spans.count < text.utf8.count / 300)
    #expect(spans.last?.end == text.utf8.count)
  }

  @Test func `a word of a megabyte is cut at clusters`() {
    let text = String(repeating: "👩‍👩‍👧‍👦", count: 20_000)
    let spans = Chunker().spans(of: Passage(text: text))
    #expect(spans.allSatisfy { $0.start % "👩‍👩‍👧‍👦".utf8.count == 0 })
  }

  /// Each is one run without a place to cut, of a kind in which looking back from every place would
  /// take for ever.
  @Test(
    arguments: ["\u{301}", "🇩🇪", "\u{200D}👩", "क्", "\r\n"])
  func `a run of one hostile unit is cut in passing`(unit: String) {
    let rules = ChunkingRules(target: 300, maximum: 900, overlap: 60, margin: 50)
    let text = "a" + String(repeating: unit, count: 100_000 / unit.unicodeScalars.count)
    let spans = Chunker(rules: rules).spans(of: Passage(text: text))
    #expect(spans.last?.end == text.utf8.count)
    #expect(spans.allSatisfy { $0.count <= rules.maximum * 4 })
  }

  @Test func `a cluster of ten thousand marks is cut inside rather than left out`() {
    let text = "a" + String(repeating: "\u{301}", count: 10_000)
    let spans = Chunker().spans(of: Passage(text: text))
    #expect(spans.count >= 4)
    #expect(spans.last?.end == text.utf8.count)
  }

  @Test(arguments: 0..<40)
  func `pieces cover a text, fit the limit and share the overlap`(seed: Int) {
    let text = document(seed: seed).text
    let limit = 8 + seed * 13
    let spans = TextPieces.spans(of: text, limit: limit, overlap: seed)
    #expect(spans.first?.start == 0)
    #expect(spans.last?.end == text.utf8.count)
    for (one, next) in zip(spans, spans.dropFirst()) {
      #expect(one.count <= limit)
      #expect(next.start <= one.end)
      #expect(next.start > one.start)
      #expect(one.end - next.start >= min(seed, limit / 2) || next.start == one.start + 1)
      #expect(
        String.Index(text.utf8.index(text.startIndex, offsetBy: next.start), within: text.unicodeScalars)
          != nil)
    }
  }

  private func windows(_ text: String, _ chunker: Chunker) -> Set<String> {
    Set(chunker.spans(of: Passage(text: text)).map { chunker.window(of: $0, in: text).text })
  }

  private static func prose(_ generator: inout SeededGenerator, number: Int) -> String {
    let sentences = Int.random(in: 1...6, using: &generator)
    let words = ["order", "tea", "parcel", "returns", "mint", "water", "minutes", "cup", "label", "store"]
    return
      (0..<sentences).map { _ in
        "Paragraph \(number) says "
          + (0..<Int.random(in: 3...20, using: &generator)).map { _ in
            words[Int.random(in: 0..<words.count, using: &generator)]
          }.joined(separator: " ") + "."
      }.joined(separator: " ") + "\n\n"
  }
}

extension String {
  fileprivate func rangeOfComposedCluster(around index: String.Index) -> Range<String.Index> {
    for character in indices where character <= index && self.index(after: character) > index {
      return character..<self.index(after: character)
    }
    return index..<index
  }
}
