import LazaretTesting
import Testing

@testable import LazaretCore

struct CuttingTests {
  @Test(arguments: 0..<30, ChunkerTests.rules)
  func `sentences looked for where no line cuts give the cuts that all sentences give`(
    seed: Int, rules: ChunkingRules
  ) {
    for passage in [page(seed), prose(seed), scraps(seed)] {
      var text = passage.text
      text.withUTF8 { bytes in
        let plain = PlainCut(bytes, of: passage, by: rules).starts
        #expect(Cutting.cut(bytes, of: passage, by: rules).starts == plain)
      }
    }
  }

  /// Chunks are known by their text: a cut elsewhere would have them all screened again, and needs a new
  /// ``Chunker/version``.
  @Test func `the cuts are those of version 2`() {
    #expect(Chunker.version == 2)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for seed in 0..<60 {
      for rules in ChunkerTests.rules {
        for span in Chunker(rules: rules).spans(of: page(seed)) {
          for number in [span.start, span.end] { hash = (hash ^ UInt64(number)) &* 0x100_0000_01B3 }
        }
      }
    }
    #expect(hash == 0x40CE_7444_495B_7372)
  }

  private func page(_ seed: Int) -> Passage { RandomPage(seed: seed, parts: 40).passage }

  private func prose(_ seed: Int) -> Passage {
    var text = RandomText(seed: seed)
    return Passage(text: text.document(paragraphs: 1 + seed % 12))
  }

  /// Broken and nested blocks in no order.
  private func scraps(_ seed: Int) -> Passage {
    let scraps = [
      "Mint tea. ", "water, ", "e.g. ", "3 cups", "grün. ", "茶葉。", "これは「文」です。", "شاي؟ ", "चाय। ", "e\u{301}",
      "\u{301}", "👩‍👩‍👧‍👦", "\u{0}", "…", "?!", " ", "    ", "\t", "\n", "\n\n", "\r\n", "\r", "\n- ", "\n  1. ",
      "\n```\n",
      "\n~~~x\n", "\n----\n", "\n....\n", "\n\n    code. X\n", "::\n\n  ", "|", " | ",
      "\n| a. B | c |\n|---|---|\n| d. E | f |\n",
      "a|b\n-|-\nc. D|d\n", "\n+---+\n", "\n# H\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ")", "”", "*",
    ]
    var generator = SeededGenerator(seed: seed)
    let few = (0..<2 + seed % 9).map { _ in scraps.randomElement(using: &generator) ?? "" }
    let text = (0..<seed * 5).map { _ in
      (Int.random(in: 0..<3, using: &generator) == 0 ? scraps : few).randomElement(using: &generator) ?? ""
    }.joined()
    return Passage(text: text)
  }
}
