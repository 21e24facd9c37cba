import LazaretCore
import Testing

@testable import lazaret

struct QuarantineRecordTextTests {
  @Test(arguments: [
    ("plain\ttext\nnext", "plain\ttext\nnext"), ("\u{1B}[31mred", "<U+001B>[31mred"),
    ("a\u{E0041}b", "a<U+E0041>b"),
    ("a\u{200B}b\u{202E}c", "a<U+200B>b<U+202E>c"), ("é 日本 👍", "é 日本 👍"), ("x\ry", "x<U+000D>y"),
  ])
  func `what was held for hiding something is shown written out`(text: String, shown: String) {
    #expect(HarmlessText.lines(text) == shown)
  }
}
