import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct XMLSourceTests {
  private func extract(_ xml: some Sequence<UInt8>, charset: String? = nil) throws(ExtractionError)
    -> Document
  {
    try XMLSource().extract(RawDocument(source: "s", uri: "a.xml", bytes: Array(xml), charset: charset))
  }

  private func extract(_ xml: String) throws(ExtractionError) -> Document { try extract(xml.utf8) }

  @Test(arguments: [
    ("<a>x</a>", "a: x"), ("", ""), ("<a/>", "a"), ("<a b='1' c='2'/>", "a b: 1\na c: 2"),
    (
      "<shop id='7'>\n <tea sku='A'><name>Sencha</name><price cur='EUR'>3</price></tea>\n <tea><name>Assam</name></tea></shop>",
      "shop id: 7\n\ntea sku: A\nname: Sencha\nprice cur: EUR\nprice: 3\n\nname: Assam"
    ),
    ("<p>Ignore <b>all</b> of <i x='y'>it</i>, now</p>", "p: Ignore all of it, now\ni x: y"),
    ("<p><b>Note</b> that</p>", "b: Note\nthat"),
    ("<a>x<![CDATA[<y> & z]]></a>", "a: x<y> & z"), ("<a>one\n\n  two</a>", "a: one two"),
    ("<a>&lt;b&gt; &amp;amp; &#233;&#xe9;</a>", "a: <b> &amp; éé"), ("<a b='&lt;&amp;&quot;'/>", "a b: <&\""),
    ("<a>&nbsp;&eacute;</a>", "a: \u{A0}é"), ("<n:a n:b='1'>x</n:a>", "a n:b: 1\na: x"),
    ("\n <a>x</a>", "a: x"), ("<?xml version='1.0' encoding='utf-16'?><a>é</a>", "a: é"),
    (
      "<!DOCTYPE a [<!ENTITY e 'one &f;'><!ENTITY f '<b>two</b>'>]><a x='&e;'>&e;!</a>",
      "a x: one <b>two</b>\na: one <b>two</b>!"
    ),
  ])
  func `text and attributes stand in lines with their names`(xml: String, text: String) throws {
    let document = try extract(xml)
    #expect(document.visible.text == text)
    #expect(document.notes.isEmpty)
  }

  @Test func `comments, instructions and definitions are hidden`() throws {
    let document = try extract(
      """
      <?xml version="1.0"?><!-- one --><!DOCTYPE a [ <!-- two --> <?three x?> <!ENTITY e "four">
      <!ATTLIST a b CDATA "five"> <!ENTITY % p "six"> ]><a>x<!-- seven --><?eight y?></a><!-- nine -->
      """)
    #expect(document.visible.text == "a: x")
    #expect(
      Set(document.hidden.origins.map(\.kind))
        == ["comment", "processing instruction", "entity declaration", "attribute default"])
    for piece in ["one", "two", "three x", "four", "five", "six", "seven", "eight y", "nine"] {
      #expect(document.hidden.text.contains(piece))
    }
  }

  @Test(arguments: [
    ("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>x</a>", "a: x", 1),
    ("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>x&e;y</a>", "a: x&e;y", 2),
    ("<!DOCTYPE a [<!ENTITY % e SYSTEM 'http://127.0.0.1:1/x'>%e;]><a>x&e;</a>", "a: x&e;", 2),
    ("<a>&unknown; AT&T & b</a>", "a: &unknown; AT&T & b", 1),
    ("<a>x\u{1}y&#0;z&#xFFFF;\u{FFFF}</a>", "a: x\u{FFFD}y\u{FFFD}z\u{FFFD}\u{FFFD}", 1),
  ])
  func `nothing outside is loaded, and what is not known stands with a note`(
    xml: String, text: String, notes: Int
  ) throws {
    let document = try extract(xml)
    #expect(document.visible.text == text)
    #expect(document.notes.count == notes)
  }

  @Test func `entities that grow without end are an error, soon`() {
    var laughs = "<!DOCTYPE a [<!ENTITY l0 'ha'>"
    for level in 1..<30 {
      laughs += "<!ENTITY l\(level) '" + String(repeating: "&l\(level - 1);", count: 10) + "'>"
    }
    let blow =
      "<!DOCTYPE a [<!ENTITY x '\(String(repeating: "x", count: 100_000))'>]><a>\(String(repeating: "&x;", count: 100_000))</a>"
    for bomb in [
      laughs + "]><a>&l29;</a>", laughs + "]><a b='&l29;'/>", blow,
      "<!DOCTYPE a [<!ENTITY x '&y;&y;'><!ENTITY y '&x;&x;'>]><a>&x;</a>",
    ] {
      #expect(
        throws: ExtractionError.malformed(
          "'a.xml' cannot be read as XML beyond line 1: its entities refer to each other without end or stand "
            + "for more than 1 MiB of text")
      ) { try extract(bomb) }
    }
  }

  @Test(arguments: [
    ("<a>\n<b>x</a>", 2, "an element is closed that is not the open one"),
    ("<a>\n\n<b>x", 3, "it ends inside an element"), ("x", 1, "it is not XML"),
    ("<!DOCTYPE a [<!-- ", 1, "its document type definition is not closed"),
    ("<a/><b/>", 1, ""), ("<a b=1/>", 1, ""), ("<a><!-- </a>", 1, ""),
  ])
  func `what is not well-formed is an error with its line`(xml: String, line: Int, reason: String) throws {
    let error = try #require(throws: ExtractionError.self) { try extract(xml) }
    #expect(error.description.hasPrefix("'a.xml' cannot be read as XML beyond line \(line): \(reason)"))
  }

  @Test func `elements without end and lines without end end soon`() throws {
    let deep = String(repeating: "<a>", count: 1_000_000)
    #expect(
      throws: ExtractionError.malformed(
        "'a.xml' cannot be read as XML beyond line 1: it nests deeper than 200 elements")
    ) { try extract(deep) }
    for hostile in ["&", "<!--", "<![CDATA[", "<?", "&#", "&a", "<a>", "<!DOCTYPE a ["] {
      _ = try? extract("<a>" + String(repeating: hostile, count: 50_000))
    }
    let long = String(repeating: "word ", count: 200_000)
    #expect(try extract("<a>\(long)</a>").visible.text.utf8.count == 1_000_002)
  }

  @Test(arguments: 0..<200)
  func `every string of a random tree is in one of the lanes`(seed: Int) throws {
    var tree = RandomElements(seed: seed)
    let xml = tree.element(depth: 0)
    let document = try extract(xml)
    for piece in tree.visible {
      #expect(document.visible.text.utf8.contains(piece.utf8), "\(piece) of \(xml)")
    }
    for piece in tree.hidden { #expect(document.hidden.text.utf8.contains(piece.utf8), "\(piece) of \(xml)") }
  }

  @Test func `title and language are those of the document`() throws {
    let document = try extract(
      "<book xml:lang='de'><title>Tee &amp; <b>mehr</b></title><title>Two</title></book>")
    #expect(document.title == "Tee & mehr")
    #expect(document.language == "de")
  }

  @Test func `the charset is the declared one, whatever the parser would make of it`() throws {
    let latin = Array("<?xml version='1.0' encoding='ISO-8859-2'?><a>".utf8) + [0xB3] + Array("</a>".utf8)
    #expect(try extract(latin).visible.text == "a: ł")
    #expect(try extract("<?xml version='1.0' encoding='utf-8'?><a>é</a>").visible.text == "a: é")
    #expect(
      try extract("<?xml version='1.0' encoding='shift_jis'?><a>é</a>".utf8, charset: "utf-8").visible.text
        == "a: é")
  }
}

/// XML of random shape, and what must be found in its lanes.
private struct RandomElements {
  private(set) var visible: [String] = []
  private(set) var hidden: [String] = []
  private var generator: SeededGenerator
  private var text: RandomText

  init(seed: Int) {
    generator = SeededGenerator(seed: seed)
    text = RandomText(seed: seed)
  }

  mutating func element(depth: Int) -> String {
    let name = ["tea", "b", "price"][Int.random(in: 0..<3, using: &generator)]
    var attribute = ""
    if Bool.random(using: &generator) {
      let value = text.word()
      visible.append(value)
      attribute = " of=\"\(value)\""
    }
    var inside = ""
    for _ in 0..<Int.random(in: 0...(depth > 5 ? 1 : 4), using: &generator) {
      switch Int.random(in: 0..<5, using: &generator) {
      case 0:
        let remark = text.word()
        hidden.append(remark)
        inside += "<!-- \(remark) -->"
      case 1...2:
        let words = text.sentence()
        visible.append(words)
        inside += Bool.random(using: &generator) ? words : "<![CDATA[\(words)]]>"
      default: inside += "\n" + element(depth: depth + 1) + "\n"
      }
    }
    return "<\(name)\(attribute)>\(inside)</\(name)>"
  }
}
