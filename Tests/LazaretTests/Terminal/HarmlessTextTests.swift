import LazaretCore
import Testing

@testable import lazaret

struct HarmlessTextTests {
  @Test(
    arguments: [
      ("plain", [], "plain"), ("a secret here", [TextSpan(2, 8)], "a ⟦1 secret1⟧ here"),
      ("abcdef", [TextSpan(0, 3), TextSpan(2, 6)], "⟦1 ab⟦2 c1⟧def2⟧"),
      ("ab", [nil, TextSpan(1, 2)], "a⟦2 b2⟧"),
      ("ab", [TextSpan(0, 1), TextSpan(1, 2)], "⟦1 a1⟧⟦2 b2⟧"), ("é!", [TextSpan(1, 2)], "⟦1 é1⟧!"),
      ("a⟧b", [TextSpan(0, 5)], "⟦1 a<U+27E7>b1⟧"), ("ab", [TextSpan(1, 1)], "ab"),
      ("x\u{1B}[2J", [TextSpan(1, 2)], "x⟦1 <U+001B>1⟧[2J"), ("ab", [TextSpan(1, 99)], "a⟦1 b1⟧"),
      ("ab", [TextSpan(5, 9)], "ab"),
    ] as [(String, [TextSpan?], String)])
  func `the places of findings are marked, and no text can pretend to be a mark`(
    text: String, spans: [TextSpan?], shown: String
  ) {
    #expect(HarmlessText.marked(text, spans) == shown)
  }

  @Test(arguments: [
    ("a\nb\tc", "a<U+000A>b<U+0009>c"), ("x\u{1B}]0;t\u{7}", "x<U+001B>]0;t<U+0007>"),
    ("a\u{FE01}\u{E0100}b", "a<U+FE01><U+E0100>b"), ("☺️", "☺️"),
  ])
  func `within one line nothing breaks it`(text: String, shown: String) {
    #expect(HarmlessText.line(text) == shown)
  }
}
