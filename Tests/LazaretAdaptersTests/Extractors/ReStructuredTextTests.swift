import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct ReStructuredTextTests {
  private func document(_ text: String) throws -> Document {
    try ReStructuredText().extract(RawDocument(source: "s", uri: "a.rst", bytes: Array(text.utf8)))
  }

  @Test(arguments: [
    ("A\n=\n\nB\n-\n\nC\n=\n\nD\n~\n", [1, 2, 1, 3], ["A", "B", "C", "D"]),
    ("===\n A\n===\n\nB\n===\n\nC\n---\n\n===\nD\n===", [1, 2, 3, 1], ["A", "B", "C", "D"]),
    ("Long title\n====\n\nAlso long\n===\n", [1], ["Long title"]),
    ("text\nmore\n----\n", [], []), ("para\n\n----\n\npara\n", [], []),
    ("Über\r\n####\r\n\r\ntext", [1], ["Über"]), ("日本\n====\n", [1], ["日本"]),
    ("Code::\n\n  A\n  ===\n\nB\n===\n", [1], ["B"]), (".. note::\n   x\n\nA\n===", [1], ["A"]),
    ("====  ===\nA     B\n====  ===\n", [], []), ("+---+\n| A |\n+---+\n", [], []), ("", [], []),
    (".. comment\n   A\n   ===\n\nB\n===\n", [1], ["B"]),
  ])
  func `headings take their level from the order of their rules`(
    text: String, levels: [Int], titles: [String]
  ) throws {
    let found = try document(text)
    #expect(found.visible.headings.map(\.level) == levels)
    #expect(found.visible.headings.map(\.title) == titles)
    #expect(found.visible.text == text)
  }

  @Test(arguments: [
    (".. one\n\ntext", ["one"]), ("text\n\n.. one\n   two\n\n   three\n\ntext", ["one\n   two\n\n   three"]),
    ("..\n   one\n\ntext", ["one"]), ("..\n\n   a quotation\n", []),
    ("- item\n\n  .. one\n     two\n  text", ["one\n     two"]),
    (".. note:: shown\n   shown\n", []),
    (".. _target: http://x\n.. [1] note\n.. |x| image:: y\n.. __: z\n", []),
    ("Code::\n\n   .. shown\n\n.. one\n", ["one"]), (".. code-block:: rst\n\n   .. shown\n\n.. one", ["one"]),
    (".. meta::\n   :keywords: one\n\ntext", [":keywords: one"]), (".. note: one\n", ["note: one"]),
    ("..one\n", []), ("... one\n", []), (".. one\n.. two\n", ["one", "two"]),
  ])
  func `what the rendered page does not show is in the hidden lane as well`(
    text: String, pieces: [String]
  ) throws {
    let found = try document(text)
    #expect(found.hidden.text == pieces.joined(separator: "\n\n"))
    #expect(found.hidden.origins.count == pieces.count)
    #expect(found.visible.text == text)
  }

  @Test func `the title is the directive's, else the first heading`() throws {
    #expect(try document("A\n===\n").title == "A")
    let titled = try document(".. title:: One\n\nA\n===\n")
    #expect(titled.title == "One")
    #expect(titled.hidden.text == "One")
  }

  @Test func `a heading's span is its lines`() throws {
    let text = "x\n\n==\nAé\n==\ntext"
    let span = try #require(try document(text).visible.headings.first?.span)
    #expect(String(decoding: Array(text.utf8)[span.start..<span.end], as: UTF8.self) == "==\nAé\n==")
  }

  @Test(arguments: 0..<150)
  func `the visible text is the file, whatever is in it`(seed: Int) throws {
    let scraps = [
      ".. ", "..\n", "===\n", "---", "\n", "\r\n", "   ", "::\n", "code-block::", "A\n", "\t", ":", "_x:",
      "meta::",
    ]
    let text = scrapText(scraps, seed: seed)
    let found = try document(text)
    #expect(Array(found.visible.text.utf8) == Array(text.utf8))
    var last = 0
    for heading in found.visible.headings {
      #expect(heading.span.start >= last && heading.span.end <= text.utf8.count && heading.level >= 1)
      last = heading.span.end
    }
  }

  @Test func `lines and rules without end end soon`() throws {
    for hostile in ["..\n", ".. x\n\n", "=\n", "=", "\n", "A\n==\n\n", "..\n   \n", "   x\n", ".. x::\n"] {
      _ = try document(String(repeating: hostile, count: 50_000))
    }
  }
}

