import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

@Suite struct `Condensed pages` {
  private func condensed(_ page: String) -> String? {
    CondensedPage(of: Array(page.utf8), after: nil).map { String(decoding: $0.utf8, as: UTF8.self) }
  }

  @Test(
    arguments: [
      ("<a href='x' title=y>", "<a >"),
      ("<img src=\"a.png\"/><br class=x />", "<img /><br />"),
      ("<a\n  title=x href=y/>z</a>", "<a\n>z</a>"),
      ("<img alt=''title=x/>", "<img >"),
      ("<a title='R&amp;D of it' href=x lang=en>", "<a title='R&amp;D of it' lang=en>"),
      ("<html lang=en dir=ltr><body class=x lang=en>", "<html lang=en><body lang=en>"),
      ("<p>  some  words</p>", "<p> s</p>"),
      ("<p>Tom &amp; Jerry and others</p>", "<p>Tom &amp; </p>".replacing("; ", with: "; J")),
      ("<script src=a>let a = '<p>'</script>", "<script></script>"),
      ("<script type='text/template'><p>words</script>", "<script ><p>words</script>"),
      ("<script type=text/x>some words</script>", "<script >s</script>"),
      ("<script><!-- \nlet a = b\n//--></script>", "<script></script>"),
      ("<script><p>words</p></script>", nil),
      ("<p data-a='x' data-b='one two three four'>", "<p >"),
      ("<style>.a{color:red}</style><p class=a id=b><p class='b c'>", "<style>.</style><p ><p>"),
      ("<p class=a><style>.a{color:red}</style>", "<p ><style>.</style>"),
      ("<style>[href]{color:red}</style><a href=x src=y>", "<style>[</style><a >"),
      ("<a href=x><style>a:not([href]){color:red}</style>", "<a ><style>a</style>"),
      ("<p class=a>\u{1}", "<p>\u{1}"),
      ("<style>.a{color:red}</style><p class=b class=a>", nil),
      ("<style>#a{color:red}</style><p id=b ID=a>", nil),
      ("<p data-a=x data-a='one two three four'>", nil),
      ("<p data-a=x data-a='one two three four'", nil),
    ] as [(String, String?)])
  func `have what somebody reads`(page: String, expected: String?) {
    #expect(condensed(page) == expected)
  }

  @Test(
    arguments: [
      ("<a href='x' TITLE=y>", ["a: title=y"]),
      ("<img alt='' Title='a &lt b' title=c><b title=d>", ["b: title=d"]),
      ("<img alt=''Title=\"a b\" title=c><b title = d/>", ["img: alt= title=a b", "b: title=d/"]),
      ("<input hidden title=x><p>y<input\nhidden >", ["input: hidden= title=x", "input: hidden="]),
      ("<style>.a{color:red}</style><p id=c class='a b'>", ["p: class=a b"]),
      ("<p class=a><style>.a{color:red}</style>", ["p: class=a"]),
    ] as [(String, [String])])
  func `tell the attributes of tags`(page: String, expected: [String]) throws {
    let bytes = Array(page.utf8)
    let condensed = try #require(CondensedPage(of: bytes, after: nil))
    let told = condensed.tags.tags.map { tag in
      let open = condensed.utf8[..<Int(tag.end)].lastIndex(of: 0x3C).map { $0 + 1 } ?? 0
      let name = condensed.utf8[open..<Int(tag.end)].prefix { !$0.isWhitespace }
      let attributes = condensed.tags.attributes[
        Int(tag.attributes.lowerBound)..<Int(tag.attributes.upperBound)]
      return attributes.reduce(String(decoding: name, as: UTF8.self) + ":") { text, attribute in
        let value = bytes[Int(attribute.value.lowerBound)..<Int(attribute.value.upperBound)]
        return text + " " + condensed.tags.names[Int(attribute.name)] + "="
          + String(decoding: value, as: UTF8.self)
      }
    }
    #expect(told == expected)
  }

  @Test func `have many attributes, and many names of them`() throws {
    let names = (0..<150).map { "a\($0)" }
    let sheet = "<style>" + names.map { "[\($0)=hide]{display:none}" }.joined() + "</style>"
    let single = names.map { "<p \($0)=hide>\($0)</p><p \($0)=show>seen</p>" }.joined()
    for count in [1, 49, 50, 51, 99, 150] {
      let tag = "<p " + names.prefix(count).map { "\($0)=show" }.joined(separator: " ")
      let page = Array("\(sheet)\(tag) title='a title'>seen\(tag) a149=hide>one\(single)".utf8)
      let read = try HTML.read(page, uri: "a", condensingFrom: 0)
      #expect(try read == HTML.read(page, uri: "a", condensingFrom: .max))
      #expect(read.hidden.text.contains("a title"))
    }
  }

