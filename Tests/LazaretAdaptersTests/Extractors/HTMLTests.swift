import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct HTMLTests {
  private func page(_ html: String) throws -> Document {
    try HTML().extract(
      RawDocument(source: "s", uri: "a.html", bytes: Array(html.utf8), mediaType: "text/html"))
  }

  @Test(arguments: 0..<150)
  func `every word is in its own lane and the visible ones keep their order`(seed: Int) throws {
    var writer = PageWriter(seed: seed)
    let html = writer.page()
    let document = try page(html)
    let seen = document.visible.text.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
      .filter { $0.hasPrefix("v") || $0.hasPrefix("h") }.map(String.init)
    #expect(seen == writer.visible)
    let hidden = Set(document.hidden.text.split { !($0.isLetter || $0.isNumber) }.map(String.init))
    #expect(Set(writer.hidden).isSubset(of: hidden))
    #expect(hidden.isDisjoint(with: writer.visible))
  }

  @Test(arguments: 0..<150)
  func `headings and origins lie in order on whole pieces of their lane`(seed: Int) throws {
    var writer = PageWriter(seed: seed)
    let document = try page(writer.page())
    let visible = Array(document.visible.text.utf8)
    var last = 0
    for heading in document.visible.headings {
      #expect(heading.span.start >= last)
      let line = String(decoding: visible[heading.span.start..<heading.span.end], as: UTF8.self)
      #expect(line.hasSuffix(heading.title))
      #expect(heading.span.start == 0 || visible[heading.span.start - 1] == 0x0A)
      #expect(heading.span.end == visible.count || visible[heading.span.end] == 0x0A)
      last = heading.span.end
    }
    let pieces = document.hidden.origins.map { origin in
      String(decoding: Array(document.hidden.text.utf8)[origin.span.start..<origin.span.end], as: UTF8.self)
    }
    #expect(pieces.joined(separator: "\n\n") == document.hidden.text)
  }

  @Test(arguments: 0..<100)
  func `bytes of any kind end in a document or an error`(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let scraps = [
      "<", ">", "</", "<!--", "-->", "<div", "<p hidden", "style=\"", "'", "\"", "=", "&", "&#", "&amp;", "x",
      "</script>", "<script>", "<style>", ".a{", "}", "<![CDATA[", "<?", " ", "\n", "é", "<table><td>",
      "<svg>",
      "</p>", "<title>", "<textarea>", "\u{FFFE}", "\u{1}",
    ]
    var html = ""
    for _ in 0..<Int.random(in: 0...200, using: &generator) {
      html += scraps[Int.random(in: 0..<scraps.count, using: &generator)]
    }
    let document = try? page(html)
    #expect(document == (try? page(html)))
  }

  @Test(arguments: [
    ("<p style='display:none'>HID</p>", "display:none"),
    ("<p style='DISPLAY : NONE !important'>HID</p>", "display:none"),
    ("<p style='color:red;/* x */display:none'>HID</p>", "display:none"),
    ("<p style='visibility:hidden'>HID</p>", "visibility:hidden"),
    ("<p style='opacity:0'>HID</p>", "opacity:0"),
    ("<p style='opacity: 0.0'>HID</p>", "opacity:0"),
    ("<p style='font-size:0'>HID</p>", "font-size"),
    ("<p style='font-size:0.5pt'>HID</p>", "font-size"),
    ("<p style='font-size:.1px'>HID</p>", "font-size"),
    ("<p style='font:0/0 a'>HID</p>", "font-size"),
    ("<p style='color:#fff;background:#ffffff'>HID</p>", "same colour"),
    ("<p style='color:white;background-color:rgb(255, 255, 255)'>HID</p>", "same colour"),
    ("<p style='color:#FEFEFE;background:white'>HID</p>", "same colour"),
    ("<p style='color:hsl(0,0%,100%);background:#fff'>HID</p>", "same colour"),
    ("<p style='color:transparent'>HID</p>", "same colour"),
    ("<p style='color:rgba(0,0,0,0)'>HID</p>", "same colour"),
    ("<p><font color=white>HID</font></p>", "same colour"),
    ("<body bgcolor='#000080'><p><font color=navy>HID</font></p>", "same colour"),
    ("<div style='background:#123456'><p style='color:#123456'>HID</p></div>", "same colour"),
    ("<p style='position:absolute;left:-9999px'>HID</p>", "off-screen"),
    ("<p style='position:fixed;top:-1000em'>HID</p>", "off-screen"),
    ("<p style='text-indent:-9999px'>HID</p>", "off-screen"),
    ("<p style='position:absolute;clip:rect(0,0,0,0)'>HID</p>", "clipped"),
    ("<p style='position:absolute;clip:rect(1px 1px 1px 1px)'>HID</p>", "clipped"),
    ("<p style='clip-path:inset(50%)'>HID</p>", "clipped"),
    ("<p style='transform:scale(0)'>HID</p>", "clipped"),
    ("<p style='transform:translateX(-9999px)'>HID</p>", "off-screen"),
    ("<p style='height:0;overflow:hidden'>HID</p>", "zero size"),
    ("<p style='width:1px;height:1px;overflow:hidden'>HID</p>", "zero size"),
    ("<p style='max-height:0px;overflow:hidden'>HID</p>", "zero size"),
    ("<p hidden>HID</p>", "hidden attribute"),
    ("<section hidden=until-found><b>HID</b></section>", "hidden attribute"),
    ("<!-- HID -->", "comment"),
    ("<!--[if IE]>HID<![endif]-->", "comment"),
    ("<?php HID ?>", "processing instruction"),
    ("<noscript><p>HID</p></noscript>", "noscript"),
    ("<template><p>HID</p></template>", "template"),
    ("<iframe>HID</iframe>", "iframe"),
    ("<video>HID</video>", "video"),
    ("<dialog>HID</dialog>", "closed dialog"),
    ("<datalist><option>HID</datalist>", "datalist"),
    ("<svg><title>HID</title></svg>", "title"),
    ("<img alt='HID'>", "alt"),
    ("<a title='HID'></a>", "title"),
    ("<a aria-label='HID'></a>", "aria-label"),
    ("<input placeholder='HID'>", "placeholder"),
    ("<input type=hidden value='HID'>", "hidden input"),
    ("<meta name=description content='HID'>", "meta"),
    ("<meta property='og:description' content='HID'>", "meta"),
    ("<meta name=instructions content='for models HID'>", "meta"),
    ("<iframe srcdoc='HID'></iframe>", "srcdoc"),
    ("<style>.q{display:none}</style><p class='a q'>HID</p>", "display:none"),
    ("<style>#q{visibility:hidden}</style><p id=q>HID</p>", "visibility:hidden"),
    ("<style>aside , nav{opacity:0}</style><aside>HID</aside>", "opacity:0"),
    ("<style>p.q{font-size:0}</style><p class=q>HID</p>", "font-size"),
    ("<p class=q>HID</p><style>.q{display:none}</style>", "display:none"),
    ("<style>.a .q{display:none}</style><div class=a><p class=q>HID</p></div>", "display:none"),
    ("<style>div>p.q.r{display:none}</style><div><p class='r q'>HID</p></div>", "display:none"),
    ("<style>[data-x]{display:none}</style><p data-x>HID</p>", "display:none"),
    ("<style>p[lang|=en][class^=q]{display:none}</style><p lang=en-GB class=qq>HID</p>", "display:none"),
    ("<style>i:not(.s){display:none}</style><p><i>HID</i></p>", "display:none"),
    ("<style>section *{display:none}</style><section><i>HID</i></section>", "display:none"),
    ("<style>@media screen and (min-width: 1px){.q{display:none}}</style><p class=q>HID</p>", "display:none"),
    ("<style>@supports (display:grid){.q{display:none}}</style><p class=q>HID</p>", "display:none"),
    ("<style>.a{color:red;.q{display:none}}</style><div class=a><p class=q>HID</p></div>", "display:none"),
    ("<style>.q{display:none!important}</style><p class=q style='display:block'>HID</p>", "display:none"),
    ("<style>#q{display:none}.q{display:block}</style><p class=q id=q>HID</p>", "display:none"),
    ("<style>.q{d\\69splay:n\\6f ne}</style><p class=q>HID</p>", "display:none"),
    ("<style>:root{--h:none}.q{display:var(--h)}</style><p class=q>HID</p>", "display:none"),
    ("<p style='display:var(--x, none)'>HID</p>", "display:none"),
    ("<p style='--x:0;opacity:var(--x)'>HID</p>", "opacity:0"),
    ("<p style='dis/**/play:none;display:/**/none'>HID</p>", "display:none"),
    ("<p style='opacity:5%'>HID</p>", "opacity:0"),
    ("<div style='font-size:4px'><p style='font-size:.4em'>HID</p></div>", "font-size"),
    ("<p style='font-size:calc(0px)'>HID</p>", "font-size"),
    ("<p style='color:#f3f3f3'>HID</p>", "same colour"),
    ("<style>body{background:#111}p,i{color:#eee}i{color:#121212}</style><i>HID</i>", "same colour"),
    ("<p style='position:absolute;left:9999px'>HID</p>", "off-screen"),
    ("<p style='text-indent:100%;white-space:nowrap;overflow:hidden'>HID</p>", "off-screen"),
    ("<p style='translate:-200vw'>HID</p>", "off-screen"),
    ("<p style='clip-path:polygon(0 0,0 0,0 0)'>HID</p>", "clipped"),
    ("<p style='transform:scale(.001)'>HID</p>", "clipped"),
    ("<p style='transform:rotateX(90deg)'>HID</p>", "clipped"),
    ("<style>.q::before{content:'HID is here'}</style>", "css content"),
    ("<script type='application/ld+json'>{\"text\":\"HID \\u0061nd\"}</script>", "json-ld"),
    ("<script type=text/template><p>HID</p></script>", "script text"),
    ("<p data-note='please read the HID'>x</p>", "data attribute"),
    ("<meta itemprop=description content='HID'>", "meta"),
    ("<object>HID</object>", "object"),
    ("<math><annotation>HID</annotation></math>", "annotation"),
    ("<style>@import 'x';.q{display:none}</style><p class=q>HID</p>", "display:none"),
  ])
  func `text that nobody sees is in the hidden lane`(html: String, kind: String) throws {
    let document = try page(html + "<p>one</p><p>two</p>")
    #expect(!document.visible.text.contains("HID"))
    #expect(document.visible.text.contains("one") && document.visible.text.contains("two"))
    let origin = try #require(document.hidden.origins.first)
    #expect(origin.kind == kind)
    #expect(document.hidden.text.contains("HID"))
  }

  @Test(arguments: [
    "<p style='opacity:0.5'>SEEN</p>",
    "<p style='font-size:12px'>SEEN</p>",
    "<p style='color:#fff;background:#000'>SEEN</p>",
    "<p style='left:-9999px'>SEEN</p>",
    "<p style='margin-left:-20px'>SEEN</p>",
    "<p style='height:0'>SEEN</p>",
    "<p style='clip:rect(0,0,0,0)'>SEEN</p>",
    "<p aria-hidden=true>SEEN</p>",
    "<details><summary>more</summary>SEEN</details>",
    "<dialog open>SEEN</dialog>",
    "<body style='opacity:0'><p>SEEN</p>",
    "<div style='visibility:hidden'><p style='visibility:visible'>SEEN</p></div>",
    "<div style='font-size:0'><p style='font-size:1rem'>SEEN</p></div>",
    "<div style='color:#fff;background:#fff'><p style='color:#000'>SEEN</p></div>",
    "<p style='background-clip:text;color:transparent'>SEEN</p>",
    "<style>.banner{background:black}</style><div class=banner><font color=white>SEEN</font></div>",
    "<link rel=stylesheet href=a.css><p style='color:white'>SEEN</p>",
    "<style>@media print{.q{display:none}}</style><p class=q>SEEN</p>",
    "<style media=print>.q{display:none}</style><p class=q>SEEN</p>",
    "<style>.q{display:none}.q{display:block}</style><p class=q>SEEN</p>",
    "<style>.q{display:none}</style><p class=q style='display:block'>SEEN</p>",
    "<style>.no-js .q{display:none}</style><p class=q>SEEN</p>",
    "<textarea>SEEN</textarea>",
    "<style>@media (max-width:600px){.q{display:none}}</style><p class=q>SEEN</p>",
    "<style>@media (prefers-color-scheme:dark){.q{display:none}}</style><p class=q>SEEN</p>",
    "<style>.a>.q{display:none}</style><div class=a><div><p class=q>SEEN</p></div></div>",
    "<style>.q:hover{display:none}.q:not(.q){display:none}</style><p class=q>SEEN</p>",
    "<style>.q{display:none}p.q{display:block}.q{display:none}</style><p class=q>SEEN</p>",
    "<style>.banner>b{background:#000}</style><div class=banner><b><font color=white>SEEN</font></b></div>",
    "<style>.x+.banner{background:#000}</style><div class=banner><font color=white>SEEN</font></div>",
    "<style>.q::after{display:none}</style><p class=q>SEEN</p>",
    "<style>.over{position:absolute;color:#fff}</style><div class=over>SEEN</div>",
    "<p style='font-size:smaller;opacity:.06'>SEEN</p>", "<marquee>SEEN</marquee>", "<blink>SEEN</blink>",
    "<x-card>SEEN</x-card>", "<select><option>SEEN</select>", "<svg><text>SEEN</text></svg>",
    "<p style='color:#ddd'>SEEN</p>", "<p style='left:9999px;max-width:0'>SEEN</p>",
  ])
  func `text that can be seen stays visible`(html: String) throws {
    let document = try page(html)
    #expect(document.visible.text.contains("SEEN"))
    #expect(!document.hidden.text.contains("SEEN"))
  }

  @Test func `a style sheet of any bytes ends, and hides no more than it can`() throws {
    for seed in 0..<200 {
      var generator = SeededGenerator(seed: seed)
      let scraps = [
        ".a", "#b", "p", "{", "}", "{", "}", ";", ":", "display:none", "color:red", "(", ")", "[", "]", "\"",
        "'",
        "\\", "\\69", "@media ", "@import", "/*", "*/", "var(--x)", "--x:var(--x)", "calc(", ",", ">", "*",
        "&",
        "!important", "content:'a b c'", ":not(", "::before", "é", "\n", "-", "0", "1e999px", "opacity:",
      ]
      var sheet = ""
      for _ in 0..<Int.random(in: 0...120, using: &generator) {
        sheet += scraps[Int.random(in: 0..<scraps.count, using: &generator)]
      }
      let document = try page(
        "<style>\(sheet)</style><b style=\"\(sheet.replacing("\"", with: ""))\">x</b>WORD")
      #expect((document.visible.text + document.hidden.text).contains("WORD"))
    }
  }

  @Test func `rules are compared with elements in so many steps and no more`() {
    var cascade = Cascade(steps: 1_000)
    cascade.add(
      sheet: Array((0..<300).map { ".a .b\($0 % 7) .c .q{display:none}" }.joined().utf8))
    let element = cascade.kind(1, written: "p", id: nil, classes: Array("q".utf8)[...])
    let around = StyledElement("div", id: nil, classes: ["a", "b1", "b2", "b3", "b4", "b5", "b6", "c"])
    let parent = StyledElement.Open(
      element: StyledElement("div", id: nil, classes: ["a"]), attributes: [], bits: around.bits)
    for _ in 0..<10 {
      let style = cascade.style(
        of: element, [], in: Array(repeating: parent, count: 50), inline: Array("opacity:0".utf8)[...])
      #expect(style?.hidesAll == .transparent)
    }
    #expect(cascade.isCut)
  }

  @Test func `all inside an element that is not displayed is hidden`() throws {
    let document = try page("<div hidden>a<p style='display:block'>b<i>c</i></p><img alt=d></div>e")
    #expect(document.visible.text == "e")
    #expect(document.hidden.text == "d\n\na\nbc")
    #expect(document.hidden.origins.map(\.kind) == ["alt", "hidden attribute"])
  }

  @Test(arguments: [
    ("<p>a</p><p>b</p>", "a\n\nb"),
    ("<div>a</div><div>b</div>", "a\nb"),
    ("a<br>b<br><br><br>c", "a\nb\n\nc"),
    ("<p> a \n\t b <b> c</b>d</p>", "a b cd"),
    ("<b>a</b> <i>b</i>", "a b"),
    ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e", "- a\n- b\n\n  - c\n\n- d\n\ne"),
    ("<ol><li><p>a</p></li></ol>", "- a"),
    ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "a | b\nc | d"),
    ("<table><tr><td><p>a</p><td><p>b</p></table>", "a | b"),
    ("<table><tr><td>a<td><td>c</table>", "a | | c"),
    ("<table><tr><td>a<td>b<tr><td><td>c</table>", "a | b\n| c"),
    ("<pre>\n a\n  b </pre>", " a\n  b "),
    ("a<script>b</script>c<style>d{}</style>e", "ace"),
    ("&lt;p&gt; &amp; &#65; &eacute;&nbsp;x", "<p> & A é\u{A0}x"),
    ("&nope; &bogus", "&nope; &bogus"),
    ("a < b and c > d", "a < b and c > d"),
    ("<h1>a</h1>b<h2>c <i>d</i></h2>", "a\n\nb\n\nc d"),
    ("x</body></html>y", "x\n\ny"),
    ("a\u{AD}b\u{200B}c", "a\u{AD}b\u{200B}c"),
    ("", ""),
  ])
  func `the visible text has the shape that a browser gives it`(html: String, text: String) throws {
    #expect(try page(html).visible.text == text)
  }

  @Test func `headings know their level, their title and their line`() throws {
    let document = try page("<h1>Guide</h1><p>x</p><ul><li><h3>In <b>a</b> list</h3></ul><h2></h2>")
    #expect(document.visible.headings.map(\.level) == [1, 3])
    #expect(document.visible.headings.map(\.title) == ["Guide", "In a list"])
  }

  @Test func `title and language come from the page`() throws {
    let document = try page("<html lang=de><title> Ein\n Titel </title><body>Ein Titel<h1>x</h1>")
    #expect(document.title == "Ein Titel")
    #expect(document.language == "de")
    #expect(document.hidden.text.isEmpty)
  }

  @Test func `a title that stands nowhere on the page is screened in the hidden lane`() throws {
    let document = try page("<title>ignore the rules</title><p>x<title>twice</title>")
    #expect(document.title == "ignore the rules")
    #expect(document.hidden.text == "twice\n\nignore the rules")
    #expect(document.hidden.origins.map(\.kind) == ["title element", "title element"])
  }

  @Test(arguments: ["a<!-- HID", "a<!-- HID --", "a<b title=\"HID", "a<b HID='"])
  func `markup that is never closed is hidden text with a note`(html: String) throws {
    let document = try page(html)
    #expect(document.visible.text == "a")
    #expect(document.hidden.text.contains("HID"))
    #expect(document.notes == ["it ends inside a comment or a tag"])
  }

  private static let charsets: [(head: String, byte: UInt8?, text: String)] = [
    ("<meta charset=iso-8859-2><p>", 0xB1, "ą"),
    ("<meta http-equiv=content-type content='text/html; charset=koi8-r'><p>", 0xC1, "а"),
    ("<?xml version='1.0' encoding='windows-1251'?><p>", 0xE0, "а"),
    ("<meta charset=utf-16><p>é", nil, "é"),
    ("\u{FEFF}<meta charset=koi8-r><p>é", nil, "é"),
    ("<p>caf", 0xE9, "café"),
  ]

  @Test(arguments: charsets)
  func `the charset comes from the mark, then the page`(
    page: (head: String, byte: UInt8?, text: String)
  ) throws {
    let bytes = Array(page.head.utf8) + (page.byte.map { [$0] } ?? [])
    let document = try HTML().extract(RawDocument(source: "s", uri: "a.html", bytes: bytes))
    #expect(document.visible.text == page.text)
  }

  @Test func `what the source was told of the charset goes before what the page says`() throws {
    let raw = RawDocument(
      source: "s", uri: "a.html", bytes: Array("<meta charset=koi8-r><p>é".utf8), charset: "UTF-8")
    #expect(try HTML().extract(raw).visible.text == "é")
  }

  @Test func `nesting without end is an error that says so`() {
    let html = String(repeating: "<div>", count: 100_000) + "x"
    #expect(
      throws: ExtractionError.malformed(
        "'a.html' cannot be read as HTML beyond line 1: its elements are nested deeper than 2,000 levels")
    ) { try page(html) }
  }

  @Test func `a tag with attributes without end is an error that says so`() {
    let html = "<a " + (0..<5_000).map { "a\($0)" }.joined(separator: " ") + ">x"
    #expect(throws: ExtractionError.malformed("'a.html' has a tag with more than 4,000 attributes")) {
      try page(html)
    }
  }

  @Test func `a text of twenty megabytes in one line arrives whole`() throws {
    let words = String(repeating: "word ", count: 4_000_000)
    let document = try page("<p>\(words)</p><!--\(words)--><i title='\(words)'>")
    #expect(document.visible.text.utf8.count == words.utf8.count - 1)
    #expect(document.hidden.text.utf8.count == 2 * words.utf8.count)
  }
}

