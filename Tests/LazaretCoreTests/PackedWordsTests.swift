import Testing

@testable import LazaretCore

struct PackedWordsTests {
  private func packed(_ word: String) -> UInt64 {
    word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  @Test func `a set has its words and no others`() {
    let letters = ["a", "e", "i", "s", "t"]
    let two = letters.flatMap { first in letters.map { first + $0 } }
    let three = two.flatMap { first in letters.map { first + $0 } }
    let words = PackedWords(two)
    for word in two { #expect(words.contains(packed(word))) }
    for word in letters + three { #expect(!words.contains(packed(word))) }
    #expect(!PackedWords([]).contains(packed("a")))
    #expect(PackedWords(["ibid"]).contains(packed("ibid")))
  }
}