  @Test func `are read as the pages themselves are`() throws {
    let scraps = [
      "<p class=a>", "<p class='b' id=c title='a title'>", "</p>", "<b>", "</b>", " ", "\n\n      \n",
      "<br/>",
      "words in a row, and more of them", "&amp; ", "&nbsp", "&copy;right or wrong", "R&D of some kind",
      "a < b and b > c, so they say", "<pre>\n   kept   as it is\n", "</pre>", "<ul><li>one<li>two</ul>",
      "<table><tr><td>a<td>b</table>", "<h2>A heading of the page</h2>", "<!-- a comment -->",
      "<style>.a{display:none}</style>", "<style>#c,[href^=x]{opacity:0}</style>",
      "<style media=print>b{}</style>",
      "<a href='x' rel=nofollow>a link</a>", "<span style='display:none'>not shown</span>",
      "<script>let words = 'in code';</script>", "<script type=text/x>  some text \n of it </script>",
      "<script type=text/x>   </script>", "<style><frameset title=u></style>",
      "<style><body title=u></style>",
      "<script><body title=u></script>", "<script type=text/x><frameset title=u></script>",
      "<p title='a title' TITLE=other lang='en' lang=de>",
      "<img alt='words of R&amp;D' title=\"it's\"/>",
      "<script type=application/json>{\"a\":\"two words\"}</script>",
      "<div data-text='these are four words' data-n=1>", "</div>", "<title>The title of it</title>",
      "<body class=a>", "</body>", "<html lang=en>", "<textarea> typed  </textarea>",
      "<svg><title>t</title></svg>",
      "\u{FFFD}", "Zoë und Jürgen", "日本語の文章がここにあります", "\r\n\r\n\r\n\r\n", "<select><option>one</select>",
      "\u{1}", "<noscript>unseen words</noscript>", "<template>", "</template>", "<dialog>",
      "<a b=\"c\"d=\"e\">",
      "<input type=hidden value='a value'>", "<iframe srcdoc='<p>framed words</p>'></iframe>", "</nothing>",
      "<",
    ]
    var sure = 0
    for seed in 0..<1_500 {
      var generator = SeededGenerator(seed: seed)
      var text = "<!DOCTYPE html>"
      while text.utf8.count < 100 + seed % 1_500 {
        text += scraps[Int.random(in: 0..<scraps.count, using: &generator)]
      }
      let utf8 = Array(text.utf8)
      if CondensedPage(of: utf8, after: nil) != nil { sure += 1 }
      let page = try HTML.read(utf8, uri: "a", condensingFrom: 0)
      let plain = try HTML.read(utf8, uri: "a", condensingFrom: .max)
      #expect(page == plain, "\(text)")
    }
    #expect(sure > 300)
  }

  @Test func `are read as the pages themselves are, whatever attributes stand where`() throws {
    let sheets = [
      "", "<style>.a{display:none}</style>", "<style>#b .c{opacity:0}</style>",
      "<style>[rel=x]{visibility:hidden}.a:not(.c){font-size:0}</style>",
      "<style>p:first-child,td+td{display:none}.c::before{content:'added'}</style>",
    ]
    let names = [
      "class", "CLASS", "id", "data-a", "data-note", "rel", "title", "alt", "style", "hidden", "lang", "href",
      "aria-label", "aria-hidden", "type", "value", "content", "name", "color", "onclick", "dir",
    ]
    let values = [
      "a", "b", "c", "'a c'", "\"b a\"", "x", "'display:none'", "'color:#fff'", "'one two three four'", "''",
      "true", "hidden", "'R&amp;D of it'", "author",
    ]
    let elements = [
      "p", "div", "span", "a", "td", "tr", "table", "li", "ul", "pre", "b", "meta", "input", "option", "h2",
    ]
    var sure = 0
    for seed in 0..<2_000 {
      var generator = SeededGenerator(seed: seed)
      func any(_ list: [String]) -> String { list[Int.random(in: 0..<list.count, using: &generator)] }
      var text = any(sheets)
      for _ in 0..<Int.random(in: 5..<60, using: &generator) {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0..<4:
          text += "<" + any(elements)
          for _ in 0..<Int.random(in: 0..<4, using: &generator) {
            text +=
              any([" ", "\n", "  "]) + any(names)
              + any(["", "=", "=", " = "].map { $0 + ($0.isEmpty ? "" : any(values)) })
          }
          text += any([">", ">", " >", "/>"])
        case 4: text += "</" + any(elements) + ">"
        case 5: text += any(sheets)
        case 6: text += any([" ", "\n\n   ", "&nbsp;", "x"])
        default: text += "words that number \(seed), in a row; and more "
        }
      }
      let utf8 = Array(text.utf8)
      if CondensedPage(of: utf8, after: nil) != nil { sure += 1 }
      let page = try HTML.read(utf8, uri: "a", condensingFrom: 0)
      #expect(try page == HTML.read(utf8, uri: "a", condensingFrom: .max), "\(text)")
    }
    #expect(sure > 500)
  }

  @Test func `long white space and long texts stay what they are`() throws {
    for count in [1, 899, 900, 999, 1_000, 1_001, 2_500] {
      let space = String(repeating: " ", count: count)
      let words = String(repeating: "ab cd", count: count)
      for text in [
        "<html>\(space)<p>x</p>", "<div>\(space)\(words)&amp;\(words)\(space)<b>y</b>", "\(space)\(words)",
      ] {
        let utf8 = Array((text + String(repeating: "<i>z</i>", count: 200)).utf8)
        #expect(
          try HTML.read(utf8, uri: "a", condensingFrom: 0) == HTML.read(utf8, uri: "a", condensingFrom: .max))
      }
    }
  }
}
