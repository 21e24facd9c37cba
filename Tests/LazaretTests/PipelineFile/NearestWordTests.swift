import LazaretTesting
import Testing

@testable import lazaret

struct NearestWordTests {
  @Test(arguments: [
    ("margn_characters", "margin_characters"), ("api_kay", "api_key"), ("sotre", "store"),
    ("excluds", "exclude"), ("Name", "name"), ("paylaod", "payload"),
  ])
  func `a slip of the finger finds the word that was meant`(typed: String, meant: String) {
    let known = [
      "api_key", "exclude", "include", "margin_characters", "max_characters", "name", "payload", "store",
    ]
    #expect(NearestWord.to(typed, among: known) == meant)
  }

  @Test func `a word that is like no other finds none`() {
    #expect(NearestWord.to("frequency", among: ["name", "store"]) == nil)
    #expect(NearestWord.to("x", among: []) == nil)
  }

  @Test func `equally near words give the first of the alphabet`() {
    #expect(NearestWord.to("bat", among: ["cat", "bad"]) == "bad")
  }

  @Test(arguments: 0..<100)
  func `the distance is a metric, and zero for equal words alone`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    func word() -> String {
      String(
        (0..<Int.random(in: 0...6, using: &generator)).map { _ in
          "abc".randomElement(using: &generator) ?? "a"
        })
    }
    let (one, other) = (word(), word())
    #expect(NearestWord.distance(one, other) == NearestWord.distance(other, one))
    #expect((NearestWord.distance(one, other) == 0) == (one == other))
    #expect(NearestWord.distance(one, other) <= max(one.count, other.count))
    #expect(NearestWord.distance(one, other) >= abs(one.count - other.count))
  }
}
