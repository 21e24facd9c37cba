import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

@Suite struct `Style sheets found in the bytes of a page` {
  private func sheets(_ page: String) -> [String]? {
    CondensedPage(of: Array(page.utf8), after: nil)?.plan.sheets.map {
      String(decoding: $0.text, as: UTF8.self)
    }
  }

  @Test(
    arguments: [
      ("<style>a{}</style>", ["a{}"]),
      ("<STYLE type=text/css >a{}</Style >b<style>c</style>", ["a{}", "c"]),
      ("<!-- <style>a</style> --><p title='<style>b</style>'>", []),
      ("<script>'<style>a</style>'</script><style>b</style>", ["b"]),
      ("<!DOCTYPE html PUBLIC \"a>\" \"b\"><style>c</style>", nil),
      ("<title>a</title>2 < 3<br/><style>b</style>", ["b"]),
    ] as [(String, [String]?)])
  func `are found where every reader finds them`(page: String, expected: [String]?) {
    #expect(sheets(page) == expected)
  }

  @Test(arguments: [
    "<!--><style>a</style>-->", "<p \"=\"><style>a</style>", "<style>a", "<style/>a</style>",
    "<!-- a --!> b -->",
    "<title><style>a</style></title>", "<script><!-- <script></script> --></script>", "<plaintext><style>",
    "<p a='>", "<style>a\u{0}</style>", "<style>\u{1}</style>", "</p a='>'>", "<style></b>a</style>",
    "<![CDATA[<style>]]>", "<_a>",
  ])
  func `are left to the parser where readers may differ`(page: String) {
    #expect(sheets(page) == nil)
  }

  @Test func `are those that the parser finds, whenever the scan is sure`() throws {
    let scraps = [
      "<style>.a{display:none}</style>", "<style media=print>.b{color:red}</style>", "<style media='screen'>",
      "</style>", "<!--", "-->", "<script>", "</script>", "<a href='", "'", "\"", "<p ", ">",
      "<b class=\"x\">",
      "<title>", "</title>", "<![endif]>", "<!doctype html>", "<br/>", "</", "<", "text", "=", " ",
      ".c{opacity:0}",
      "</p>", "<?php ?>", "<textarea>", "</textarea>", "<div id=a>", "@media print{", "}", "<svg>", "</div>",
    ]
    var sure = 0
    for seed in 0..<4_000 {
      var generator = SeededGenerator(seed: seed)
      var page = ""
      for _ in 0..<Int.random(in: 1...14, using: &generator) {
        page += scraps[Int.random(in: 0..<scraps.count, using: &generator)]
      }
      guard let plan = CondensedPage(of: Array(page.utf8), after: nil)?.plan else { continue }
      sure += 1
      let parsed = try HTMLReader.rules(ofSheetsIn: Array(page.utf8), after: nil)
      #expect(plan.rules.rules.map(\.selector) == parsed.rules.map(\.selector), "\(page)")
      #expect(plan.rules.contents == parsed.contents)
    }
    #expect(sure > 500)
  }

  @Test(arguments: ["", "<div \"=\"></div>"])
  func `hide text above them, found either way`(odd: String) throws {
    let filling = String(repeating: "<p>filling</p>", count: 100)
    let page = try HTML().extract(
      RawDocument(
        source: "s", uri: "a.html",
        bytes: Array("<p class=x>SECRET</p>\(filling)\(odd)<style>.x{display:none}</style>".utf8)))
    #expect(!page.visible.text.contains("SECRET"))
    #expect(page.hidden.text == "SECRET")
  }

  @Test func `elements of many names are told apart`() throws {
    let names = (0..<1_000).map { "x\($0)" }
    let page = try HTML().extract(
      RawDocument(
        source: "s", uri: "a.html",
        bytes: Array(
          ("<style>x7,x999{display:none}</style>" + names.map { "<\($0)>\($0)</\($0)> " }.joined()).utf8)))
    #expect(page.hidden.text == "x7\n\nx999")
    #expect(page.visible.text == names.filter { $0 != "x7" && $0 != "x999" }.joined(separator: " "))
  }
}
