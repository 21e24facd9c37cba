import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct MarkdownTests {
  private func document(_ text: String) throws -> Document {
    try Markdown().extract(RawDocument(source: "s", uri: "a.md", bytes: Array(text.utf8)))
  }

  @Test(arguments: 0..<150)
  func `the visible text is the file, whatever is in it`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var random = RandomText(seed: seed)
    let scraps = [
      "# ", "#", "===\n", "---\n", "```\n", "~~~", "<!--", "-->", "`", "``", "    ", "\t", "\n", "\r\n", "\r",
      "[a]: b \"c\"\n", "[", "]:", "> ", "- ", "+++\n", "title: x\n", "\\", " ",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...60, using: &generator) {
      text +=
        Bool.random(using: &generator)
        ? scraps[Int.random(in: 0..<scraps.count, using: &generator)] : random.sentence()
    }
    let markdown = try document(text)
    #expect(Array(markdown.visible.text.utf8) == Array(text.utf8))
    #expect(
      try PlainText().extract(RawDocument(source: "s", uri: "a", bytes: Array(text.utf8))).visible
        == Passage(text: markdown.visible.text))
    var last = 0
    for heading in markdown.visible.headings {
      #expect(heading.span.start >= last && heading.span.end <= text.utf8.count)
      #expect((1...6).contains(heading.level))
      last = heading.span.end
    }
  }

  @Test(arguments: [
    ("# A\n\ntext\n## B ##\n###### F\n", [1, 2, 6], ["A", "B", "F"]),
    ("   # A\n    # code\n", [1], ["A"]),
    ("#hash\n####### seven\n", [], []),
    ("#\n", [1], [""]),
    ("# C#\n# #\n", [1, 1], ["C#", ""]),
    ("Title\n===\n\nPart\nof two\n---\n", [1, 2], ["Title", "Part of two"]),
    ("---\n\n***\n---\n- item\n---\n> quote\n---\n", [], []),
    ("```\n# code\n```\n# A\n", [1], ["A"]),
    ("~~~~\n# code\n~~~\n# code\n~~~~\n# A", [1], ["A"]),
    ("``` a`b\n# A\n", [1], ["A"]),
    ("```\n# unclosed\n", [], []),
    ("<!--\n# hidden\n-->\n# A\n", [1], ["A"]),
    ("# A\r\n\r\nB\r\n===\r\n", [1, 1], ["A", "B"]),
    ("text\n    # still text\n", [], []),
  ])
  func `headings are those of CommonMark`(text: String, levels: [Int], titles: [String]) throws {
    let headings = try document(text).visible.headings
    #expect(headings.map(\.level) == levels)
    #expect(headings.map(\.title) == titles)
  }

  @Test func `a heading's span is its line with its markup`() throws {
    let text = "é\n\n  ## A ##\nB\nC\n---\n"
    let spans = try document(text).visible.headings.map(\.span)
    let bytes = Array(text.utf8)
    #expect(
      spans.map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) } == ["  ## A ##", "B\nC\n---"])
  }

  @Test(arguments: [
    ("a <!-- x --> b <!--y-->", ["x", "y"]),
    ("<!--\nx\n\ny\n-->", ["x\n\ny"]),
    ("`<!-- code -->` <!-- x -->", ["x"]),
    ("```\n<!-- code -->\n```\n", []),
    ("    <!-- code -->\n", []),
    ("\\<!-- text -->", []),
    ("a <!-- not closed", []),
    ("<!-- not closed", ["not closed"]),
    ("<!--> <!---> <!-- -->", []),
    ("# A <!-- x -->", ["x"]),
    ("[//]: # (x)\n", ["x"]),
    ("[comment]: <> \"x\"\n[b]: http://c 'y'", ["x", "y"]),
    ("[a]: http://b\n", []),
    ("see [a]: # (x)\n", []),
  ])
  func `what the rendered page does not show is in the hidden lane as well`(
    text: String, pieces: [String]
  ) throws {
    let markdown = try document(text)
    #expect(markdown.hidden.text == pieces.joined(separator: "\n\n"))
    #expect(markdown.hidden.origins.count == pieces.count)
    #expect(markdown.visible.text == text)
  }

  @Test(arguments: [
    ("---\ntitle: \"A: b\"\nlang: de\n---\n# C\n", "A: b", "de"),
    ("---\ntitle: A\n...\n", "A", nil),
    ("+++\ntitle = 'A'\n+++\n", "A", nil),
    ("# C\n", "C", nil),
    ("---\nnot closed\ntitle: A\n", nil, nil),
    ("---\n# comment\n---\n# C\n", "C", nil),
    ("text\n", nil, nil),
  ])
  func `the title is that of the front matter, else the first heading`(
    text: String, title: String?, language: String?
  ) throws {
    let markdown = try document(text)
    #expect(markdown.title == title)
    #expect(markdown.language == language)
  }

  @Test func `a title that the source knows goes first`() throws {
    let raw = RawDocument(source: "s", uri: "a.md", bytes: Array("# A".utf8), title: "B")
    #expect(try Markdown().extract(raw).title == "B")
  }

  @Test(arguments: [
    ("![HID](a.png)", "alt"), ("x ![a HID\nb](a.png) y", "alt"), ("![HID][ref]\n\n[ref]: a.png", "alt"),
    ("[a](b \"HID\")", "link title"), ("[a](<b c> 'HID')", "link title"), ("![](b (HID))", "link title"),
    ("[//]: # (one\nHID)", "link definition"), ("[read the HID]: x", "unused link definition"),
    ("[^n]: HID", "unused footnote"), ("<p hidden>HID</p>", "hidden attribute"),
    ("text <span style=\"display:none\">HID</span> more", "display:none"),
    ("<div style='display:none'>\n\n- HID\n\n</div>", "display:none"),
    ("<style>.q{opacity:0}</style>\n\n<b class=q>HID</b>", "opacity:0"), ("<img alt='HID'>", "alt"),
    ("<noscript>HID</noscript>", "noscript"), ("<font color=white>HID</font>", "same colour"),
  ])
  func `what the rendered page does not show is in the hidden lane as well`(text: String, kind: String) throws
  {
    let document = try Markdown().extract(
      RawDocument(source: "s", uri: "a.md", bytes: Array(("# One\n\n" + text + "\n").utf8)))
    #expect(document.visible.text == "# One\n\n" + text + "\n")
    #expect(document.hidden.text.contains("HID"))
    #expect(document.hidden.origins.first?.kind == kind)
  }

  @Test(arguments: [
    "`<p hidden>HID</p>`", "```\n<p hidden>HID</p>\n![HID](a)\n```", "    <p hidden>HID</p>", "[HID](b)",
    "a [HID] b",
    "x[^n]\n\n[^n]: HID", "see [the HID]\n\n[the HID]: x", "<details>\n\nHID\n\n</details>", "a < b and HID",
    "`![HID](a)`", "\\![HID](a)", "<https://example.org/HID>", "![a\n\nHID](a.png)",
  ])
  func `what the rendered page shows is not hidden`(text: String) throws {
    let document = try Markdown().extract(RawDocument(source: "s", uri: "a.md", bytes: Array(text.utf8)))
    #expect(!document.hidden.text.contains("HID"), "\(document.hidden)")
  }

  @Test func `openings without end take bounded time`() throws {
    for scrap in ["![", "](a ", "](", "[a]: # (", "[^a]: ", "[", "<a "] {
      let text =
        String(repeating: scrap, count: 60_000) + "\n" + String(repeating: scrap + "\n", count: 6_000)
      let raw = RawDocument(source: "s", uri: "a.md", bytes: Array(text.utf8))
      #expect(try Markdown().extract(raw).visible.text.utf8.count == text.utf8.count)
    }
  }
}
