import LazaretTesting
import Testing

@testable import LazaretAdapters

struct PrintedValueTests {
  @Test(
    arguments: [
      ("{}", .object([:])),
      ("{'a': True, 'b': None, 'c': False}", .object(["a": .bool(true), "b": .null, "c": .bool(false)])),
      (#"{"a": true, "b": null}"#, .object(["a": .bool(true), "b": .null])),
      (
        "{'a': [1, -2.5, 1e-05], 'b': ()}",
        .object(["a": .list([.integer(1), .double(-2.5), .double(1e-05)]), "b": .list([])])
      ),
      (
        #"{'a': "it's", 'b': 'a "b"', 'c': 'it\'s "b"'}"#,
        .object(["a": .string("it's"), "b": .string("a \"b\""), "c": .string("it's \"b\"")])
      ),
      (#"{'a': '\xe9\u200b\U0001f600\n\\'}"#, .object(["a": .string("é\u{200B}😀\n\\")])),
      (#"{"a": "\ud83d\ude00 \ud83d"}"#, .object(["a": .string("😀 \u{FFFD}")])),
      ("400: {'a': {'b': ('x',)}} and more", .object(["a": .object(["b": .list([.string("x")])])])),
    ] as [(String, WireTree)])
  func `a printed dictionary is read`(text: String, expected: WireTree) {
    #expect(PrintedValue.dictionary(in: text) == expected)
  }

  @Test(arguments: [
    "", "no dictionary", "{", "{'a'}", "{'a': }", "{'a': 1 'b': 2}", "{'a': nan}", "{'a': <object at 0x1>}",
    "{'a': 'b", "{1: 2}", #"{'a': '\x4'}"#, #"{'a': '\U7fffffff'}"#, String(repeating: "{'a':", count: 5000),
    "{'a': " + String(repeating: "[", count: 5000),
  ])
  func `what is not whole, or deeper than any answer, is not there`(text: String) {
    #expect(PrintedValue.dictionary(in: text) == nil)
  }

  @Test(arguments: 0..<200)
  func `no damage crashes the reader`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var bytes = Array(#"{'a': [True, {"b": 'c\u00e9\x41'}], 'd': (1, 2.5, None)}"#.utf8)
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
    }
    _ = PrintedValue.dictionary(in: String(decoding: bytes, as: UTF8.self))
  }
}