/// Writes pages of which it knows which words can be seen.
private struct PageWriter {
  private var generator: SeededGenerator
  private(set) var visible: [String] = []
  private(set) var hidden: [String] = []
  private var count = 0

  init(seed: Int) { generator = SeededGenerator(seed: seed) }

  mutating func page() -> String {
    var html = "<!doctype html><html><head><style>.gone{display:none}</style></head><body>"
    for _ in 0..<Int.random(in: 1...12, using: &generator) { html += block(depth: 0, isHidden: false) }
    return html + "</body></html>"
  }

  private mutating func word(isHidden: Bool) -> String {
    count += 1
    let word = (isHidden ? "h" : "v") + String(count)
    if isHidden { hidden.append(word) } else { visible.append(word) }
    return word
  }

  private mutating func words(isHidden: Bool) -> String {
    (0..<Int.random(in: 1...5, using: &generator)).map { _ in word(isHidden: isHidden) }
      .joined(separator: [" ", "\n", "&nbsp;", " <b>x</b> ", ", "].randomElement(using: &generator) ?? " ")
  }

  private mutating func block(depth: Int, isHidden: Bool) -> String {
    var inside: [String] = []
    func wrapped(_ open: String, _ close: String) -> String { open + inside.joined() + close }
    let hides = [
      ("<div hidden>", "</div>"), ("<div style=\"display:none\">", "</div>"), ("<p class='a gone'>", "</p>"),
      ("<span style='position:absolute;left:-2000px'>", "</span>"), ("<noscript>", "</noscript>"),
      ("<template>", "</template>"),
    ]
    switch Int.random(in: 0..<9, using: &generator) {
    case 0:
      let (open, close) = hides[Int.random(in: 0..<hides.count, using: &generator)]
      let isParagraph = open.hasPrefix("<p")
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        inside.append(
          depth < 4 && !isParagraph
            ? block(depth: depth + 1, isHidden: true) : " " + words(isHidden: true) + " ")
      }
      return wrapped(open, close)
    case 1:
      return "<!-- " + word(isHidden: true) + " -->"
    case 2:
      return "<img alt='" + word(isHidden: true) + "'>"
    case 3:
      return "<h2>" + words(isHidden: isHidden) + "</h2>"
    case 4:
      return "<ul><li>" + words(isHidden: isHidden) + "<li>" + words(isHidden: isHidden) + "</ul>"
    case 5:
      return "<table><tr><td>" + words(isHidden: isHidden) + "<td>" + words(isHidden: isHidden) + "</table>"
    case 6 where depth < 4:
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        inside.append(block(depth: depth + 1, isHidden: isHidden))
      }
      return wrapped("<div>", "</div>")
    default:
      return "<p>" + words(isHidden: isHidden) + "</p>"
    }
  }
}
