import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct FeedFormatTests {
  private func decoded(_ text: String) throws -> FeedDecoding {
    try FeedDecoding(FetchedFeed(bytes: Array(text.utf8)), location: "feed")
  }

  @Test(arguments: [
    "<rss version='0.91'><channel><item>%</item></channel></rss>",
    "<rss version='2.0'><channel><item>%</item></channel></rss>",
    "<RSS><CHANNEL><ITEM>%</ITEM></CHANNEL></RSS>",
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'><item>%</item></rdf:RDF>",
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item>%</item></rdf:RDF>",
  ])
  func `every RSS has title, link and description`(frame: String) throws {
    let fields = "<title>T</title><link>http://a/1</link><description>&lt;p>D&lt;/p></description>"
    let entry = try #require(try decoded(frame.replacing("%", with: fields)).entries.first)
    #expect(entry.title?.text == "T" && entry.link == "http://a/1")
    #expect(entry.contents.first == FeedContent(kind: .markup, text: "<p>D</p>"))
  }

  @Test func `the feeds of the fixtures are read`() throws {
    let rdf = try FeedDecoding(
      FetchedFeed(bytes: RepositoryFile.bytes("fixtures/feeds/herbs.rdf.xml")), location: "herbs")
    #expect(
      rdf.entries.map(\.address) == [
        "https://almhof.example/herbs/thyme", "https://almhof.example/herbs/yarrow",
      ])
    #expect(rdf.entries.map(\.modified) == ["2026-06-01T08:00:00+02:00", "2026-07"])
    let json = try FeedDecoding(
      FetchedFeed(bytes: RepositoryFile.bytes("fixtures/feeds/shop.json")), location: "shop")
    #expect(json.entries.map(\.id) == ["https://almhof.example/shop/mint-2026", "17"])
    #expect(json.entries.map { $0.contents.first?.kind } == [.markup, .text])
    #expect(rdf.notes.isEmpty && json.notes.isEmpty)
  }

  @Test func `a channel of CDF is a feed`() throws {
    let found = try decoded(
      "<CHANNEL><TITLE>C</TITLE><ITEM HREF='http://a/1'><TITLE>T</TITLE><ABSTRACT>D</ABSTRACT></ITEM></CHANNEL>"
    )
    #expect(found.entries.map(\.link) == ["http://a/1"])
    #expect(found.entries.first?.title?.text == "T" && found.entries.first?.contents.first?.text == "D")
  }

  @Test func `relative addresses are seen from xml:base`() throws {
    let found = try decoded(
      "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a/b/'><entry xml:base='c/'><id>i</id>"
        + "<link href='l'/><content type='xhtml'><div><a href='h'>x</a></div></content></entry></feed>")
    let entry = try #require(found.entries.first)
    #expect(entry.id == "http://a/b/c/i" && entry.link == "http://a/b/c/l")
    #expect(entry.contents.first?.text.contains("http://a/b/c/h") == true)
  }

  @Test(arguments: [
    (
      "<rss><channel><item><guid>1</guid><title>a</description></item><item><guid>2</guid></item></channel></rss>",
      ["1", "2"]
    ),
    ("<rss><channel><item><guid>1</guid><item><guid>2</guid></item></channel></rss>", ["1", "2"]),
    (
      "<rss><channel><item><guid>1</guid><description>a < b <br> c</description></item></channel></rss>",
      ["1"]
    ),
    ("PHP Warning: x\n<?xml version='1.0'?><rss><channel><item><guid>1</guid></item></channel></rss>", ["1"]),
  ])
  func `what is not well-formed is read as far as it goes, with a note`(text: String, ids: [String]) throws {
    let found = try decoded(text)
    #expect(found.entries.map(\.id) == ids)
    #expect(found.notes.count == 1)
    #expect(found.failure == nil)
  }

  @Test(arguments: [
    ("Sun, 06 Jul 14 12:56:00 +2", "2014-07-06T12:56:00+02:00"), ("2014-07", "2014-07"),
    ("2014-07-06 12:56", "2014-07-06T12:56:00"), ("20140706T125600Z", "2014-07-06T12:56:00Z"),
    ("2014-07-06T12:56:00.25+0200", "2014-07-06T12:56:00.25+02:00"),
    ("Sun Jul  6 12:56:00 CEST 2014", "2014-07-06T12:56:00+02:00"), ("6. Juli 2014", "2014-07-06"),
    ("Jul 6, 2014 1:05 PM EST", "2014-07-06T13:05:00-05:00"), ("6-Jul-14", "2014-07-06"),
    ("dim., 06 juil. 2014 12:56:00 GMT", "2014-07-06T12:56:00Z"),
    ("31 Feb 2014", nil), ("2014-13-01", nil), ("99999999999999999999", nil), ("", nil),
  ])
  func `dates in the wild become ISO 8601`(text: String, expected: String?) {
    #expect(FeedDate.iso8601(text) == expected)
  }

  // MARK: Pages

  private struct Pages: FeedFetcher {
    let asked = Locked<[String]>([])
    func fetch(
      _ location: String, maxBytes: Int, unless known: Revision?
    ) async throws(SourceError) -> FetchedFeed? {
      asked.withLock { $0.append(location + " " + (known?.text ?? "-")) }
      return known == nil
        ? FetchedFeed(bytes: Array("<p>page".utf8), mediaType: "text/html", fetched: "now") : nil
    }
  }

  private struct Feed: FeedFetcher {
    let text: String
    func fetch(
      _ location: String, maxBytes: Int, unless known: Revision?
    ) async throws(SourceError) -> FetchedFeed? {
      if known?.text == "r" { return nil }
      return FetchedFeed(
        bytes: Array(text.utf8), location: "https://a.example/feed", fetched: "now",
        revision: Revision(text: "r"))
    }
  }

  @Test func `pages are the documents where they are asked for, each once`() async throws {
    let pages = Pages()
    let source = FeedSource(
      name: "s", location: "https://a.example/feed",
      fetcher: Feed(
        text: "<rss><channel><item><guid>1</guid><link>/p</link></item><item><guid>2</guid>"
          + "<link>https://a.example/p</link></item><item><guid>3</guid><title>t</title></item></channel></rss>"
      ),
      pages: pages, maxBytes: 1000)
    var listing = try await source.list()
    var uris: [String] = []
    while let item = try await listing.next() {
      uris.append(item.uri)
      guard case .fetchable(let read) = item.content else { continue }
      let page = try await read(nil)
      #expect(page?.uri == "https://a.example/p" && page?.fetched == "now")
      #expect(try await read(Revision(text: "x")) == nil)
    }
    #expect(uris == ["https://a.example/p", "3"])
    #expect(pages.asked.value == ["https://a.example/p -", "https://a.example/p x"])
    let revision = try #require(listing.revision)
    #expect(try await source.list(unless: revision) == nil)
    // Whoever wants the entries instead has to read the feed again.
    let entries = FeedSource(name: "s", location: "f", fetcher: Feed(text: "<rss/>"), maxBytes: 1000)
    #expect(try await entries.list(unless: revision) != nil)
  }
}
