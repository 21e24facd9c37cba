import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct FeedDownloadTests {
  private let download = FeedDownload(
    allowsPrivateAddresses: true, timeout: .seconds(300), now: { Timestamp(milliseconds: 0) })

  private func failure(of location: String, maxBytes: Int = 1000) async -> SourceError? {
    do throws(SourceError) {
      _ = try await download.fetch(location, maxBytes: maxBytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a feed comes with its media type and charset`() async throws {
    let server = try StubServer(
      .init(headers: [("Content-Type", "Application/RSS+XML; Charset=\"ISO-8859-1\"")], body: "<rss/>"))
    let feed = try #require(try await download.fetch(server.url + "/feed.xml", maxBytes: 1000))
    #expect(feed.bytes == Array("<rss/>".utf8))
    #expect(feed.mediaType == "application/rss+xml")
    #expect(feed.charset == "iso-8859-1")
    #expect(server.requests.first?.method == "GET")
  }

  @Test(
    arguments: [
      ("text/html", "text/html", nil), ("", nil, nil),
      (" Text/XML ; q=1; charset = utf-8 ", "text/xml", "utf-8"),
      ("; charset=utf-8", nil, "utf-8"), ("text/xml; charset=", "text/xml", nil),
    ] as [(String, String?, String?)])
  func `a content type is taken apart`(field: String, name: String?, charset: String?) {
    #expect(MediaType(field).name == name)
    #expect(MediaType(field).charset == charset)
  }

  @Test(arguments: 0...6)
  func `at most five redirects are followed`(count: Int) async throws {
    let server = try StubServer { request in
      let left = Int(request.path.dropFirst()) ?? 0
      return left == 0
        ? .init(body: "<feed/>") : .init(status: 302, headers: [("location", "/\(left - 1)")])
    }
    if count <= 5 {
      #expect(
        try await download.fetch("\(server.url)/\(count)", maxBytes: 100)?.bytes == Array("<feed/>".utf8))
    } else {
      #expect(await failure(of: "\(server.url)/\(count)") != nil)
    }
    #expect(server.requests.count == min(count, 5) + 1)
  }

  @Test(arguments: [
    (401, "notPermitted"), (403, "notPermitted"), (404, "notFound"), (410, "notFound"),
    (429, "unreachable"), (500, "unreachable"), (503, "unreachable"), (400, "malformed"),
    (204, "malformed"), (304, "malformed"), (302, "malformed"),
  ])
  func `every other status is an error in words`(status: Int, kind: String) async throws {
    let server = try StubServer(.init(status: status))
    let location = "http://name:pass@127.0.0.1:\(server.port)/feed?token=hush"
    let error = try #require(await failure(of: location))
    #expect(String(describing: Mirror(reflecting: error).children.first?.label ?? "") == kind)
    #expect(error.description.contains("\(status)"))
    #expect(error.description.contains("http://127.0.0.1:\(server.port)/feed"))
    #expect(!error.description.contains("hush"))
    #expect(!error.description.contains("pass@"))
  }

  @Test func `a name and password go to their own host only`() async throws {
    let other = try StubServer(.init(body: "<feed/>"))
    let url = other.url
    let server = try StubServer { request in
      request.path == "/a"
        ? .init(status: 301, headers: [("location", "/b")])
        : .init(status: 301, headers: [("location", url + "/c")])
    }
    _ = try await download.fetch("http://name:pass@127.0.0.1:\(server.port)/a", maxBytes: 100)
    #expect(
      server.requests.map { $0.headers["authorization"] } == ["Basic bmFtZTpwYXNz", "Basic bmFtZTpwYXNz"])
    #expect(other.requests.count == 1)
    #expect(other.requests.first?.headers["authorization"] == nil)
  }

  @Test func `a longer body than is taken is an error`() async throws {
    let server = try StubServer(.init(body: String(repeating: "x", count: 101)))
    guard case .tooLarge = await failure(of: server.url, maxBytes: 100) else {
      Issue.record("taken")
      return
    }
    #expect(await failure(of: server.url, maxBytes: 101) == nil)
  }

  @Test(arguments: [StubServer.Reply.Fault.cut(after: 3), .hangUp, .noise])
  func `a feed that breaks off is no feed`(fault: StubServer.Reply.Fault) async throws {
    let server = try StubServer(.init(body: "<feed></feed>", fault: fault))
    guard case .unreachable = await failure(of: server.url) else {
      Issue.record("read")
      return
    }
  }

  @Test func `a feed that stalls runs into the time limit`() async throws {
    let server = try StubServer(.init(body: "<feed></feed>", fault: .stall(after: 3)))
    let hasty = FeedDownload(
      allowsPrivateAddresses: true, timeout: .milliseconds(150), now: { Timestamp(milliseconds: 0) })
    await #expect(throws: SourceError.self) { try await hasty.fetch(server.url, maxBytes: 100) }
  }

  @Test(arguments: [
    "", "feed.xml", "file:///etc/passwd", "ftp://host/x", "http://", "javascript:x", "//host/x",
  ])
  func `what is no http URL is malformed`(location: String) async {
    guard case .malformed = await failure(of: location) else {
      Issue.record("taken")
      return
    }
  }

  @Test(arguments: ["ftp://host/", "file:///etc/passwd", "javascript:alert(1)", "http://"])
  func `a redirect to what is no http URL is malformed`(location: String) async throws {
    let server = try StubServer(.init(status: 302, headers: [("location", location)]))
    guard case .malformed = await failure(of: server.url) else {
      Issue.record("followed")
      return
    }
  }

  @Test func `a compressed body that nobody asked for is malformed`() async throws {
    let server = try StubServer(.init(headers: [("content-encoding", "br")], body: "zzz"))
    guard case .malformed = await failure(of: server.url) else {
      Issue.record("taken")
      return
    }
  }
}

struct FeedAddressTests {
  @Test func `credentials, query and fragment stay out of the description`() throws {
    let address = try #require(FeedAddress("https://ann:pw@Example.org:8443/a/b?key=k#top"))
    #expect(address.description.lowercased() == "https://example.org:8443/a/b")
    #expect(!address.url.contains("ann"))
    #expect(address.url.contains("key=k"))
    #expect(!address.url.contains("#"))
    #expect(address.origin == "https://example.org:8443")
    #expect(address.isEncrypted)
  }

  @Test func `a relative address is seen from the one before`() throws {
    let base = try #require(FeedAddress("https://example.org/news/feed.xml?x=1"))
    #expect(FeedAddress("../atom.xml", from: base)?.url == "https://example.org/atom.xml")
    #expect(FeedAddress("//other.example/f", from: base)?.url == "https://other.example/f")
    #expect(FeedAddress("http://other.example/f", from: base)?.isEncrypted == false)
  }

  @Test(arguments: [
    "localhost", "LOCALHOST", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "10.1.2.3", "172.16.0.1",
    "192.168.1.1", "169.254.169.254", "0.0.0.0", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]",
    "printer.local", "metadata.google.internal", "100.64.0.1", "224.0.0.1",
  ])
  func `addresses of this machine and of private networks are local`(host: String) throws {
    #expect(try #require(FeedAddress("http://\(host)/x")).isLocal)
  }

  @Test(arguments: [
    "example.org", "8.8.8.8", "172.32.0.1", "[2606:4700::1111]", "1password.example", "11.0.0.1",
  ])
  func `public names and addresses are not`(host: String) throws {
    #expect(try !#require(FeedAddress("http://\(host)/x")).isLocal)
  }

  @Test(arguments: [
    ("ann:pw@host/x?k=v", "host/x"), ("host/x?k=v@w", "host/x"), ("nothing", "nothing"),
  ])
  func `what is no URL is named without its secrets`(text: String, shown: String) {
    #expect(FeedAddress.withoutSecrets(text) == shown)
  }
}
