import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct TextUnitsTests {
  /// The same from the standard library's own views, slowly.
  private func byte(at offset: Int, in unit: TextUnits.Unit, of text: String) -> Int? {
    guard offset >= 0 else { return nil }
    let index: String.Index?
    switch unit {
    case .codePoints:
      index = text.unicodeScalars.index(
        text.startIndex, offsetBy: offset, limitedBy: text.endIndex)
    case .utf16:
      index = text.utf16.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex)
    case .utf8:
      index = text.utf8.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex)
    }
    guard let index, index.samePosition(in: text.unicodeScalars) != nil else { return nil }
    return text.utf8.distance(from: text.startIndex, to: index)
  }

  @Test(arguments: 0..<20)
  func `every offset in every unit is where the standard library has it`(seed: Int) {
    var random = RandomText(seed: seed)
    let text = random.sentence() + random.sentence()
    let units = TextUnits(text)
    for unit in TextUnits.Unit.allCases {
      for offset in -2...(text.utf8.count + 2) {
        #expect(units.byte(at: offset, in: unit) == byte(at: offset, in: unit, of: text))
        let near = units.nearestByte(to: offset, in: unit)
        #expect((0...text.utf8.count).contains(near))
      }
    }
  }

  @Test(arguments: ["", "plain ASCII text", "é", "👩‍👩‍👧‍👦 x"])
  func `no offset traps`(text: String) {
    let units = TextUnits(text)
    for unit in TextUnits.Unit.allCases {
      for offset in [Int.min, Int.min + 1, -1, 0, 1, 2, 3, Int.max - 1, Int.max] {
        let byte = units.byte(at: offset, in: unit)
        #expect(byte == nil || (0...text.utf8.count).contains(byte ?? -1))
        #expect((0...text.utf8.count).contains(units.nearestByte(to: offset, in: unit)))
        #expect(units.span(offset, Int.max, in: unit) == nil)
        #expect(units.span(offset, offset, in: unit) == nil)
      }
    }
  }

  @Test func `scalars are found on both sides of an edge`() {
    let units = TextUnits("aé👋z")
    #expect(units.scalar(at: 0) == "a")
    #expect(units.scalar(before: 0) == nil)
    #expect(units.scalar(before: 3) == "é")
    #expect(units.scalar(at: 3) == "👋")
    #expect(units.scalar(before: 7) == "👋")
    #expect(units.scalar(at: 7) == "z")
    #expect(units.scalar(at: 8) == nil)
    #expect(units.scalar(before: 8) == "z")
  }

  @Test func `an astral scalar counts from itself on`() {
    let units = TextUnits("aé👋z")
    #expect(units.hasNoAstralScalar(before: 2))
    #expect(!units.hasNoAstralScalar(before: 3))
    #expect(TextUnits("aéz").hasNoAstralScalar(before: Int.max))
  }
}

struct ByteSearchTests {
  @Test(arguments: 0..<200)
  func `hits are those of a naive search`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let letters: [UInt8] = [97, 98]
    let hay = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
      letters[Int.random(in: 0...1, using: &generator)]
    }
    let needle = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      letters[Int.random(in: 0...1, using: &generator)]
    }
    let low = Int.random(in: 0...hay.count, using: &generator)
    let high = Int.random(in: low...hay.count, using: &generator)
    let naive = (low..<max(low, high - needle.count + 1)).filter {
      !needle.isEmpty && Array(hay[$0..<$0 + needle.count]) == needle
    }
    let search = ByteSearch(needle)
    #expect(search.hits(in: hay, low..<high, limit: 100) == naive)
    #expect(search.hits(in: hay, low..<high, limit: 2) == Array(naive.prefix(2)))
    #expect(search.first(in: hay, low..<high) == naive.first)
  }

  @Test func `a range beyond the end is cut to the end`() {
    #expect(ByteSearch([1]).hits(in: [0, 1], -5..<50, limit: 9) == [1])
  }
}
