import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct DelimitedTests {
  private func csv(_ text: String) throws -> Document {
    try CommaSeparated().extract(RawDocument(source: "s", uri: "a.csv", bytes: Array(text.utf8)))
  }

  private func tsv(_ text: String) throws -> Document {
    try TabSeparated().extract(RawDocument(source: "s", uri: "a.tsv", bytes: Array(text.utf8)))
  }

  @Test(arguments: [
    ("a,b\n1,2\n3,4\n", "a | b\n\na: 1\nb: 2\n\na: 3\nb: 4"),
    ("a,b\r\n1,\r\n,4", "a | b\n\na: 1\n\nb: 4"),
    ("a\n1\n\n2\n", "a\n\na: 1\n\na: 2"),
    ("\n\na,b\n1,2", "a | b\n\na: 1\nb: 2"),
    ("a;b\n1,50;2\n2,50;3\n", "a | b\n\na: 1,50\nb: 2\n\na: 2,50\nb: 3"),
    ("a\tb\n1\t2", "a | b\n\na: 1\nb: 2"), ("a|b|c\n1|2|3", "a | b | c\n\na: 1\nb: 2\nc: 3"),
    ("sep=|\na|b,c,d\n1|2", "a | b,c,d\n\na: 1\nb,c,d: 2"),
    ("a,a\n1,2", "a | a\n\na: 1\na: 2"), ("a, ,\n1,2,3", "a |   | \n\na: 1\ncolumn 2: 2\ncolumn 3: 3"),
    ("a,b\n\"x,\"\"y\"\"\nz\",\" 2 \"", "a | b\n\na: x,\"y\"\nz\nb:  2 "),
    ("a,b\n\"x\" y,5\" pipe", "a | b\n\na: \"x\" y\nb: 5\" pipe"),
    ("\"a\nb\",c\n1,2", "a\nb | c\n\na\nb: 1\nc: 2"), ("only", "only"), ("", ""), ("\n\n", ""),
  ])
  func `each row is a paragraph under the header`(text: String, expected: String) throws {
    let document = try csv(text)
    #expect(document.visible.text == expected)
    #expect(document.notes.isEmpty)
  }

  @Test func `what has no header is kept and counted`() throws {
    let document = try csv("a,b\n1,2,3,4\n5\n6,7,8\n9,10")
    #expect(
      document.visible.text
        == "a | b\n\na: 1\nb: 2\ncolumn 3: 3\ncolumn 4: 4\n\na: 5\n\na: 6\nb: 7\ncolumn 3: 8\n\na: 9\nb: 10")
    #expect(
      document.notes == ["2 rows have more fields than the header", "1 row has fewer fields than the header"])
  }

  @Test func `a quote that is never closed loses nothing`() throws {
    let document = try csv("a,b\n1,\"2\n3,4\n")
    #expect(document.visible.text == "a | b\n\na: 1\nb: 2\n3,4\n")
    #expect(document.notes == ["a double quote is never closed, and what follows it stands in one field"])
  }

  @Test func `tabs alone separate a TSV`() throws {
    #expect(
      try tsv("a,b\tc;d\n1,5\t2;5\t\"x\ty\"").visible.text
        == "a,b | c;d\n\na,b: 1,5\nc;d: 2;5\ncolumn 3: x\ty")
  }

  @Test(arguments: 0..<200)
  func `every field of a random table is in the text, with each separator`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var random = RandomText(seed: seed)
    let separator = [",", ";", "\t", "|"][seed % 4]
    let columns = Int.random(in: 2...6, using: &generator)
    var fields: [String] = []
    var text = ""
    for row in 0..<Int.random(in: 1...12, using: &generator) {
      let width = row < 3 ? columns : Int.random(in: 1...(columns + 2), using: &generator)
      let cells = (0..<width).map { _ -> String in
        let plain =
          Bool.random(using: &generator) ? random.word() : random.sentence() + "\n\"" + random.word()
        fields.append(plain)
        guard plain.contains(where: { "\"\n\r,;\t|".contains($0) }) else { return plain }
        return "\"" + plain.replacing("\"", with: "\"\"") + "\""
      }
      text += cells.joined(separator: separator) + (Bool.random(using: &generator) ? "\r\n" : "\n")
    }
    let document = try csv(text)
    for field in fields { #expect(document.visible.text.utf8.contains(field.utf8)) }
  }

  @Test func `a table of nothing but separators or quotes ends soon`() throws {
    #expect(try csv(String(repeating: ",", count: 200_000)).visible.text.hasPrefix(" | "))
    #expect(try csv("a,b\n" + String(repeating: "\n", count: 200_000)).visible.text == "a | b")
    #expect(try csv(String(repeating: "\"", count: 200_001)).notes.count == 1)
    _ = try csv(String(repeating: "\"x\"y\n", count: 50_000))
  }

  @Test func `a long header does not multiply`() throws {
    let header = String(repeating: "h", count: 50_000)
    let text = try csv("\(header),b\n" + String(repeating: "1,2\n", count: 1000)).visible.text
    #expect(text.hasPrefix(header + " | b\n\nhhh"))
    #expect(text.utf8.count < 200_000)
  }
}