struct AsciiDocTests {
  private func document(_ text: String) throws -> Document {
    try AsciiDoc().extract(RawDocument(source: "s", uri: "a.adoc", bytes: Array(text.utf8)))
  }

  @Test(arguments: [
    ("= A\n\n== B\n\n====== F\n\n======= none\n", [1, 2, 6], ["A", "B", "F"]),
    ("== A ==\n\n=none\n\n== C# ===\n", [2, 2], ["A", "C# ==="]),
    (
      "Title\n=====\n\nPart\n----\n\nSub\n~~~\n\nLast\n^^^^^\n", [1, 2, 3, 4],
      ["Title", "Part", "Sub", "Last"]
    ),
    ("A long line\n----\n= code\n----\n== B\n", [2], ["B"]),
    ("----\n= code\n----\n\n....\n== no\n....\n", [], []),
    ("text\n== still text\n", [], []), ("////\n= no\n////\n= A\n", [1], ["A"]),
    ("# A\n\n## B", [1, 2], ["A", "B"]),
    ("====\ntext\n====\n\n== A", [2], ["A"]), ("= A\r\n:lang: de\r\n\r\n== B\r\n", [1, 2], ["A", "B"]),
    ("", [], []),
  ])
  func `headings are those of one line and of two`(text: String, levels: [Int], titles: [String]) throws {
    let found = try document(text)
    #expect(found.visible.headings.map(\.level) == levels)
    #expect(found.visible.headings.map(\.title) == titles)
    #expect(found.visible.text == text)
  }

  @Test(arguments: [
    ("// one\ntext\n//two\n", ["one", "two"]), ("/// no\n", []), ("text // no\n", []), (" // no\n", []),
    ("////\none\n\ntwo\n////\ntext", ["one\n\ntwo"]), ("/////\none\n////\n/////\n", ["one\n////"]),
    ("////\none", ["one"]), ("----\n// code\n----\n// one", ["one"]), ("text\n// one\ntext", ["one"]),
    ("[comment]\none\ntwo\n\ntext", ["one\ntwo"]), ("[comment]\n--\none\n\ntwo\n--\ntext", ["one\n\ntwo"]),
    ("====\n// one\n====\n", ["one"]),
  ])
  func `comments are in the hidden lane as well`(text: String, pieces: [String]) throws {
    let found = try document(text)
    #expect(found.hidden.text == pieces.joined(separator: "\n\n"))
    #expect(found.hidden.origins.map(\.kind) == pieces.map { _ in "comment" })
    #expect(found.visible.text == text)
  }

  @Test func `title and language come from attributes, else from the first heading`() throws {
    #expect(try document("= A\n:lang: de\n").title == "A")
    #expect(try document("= A\n:lang: de\n").language == "de")
    #expect(try document("= A\n:doctitle: B\n").title == "B")
  }

  @Test(arguments: 0..<150)
  func `the visible text is the file, whatever is in it`(seed: Int) throws {
    let scraps = [
      "= ", "==", "----\n", "////\n", "// ", "\n", "\r\n", "[comment]\n", "....\n", "A\n", "~~\n",
      ":title: x\n", "```\n", "--\n",
    ]
    let text = scrapText(scraps, seed: seed)
    let found = try document(text)
    #expect(Array(found.visible.text.utf8) == Array(text.utf8))
    var last = 0
    for heading in found.visible.headings {
      #expect(heading.span.start >= last && heading.span.end <= text.utf8.count)
      last = heading.span.end
    }
  }

  @Test func `lines and rules without end end soon`() throws {
    for hostile in [
      "////\n", "// x\n", "=\n", "=", "\n", "A\n==\n\n", "[comment]\n", "----\n", "= A =\n", "-",
    ] {
      _ = try document(String(repeating: hostile, count: 50_000))
    }
  }
}

/// Words and scraps of markup in random order.
private func scrapText(_ scraps: [String], seed: Int) -> String {
  var generator = SeededGenerator(seed: seed)
  var random = RandomText(seed: seed)
  var text = ""
  for _ in 0..<Int.random(in: 0...60, using: &generator) {
    text +=
      Bool.random(using: &generator)
      ? scraps[Int.random(in: 0..<scraps.count, using: &generator)] : random.sentence()
  }
  return text
}
