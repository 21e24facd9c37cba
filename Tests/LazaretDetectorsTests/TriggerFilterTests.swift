import LazaretTesting
import Testing

@testable import LazaretDetectors

struct TriggerFilterTests {
  private func hits(_ triggers: [Trigger], in text: String) -> [Hit] {
    TextBytes.reading(text, count: nil) { TriggerFilter(triggers: [triggers]).hits(in: $0)[0] }
      .sorted { ($0.start, $0.trigger) < ($1.start, $1.trigger) }
  }

  /// Every place of `pattern`, with any case of ASCII and with whole words if asked, found the long way.
  private func places(of pattern: String, isWord: Bool, in text: String) -> [Int] {
    let bytes = text.utf8.map(\.lowered)
    let pattern = pattern.utf8.map(\.lowered)
    guard bytes.count >= pattern.count else { return [] }
    return (0...bytes.count - pattern.count).filter { start in
      let end = start + pattern.count
      if Array(bytes[start..<end]) != pattern { return false }
      if !isWord { return true }
      return (start == 0 || !bytes[start - 1].isAlphanumeric)
        && (end == bytes.count || !bytes[end].isAlphanumeric)
    }
  }

  @Test(arguments: 0..<200)
  func `the filter finds what a plain search finds`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    func word(_ count: ClosedRange<Int>) -> String {
      String(
        (0..<Int.random(in: count, using: &generator)).map { _ in
          "aAbBcC".randomElement(using: &generator) ?? "a"
        })
    }
    let patterns = Array(Set((0..<12).map { _ in word(1...9).lowercased() })).sorted()
    let text = (0..<200).map { _ in word(1...12) }.joined(
      separator: Bool.random(using: &generator) ? " " : "-")
    let words = patterns.map { Trigger.literal(Literal(ignoringCase: $0, edges: .word)) }
    let anywhere = patterns.map { Trigger.literal(Literal(ignoringCase: $0)) }
    let found = hits(words + anywhere, in: text)
    for (index, pattern) in patterns.enumerated() {
      #expect(
        found.filter { $0.trigger == index }.map(\.start) == places(of: pattern, isWord: true, in: text))
      #expect(
        found.filter { $0.trigger == index + patterns.count }.map(\.start)
          == places(of: pattern, isWord: false, in: text))
    }
  }

  @Test(arguments: [
    "you are now", "You  are\nnow", "YOU **are** now", "you_are_now", "you\u{A0}are\u{A0}now",
    "you\u{200B} are now",
    "you are\n> now", "you-are-now",
  ])
  func `a space stands for whatever parts two words`(text: String) {
    let phrase = Trigger.literal(Literal(ignoringCase: "you are now", edges: .word))
    #expect(hits([phrase], in: "- \(text).").map { $0.end - $0.start } == [text.utf8.count])
  }

  @Test(arguments: ["youarenow", "you are nowhere", "thank-you, are now", "you are, now", "bayou are now"])
  func `what is between two words must not be text`(text: String) {
    #expect(hits([.literal(Literal(ignoringCase: "you are now", edges: .word))], in: text) == [])
  }

  @Test(arguments: ["don't", "don’t", "DON'T", "don`t"])
  func `an apostrophe has several forms`(text: String) {
    #expect(hits([.literal(Literal(ignoringCase: "don't", edges: .word))], in: text).count == 1)
  }

  @Test(arguments: ["Предыдущие", "ПРЕДЫДУЩИЕ", "предыдущие"])
  func `capitals of other scripts are folded`(text: String) {
    #expect(hits([.literal(Literal(ignoringCase: "предыдущие", edges: .word))], in: text).count == 1)
  }

  @Test func `a run of digits is met once, at its first digit`() {
    #expect(hits([.digits], in: "12 a345\u{0663}6").map(\.start) == [0, 4, 9])
  }

  @Test func `a word ends with the text`() {
    #expect(hits([.literal(Literal(ignoringCase: "all", edges: .word))], in: "all").map(\.start) == [0])
  }

  @Test func `the first on a line stands behind marks of lists and quotes only`() {
    let system = Trigger.literal(Literal(ignoringCase: "system:", edges: [.start, .line]))
    #expect(hits([system], in: "system: a\n> ## System: b\nthe system: c").map(\.start) == [0, 15])
  }
}
