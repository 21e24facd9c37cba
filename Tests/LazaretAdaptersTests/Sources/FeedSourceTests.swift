import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct FeedSourceTests {
  private struct Fetched: FeedFetcher {
    var feed: FetchedFeed
    func fetch(
      _ location: String, maxBytes: Int, unless known: Revision?
    ) async throws(SourceError) -> FetchedFeed? { feed }
  }

  private func source(_ bytes: [UInt8], charset: String? = nil) -> FeedSource {
    FeedSource(
      name: "news", location: "https://user:word@example.com/feed",
      fetcher: Fetched(feed: FetchedFeed(bytes: bytes, charset: charset)), maxBytes: 1_000_000)
  }

  /// The documents before the end or the error, and the error.
  private func read(_ source: FeedSource) async throws -> (documents: [RawDocument], error: SourceError?) {
    var documents: [RawDocument] = []
    do throws(SourceError) {
      var listing = try await source.list()
      while let item = try await listing.next() {
        guard case .readable(let read) = item.content else { continue }
        let document = try await read()
        #expect(document.uri == item.uri)
        documents.append(document)
      }
    } catch {
      return (documents, error)
    }
    return (documents, nil)
  }

  private func documents(_ text: String) async throws -> [RawDocument] {
    let (documents, error) = try await read(source(Array(text.utf8)))
    #expect(error == nil)
    return documents
  }

  private func rss(_ items: String) -> String {
    "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'"
      + " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='http://search.yahoo.com/mrss/'><channel>"
      + "<title>Channel</title>\(items)</channel></rss>"
  }

  private func atom(_ entries: String) -> String {
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>Feed</title><id>f</id>\(entries)</feed>"
  }

  private func text(_ document: RawDocument) async throws -> String {
    try await CatalogExtractor().extract(document).visible.text
  }

  @Test func `an entry of RSS is a document with its title above its content`() async throws {
    let found = try await documents(
      rss(
        "<item><title>A &lt; B</title><link>https://example.com/1</link><guid>id-1</guid>"
          + "<pubDate>Mon, 02 Jan 2006 15:04:05 GMT</pubDate><media:title>other</media:title>"
          + "<description>short</description><content:encoded><![CDATA[<p>long &amp; <b>whole</b></p>]]>"
          + "</content:encoded></item>"))
    let document = try #require(found.first)
    #expect(found.count == 1)
    #expect(document.uri == "id-1")
    #expect(document.title == "A < B")
    #expect(document.modified == "2006-01-02T15:04:05Z")
    #expect(document.mediaType == "text/html" && document.source == "news")
    #expect(
      String(decoding: document.bytes, as: UTF8.self)
        == "<h1>A &lt; B</h1>\n<p>long &amp; <b>whole</b></p>")
    #expect(try await text(document) == "A < B\n\nlong & whole")
  }

  @Test(arguments: [
    ("<content>a &lt;b</content>", "text/plain", "T\n\na <b"),
    ("<content type='text'>a\n b</content>", "text/plain", "T\n\na\n b"),
    ("<content type='html'>&lt;i>a&lt;/i>&amp;amp;</content>", "text/html", "T\n\na&"),
    ("<content type='html'><![CDATA[<i>a</i>]]></content>", "text/html", "T\n\na"),
    (
      "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a &lt; b<br/>c</p></div></content>",
      "text/html", "T\n\na < b\nc"
    ),
    ("<summary>s</summary>", "text/plain", "T\n\ns"),
    ("<summary>s</summary><content type='html'>c</content>", "text/html", "T\n\nc"),
    ("<summary>s</summary><content type='image/png' src='x.png'/>", "text/plain", "T\n\ns"),
    ("", "text/html", "T"),
  ])
  func `an entry of Atom is read by the type of its content`(
    content: String, mediaType: String, expected: String
  ) async throws {
    let found = try await documents(
      atom("<entry><id>urn:1</id><title>T</title><updated>2026-01-02T03:04:05Z</updated>\(content)</entry>"))
    let document = try #require(found.first)
    #expect(document.mediaType == mediaType)
    #expect(document.uri == "urn:1" && document.title == "T")
    #expect(document.modified == "2026-01-02T03:04:05Z")
    #expect(try await text(document) == expected)
  }

  @Test func `what an entry hides is in the hidden lane`() async throws {
    let found = try await documents(
      rss("<item><guid>1</guid><description>a&lt;div style='display:none'>HID&lt;/div></description></item>")
    )
    let xhtml = try await documents(
      atom(
        "<entry><id>2</id><content type='xhtml'><div><p style='display:none'>HID</p><!-- HID -->a</div></content></entry>"
      ))
    for raw in found + xhtml {
      let document = try await CatalogExtractor().extract(raw)
      #expect(document.visible.text == "a")
      #expect(document.hidden.text.contains("HID"))
    }
  }

  @Test func `markup in a title is neither lost nor able to swallow the content unseen`() async throws {
    let found = try await documents(
      atom("<entry><id>1</id><title type='html'>A &lt;b>B&lt;/b></title><content>c</content></entry>"))
    #expect(found.first?.title == "A B")
    #expect(found.count == 1)
    #expect(try await text(try #require(found.first)) == "A B\n\nc")
    let hostile = try await documents(
      atom("<entry><id>1</id><title type='html'>A &lt;!--</title><content>WORDS</content></entry>"))
    let document = try await CatalogExtractor().extract(try #require(hostile.first))
    #expect(document.visible.text == "A")
    #expect(document.hidden.text.contains("WORDS"))
  }

  @Test func `the address is the id, else the link, else a digest`() async throws {
    let found = try await documents(
      rss(
        "<item><guid isPermaLink='false'> 1 </guid><link>l</link></item><item><link>https://example.com/2</link>"
          + "</item><item><title>three</title></item><item><title>four</title></item>"))
    #expect(found.count == 4)
    #expect(found[0].uri == "1")
    #expect(found[1].uri == "https://example.com/2")
    #expect(found[2].uri.hasPrefix("entry-") && found[3].uri.hasPrefix("entry-"))
    #expect(Set(found.map(\.uri)).count == 4)
    let link = try await documents(
      atom("<entry><link rel='self' href='s'/><link href='a'/><link rel='alternate' href='b'/></entry>"))
    #expect(link.map(\.uri) == ["a"])
  }

  @Test func `entries with one id keep addresses of their own, whatever their order`() async throws {
    let one = "<item><guid>1</guid><title>a</title></item>"
    let two = "<item><guid>1</guid><title>b</title></item>"
    let three = "<item><guid>1</guid><title>c</title></item>"
    let found = try await documents(rss(one + two + three + one))
    let later = try await documents(rss(three + two))
    #expect(Set(found.map(\.uri)).count == 4)
    #expect(found.allSatisfy { $0.uri.hasPrefix("1#") })
    for title in ["b", "c"] {
      #expect(later.first { $0.title == title }?.uri == found.first { $0.title == title }?.uri)
    }
  }

  @Test func `a feed that breaks off yields what came before, then an error with its line`() async throws {
    let whole = "<item><guid>1</guid><title>a</title></item>\n"
    for (tail, ids) in [
      ("<item><guid>2</guid><title>b</ti", ["1"]), ("<item><guid>2</guid><title>b</item>", ["1", "2"]),
    ] {
      let text = "\n<rss><channel>\n" + whole + tail
      let (found, error) = try await read(source(Array(text.utf8)))
      #expect(found.map(\.uri) == ids)
      #expect(
        error
          == .malformed(
            "the feed 'https://example.com/feed' breaks off at line 4: it ends inside an element"))
    }
  }

  @Test(arguments: [
    ("<!doctype html><html><body><p>x", "it is an HTML page"),
    ("<opml><body/></opml>", "it is other XML"), ("{\"version\":\"\"}", "it is other JSON"),
    ("", "it is empty"), ("not found", "it is not XML"),
  ])
  func `what is no feed is an error at once`(text: String, what: String) async throws {
    let (found, error) = try await read(source(Array(text.utf8)))
    #expect(found.isEmpty)
    #expect(
      error
        == .malformed(
          "'https://example.com/feed' is neither RSS nor Atom nor JSON Feed: \(what); correct the key 'feed'")
    )
  }

  @Test func `a feed without entries is no error`() async throws {
    #expect(try await documents(rss("")).isEmpty)
    #expect(try await documents(atom("")).isEmpty)
  }

  @Test func `an entry that is no text is skipped with its type`() async throws {
    var listing = try await source(
      Array(atom("<entry><id>1</id><content type='image/png'>iVBOR</content></entry>").utf8)
    ).list()
    guard case .skipped(let why) = try await listing.next()?.content else {
      Issue.record("not skipped")
      return
    }
    #expect(why == "the entry's content is of type 'image/png', not text")
  }

  @Test func `bare ampersands and the names of HTML lose nothing`() async throws {
    let found = try await documents(
      rss(
        "<item><guid>1</guid><link>http://a/?b=1&c=2</link><title>AT&T &eacute; &nope; R&D;</title>"
          + "<description><![CDATA[x &amp; y & z]]></description></item>"))
    #expect(found.first?.title == "AT&T é &nope; R&D;")
    #expect(found.count == 1)
    #expect(try await text(try #require(found.first)) == "AT&T é &nope; R&D;\n\nx & y & z")
  }

  @Test func `a link keeps its ampersands`() async throws {
    let found = try await documents(
      atom("<entry><link href='http://a/?b=1&amp;c=2&#38;d=&quot;&lt;'/></entry>"))
    #expect(found.map(\.uri) == ["http://a/?b=1&c=2&d=\"<"])
  }

  @Test func `a character that XML forbids costs nothing but itself`() async throws {
    let found = try await documents(
      rss("<item><guid>1</guid><title>a\u{1}b &lt;c&gt; &amp; d</title></item><item><guid>2</guid></item>"))
    #expect(found.map(\.uri) == ["1", "2"])
    #expect(found.first?.title == "ab <c> & d")
  }

  @Test func `no entity is expanded and no file is read`() async throws {
    let folder = try TemporaryDirectory()
    let secret = try folder.write("SECRET", to: "secret")
    var text = "<!DOCTYPE rss [<!ENTITY f SYSTEM 'file://\(secret)'><!ENTITY a 'ha'>"
    for (name, before) in zip("bcdefghijk", "abcdefghij") {
      text += "<!ENTITY \(name)\(name) '" + String(repeating: "&\(before)\(before);", count: 10) + "'>"
    }
    text += "<!ENTITY % p SYSTEM 'file://\(secret)'> %p;]>"
    text += "<rss><channel><item><guid>1</guid><title>&f;&kk;</title></item></channel></rss>"
    let (found, _) = try await read(source(Array(text.utf8)))
    #expect(found.map(\.title) == ["&f;&kk;"])
    #expect(found.allSatisfy { $0.bytes.count < 100 })
  }

  @Test(arguments: [
    ("<?xml version='1.0' encoding='iso-8859-2'?>", nil, 0xB1 as UInt8, "ą"),
    ("<?xml version='1.0' encoding='utf-8'?>", "windows-1251", 0xE0, "а"), ("", nil, 0xE9, "é"),
  ])
  func `the charset is the server's, else the declaration's, else that of the bytes`(
    declaration: String, charset: String?, byte: UInt8, expected: String
  ) async throws {
    let head = declaration + "<rss><channel><item><guid>1</guid><title>x"
    let bytes = Array(head.utf8) + [byte] + Array("</title></item></channel></rss>".utf8)
    let (found, error) = try await read(source(bytes, charset: charset))
    #expect(error == nil)
    #expect(found.map(\.title) == ["x" + expected])
  }

  @Test func `user name and password do not stand in the location`() {
    #expect(source([]).location == "https://example.com/feed")
    let path = FeedSource(name: "a", location: "feeds/a@b.xml", fetcher: FileFeedFetcher(), maxBytes: 1)
    #expect(path.location == "feeds/a@b.xml")
  }

  @Test func `a feed is read from a file, within its limit`() async throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(rss("<item><guid>1</guid></item>"), to: "feed.xml")
    let (found, error) = try await read(
      FeedSource(name: "a", location: path, fetcher: FileFeedFetcher(), maxBytes: 10_000))
    #expect(found.map(\.uri) == ["1"] && error == nil)
    let (_, large) = try await read(
      FeedSource(name: "a", location: path, fetcher: FileFeedFetcher(), maxBytes: 10))
    #expect(large == .tooLarge("'\(path)' is larger than the limit for feeds (10)"))
    let (_, missing) = try await read(
      FeedSource(name: "a", location: path + "x", fetcher: FileFeedFetcher(), maxBytes: 10))
    #expect(
      missing == .notFound("there is no file '\(path)x'; correct the key 'feed' of the pipeline file"))
  }

  @Test(arguments: 0..<100)
  func `a feed that is cut anywhere yields a beginning of its entries`(seed: Int) async throws {
    var generator = SeededGenerator(seed: seed)
    var random = RandomText(seed: seed)
    let items = (0..<5).map { number in
      "<item><guid>\(number)</guid><title>\(FeedContent.escaped(random.sentence()))</title>"
        + "<description><![CDATA[\(random.sentence())]]></description></item>"
    }
    let bytes = Array(rss(items.joined()).utf8)
    let whole = try await read(source(bytes)).documents
    #expect(whole.count == 5)
    let cut = Int.random(in: 0..<bytes.count, using: &generator)
    let (found, error) = try await read(source(Array(bytes[..<cut])))
    #expect(error != nil)
    #expect(found == Array(whole.prefix(found.count)))
  }

  @Test(arguments: [
    ("Mon, 02 Jan 2006 15:04:05 GMT", "2006-01-02T15:04:05Z"),
    ("02 Jan 2006 15:04:05 +0200", "2006-01-02T15:04:05+02:00"),
    ("Mon, 2 January 06 15:04 EST", "2006-01-02T15:04:00-05:00"),
    ("2006-01-02T15:04:05Z", "2006-01-02T15:04:05Z"), ("2006-01-02", "2006-01-02"), ("yesterday", nil),
    ("Mon, 02 Foo 2006 15:04:05 GMT", nil), ("Mon, 02 Jan 2006 15:04:05 XYZ", nil), ("", nil),
  ])
  func `dates become ISO 8601 where they can`(text: String, expected: String?) {
    #expect(FeedDate.iso8601(text) == expected)
  }
}
