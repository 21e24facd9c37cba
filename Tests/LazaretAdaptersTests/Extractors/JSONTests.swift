import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct JSONTests {
  private func extract(_ json: String) throws(ExtractionError) -> Document {
    try JSON().extract(RawDocument(source: "s", uri: "a.json", bytes: Array(json.utf8)))
  }

  private func lines(_ json: String) throws -> Document {
    try JSONRecords().extract(RawDocument(source: "s", uri: "a.jsonl", bytes: Array(json.utf8)))
  }

  @Test(arguments: [
    (
      #"{"a": {"b": "x", "c": [1, true, null, "y", 2]}, "d": ""}"#,
      "a.b: x\na.c[0]: 1, true, null\na.c[3]: y\na.c[4]: 2\nd: "
    ),
    (#"[{"id": 1, "n": {"m": 2}}, {"id": 3}]"#, "[0].id: 1\n[0].n.m: 2\n\n[1].id: 3"),
    (#"{"a": {}, "b": [], "c": [[], {}]}"#, "a: {}\nb: []\nc[0]: []\n\nc[1]: {}"),
    (#""only""#, "only"), ("-0.5e+10", "-0.5e+10"), ("[]", "[]"), ("", ""), (" \n", ""),
    (#"{"k": "first", "k": "second", "K": 0}"#, "k: first\nk: second\nK: 0"),
    (#"{"": {"": 1}, "x.y": 2}"#, "1\nx.y: 2"),
    (#"["\u00e9\ud83d\ude00\/\n\t\"", "two\r\nlines"]"#, "[0]: é😀/\n\t\"\n[1]: two\r\nlines"),
    ("[12345678901234567890123456789.0000]", "[0]: 12345678901234567890123456789.0000"),
  ])
  func `values stand with their paths in the order of the file`(json: String, text: String) throws {
    #expect(try extract(json).visible.text == text)
  }

  @Test(arguments: 0..<200)
  func `every key, string and number of a random tree is in the text`(seed: Int) throws {
    var tree = RandomTree(seed: seed)
    let json = tree.json(depth: 0)
    let text = try extract(json).visible.text
    for piece in tree.pieces { #expect(text.utf8.contains(piece.utf8), "\(piece) of \(json)") }
    let record = try lines(json.split(whereSeparator: \.isNewline).joined(separator: " "))
    for piece in tree.pieces where !piece.contains(where: \.isNewline) {
      #expect(record.visible.text.utf8.contains(piece.utf8))
    }
  }

  @Test(arguments: [
    ("{\"a\": 1,\n \"b\": tru}", 2, 7, "a value is neither a string, a number, true, false nor null"),
    ("{\"é\": 1,}", 1, 9, "a comma has nothing after it"), ("[1,]", 1, 4, "a comma has nothing after it"),
    ("[1\n// x\n]", 2, 1, "a comment stands in it, and JSON has none"),
    ("/* x */ {}", 1, 1, "a comment stands in it, and JSON has none"),
    ("{\"a\": 1", 1, 8, "it ends before its last bracket is closed"),
    ("{\"a\" 1}", 1, 6, "a colon is missing after a key"),
    ("{a: 1}", 1, 2, "a key in double quotes is missing"),
    ("[1 2]", 1, 4, "a comma or the closing bracket is missing"),
    ("[1}", 1, 3, "a comma or the closing bracket is missing"),
    ("{\"a\":", 1, 6, "it ends where a value should be"),
    ("[\"a", 1, 2, "a string is not closed"), ("[\"\\", 1, 2, "a string is not closed"),
    ("[\"\\x\"]", 1, 3, "an escape is not one of JSON's"),
    ("[\"\\u12\"]", 1, 3, "an escape is not one of JSON's"),
    ("[\"a\nb\"]", 1, 4, "a control character stands in a string without an escape"),
    ("{}\n{}", 2, 1, "something stands after the end of the value (JSON Lines end in .jsonl)"),
    ("[01]", 1, 2, "a value is neither a string, a number, true, false nor null"),
    ("[NaN]", 1, 2, "a value is neither a string, a number, true, false nor null"),
    ("[+1]", 1, 2, "a value is neither a string, a number, true, false nor null"),
  ])
  func `what is not JSON is an error with its place`(
    json: String, line: Int, column: Int, reason: String
  ) {
    #expect(
      throws: ExtractionError.malformed(
        "'a.json' is not valid JSON: line \(line), column \(column): \(reason)")
    ) { try extract(json) }
  }

  @Test func `half characters and NUL are replaced, counted and noted`() throws {
    let document = try extract(#"["a\ud800b", "\udc00", "x\u0000y", "\ud83d\u0041"]"#)
    #expect(document.visible.text == "[0]: a\u{FFFD}b\n[1]: \u{FFFD}\n[2]: x\u{FFFD}y\n[3]: \u{FFFD}A")
    #expect(document.notes == ["4 escapes stood for half a character or for NUL and became U+FFFD"])
  }

  @Test func `keys that are long or deep stand whole, once`() throws {
    let long = String(repeating: "é", count: 100)
    let text = try extract("{\"\(long)\": {\"a\": 1, \"b\": 2}}").visible.text
    #expect(text.hasPrefix(long + ":\n"))
    #expect(text.components(of: long) == 1)
    #expect(text.hasSuffix("é….a: 1\n" + text.split(separator: "\n")[1].split(separator: ".")[0] + ".b: 2"))

    var json = "7"
    for level in (0..<200).reversed() { json = "{\"level-\(level)-of-many\": \(json)}" }
    let deep = try extract(json).visible.text
    for level in 0..<200 { #expect(deep.components(of: "level-\(level)-of-many") == 1) }
    #expect(deep.hasSuffix(": 7"))
  }

  @Test func `deep nesting, long strings and long arrays end soon`() throws {
    let deep = String(repeating: "[", count: 1_000_000)
    #expect(
      throws: ExtractionError.malformed(
        "'a.json' is not valid JSON: line 1, column 513: it nests deeper than 512 levels")
    ) { try extract(deep) }
    let key = String(repeating: "k", count: 100_000)
    let values = Array(repeating: "\"\"", count: 20_000).joined(separator: ",")
    let text = try extract("{\"\(key)\":[\(values)]}").visible.text
    #expect(text.utf8.count < 4_000_000)
    let long = String(repeating: "word \\n", count: 100_000)
    #expect(try extract("[\"\(long)\"]").visible.text.utf8.count == 600_000 + "[0]: ".utf8.count)
  }

  @Test func `the title is the outermost one`() throws {
    #expect(try extract(#"{"a": {"title": "no"}, "title": "yes", "title": "later"}"#).title == "yes")
    #expect(try extract(#"[{"title": "no"}]"#).title == nil)
  }

  // MARK: JSON Lines

  @Test func `each line is a paragraph`() throws {
    let document = try lines("{\"a\": 1, \"b\": [{\"c\": 2}]}\r\n\n[3]\n\"x\"\n")
    #expect(document.visible.text == "a: 1\n\nb[0].c: 2\n\n[0]: 3\n\nx")
    #expect(document.notes.isEmpty)
  }

  @Test func `a line that is not JSON stands as it is written`() throws {
    let document = try lines("{\"a\": 1}\n{\"a\": 2, \"b\n  plain \r\n{\"a\": 3}")
    #expect(document.visible.text == "a: 1\n\n{\"a\": 2, \"b\n\n  plain \n\na: 3")
    #expect(document.notes == ["2 lines are not JSON and stand as they are written"])
    #expect(try lines("x").notes == ["1 line is not JSON and stands as it is written"])
  }

  @Test func `a line of many brackets is a broken line`() throws {
    let line = String(repeating: "{\"a\":", count: 100_000)
    #expect(try lines(line).visible.text == line)
  }
}

/// JSON of random shape, and what must be found in the text.
private struct RandomTree {
  private(set) var pieces: [String] = []
  private var generator: SeededGenerator
  private var text: RandomText

  init(seed: Int) {
    generator = SeededGenerator(seed: seed)
    text = RandomText(seed: seed)
  }

  mutating func json(depth: Int) -> String {
    let space = ["", " ", "\n  "][Int.random(in: 0..<3, using: &generator)]
    let count = Int.random(in: 0...4, using: &generator)
    switch Int.random(in: 0..<(depth > 6 ? 4 : 8), using: &generator) {
    case 0:
      let number = String(Int.random(in: -99999...99999, using: &generator))
      pieces.append(number)
      return number
    case 1: return ["true", "false", "null"][Int.random(in: 0..<3, using: &generator)]
    case 2...3: return string()
    case 4...5:
      return "[" + (0..<count).map { _ in space + json(depth: depth + 1) }.joined(separator: ",") + "]"
    default:
      let members = (0..<count).map { _ in string() + ":" + space + json(depth: depth + 1) }
      return "{" + space + members.joined(separator: ",") + space + "}"
    }
  }

  private mutating func string() -> String {
    let piece =
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: text.sentence()
      case 1: text.word() + "\n\"\\" + text.word() + "\u{1}"
      default: text.word()
      }
    pieces.append(piece)
    return FormatSample.quoted(piece)
  }
}

extension String {
  fileprivate func components(of piece: String) -> Int {
    split(separator: piece, omittingEmptySubsequences: false).count - 1
  }
}
