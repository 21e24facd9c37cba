import Foundation
import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// What is fetched on whose word, and what comes back of it.
struct FeedReachTests {
  /// A name server that says what the test tells it to.
  private struct Names: AddressResolver {
    var known: [String: [String]]
    let asked = Locked<[String]>([])

    func addresses(of host: String, deadline: ContinuousClock.Instant) async throws -> [IPAddress] {
      asked.withLock { $0.append(host) }
      return (known[host] ?? []).compactMap { IPAddress($0) }
    }
  }

  private func download(
    _ kind: FeedDownload.Kind, allowing: Bool = false, names: [String: [String]] = [:]
  ) -> FeedDownload {
    FeedDownload(
      kind, allowsPrivateAddresses: allowing, resolver: Names(known: names), timeout: .seconds(300),
      now: { Timestamp(milliseconds: 1_700_000_000_000) })
  }

  private func failure(
    _ download: FeedDownload, _ location: String, maxBytes: Int = 1000
  ) async -> SourceError? {
    do throws(SourceError) {
      _ = try await download.fetch(location, maxBytes: maxBytes)
      return nil
    } catch {
      return error
    }
  }

  private func isRefused(_ error: SourceError?) -> Bool {
    if case .notPermitted = error { true } else { false }
  }

  @Test(arguments: [
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::", "2001::1", "2001:db8::1", "fc00::1", "fd12::1",
    "fe80::1",
    "fec0::1", "ff02::1", "100::1", "3fff::1", "::7f00:1",
  ])
  func `what is not the public internet is refused once a name is resolved`(address: String) async throws {
    #expect(try #require(IPAddress(address)).privateUse != nil)
    let pages = download(.page, names: ["blog.example": [address], "mixed.example": ["8.8.8.8", address]])
    #expect(isRefused(await failure(pages, "http://blog.example/1")))
    #expect(isRefused(await failure(pages, "http://mixed.example/1")))
    let feed = download(.feed, names: ["blog.example": [address]])
    #expect(isRefused(await failure(feed, "https://blog.example/feed")))
  }

  @Test(arguments: [
    "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8",
  ])
  func `public addresses are for everybody`(address: String) throws {
    #expect(try #require(IPAddress(address)).privateUse == nil)
  }

  @Test(arguments: [
    "http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://u:p@127.0.0.1/",
    "http://example.com@127.0.0.1/", "http://[fe80::1]/",
  ])
  func `a page at an address of this machine is refused, however it is written`(url: String) async {
    #expect(isRefused(await failure(download(.page), url)))
  }

  @Test(arguments: ["127.1", "0x7f.1", "2130706433", "0177.0.0.1", "localhost", "localhost."])
  func `what the resolver takes for this machine is refused`(host: String) async {
    let pages = FeedDownload(.page, timeout: .seconds(300), now: { Timestamp(milliseconds: 0) })
    let error = await failure(pages, "http://\(host):9/")
    // Some resolvers know fewer spellings than others, and what is not known is not fetched either.
    #expect(error != nil)
    if case .malformed = error { Issue.record("\(host) was asked") }
  }

  @Test(arguments: [22, 25, 110, 445])
  func `a page on the port of another service is refused`(port: Int) async {
    let pages = download(.page, names: ["blog.example": ["8.8.8.8"]])
    #expect(isRefused(await failure(pages, "http://blog.example:\(port)/1")))
  }

  @Test func `the user's own address is fetched, and what it redirects to elsewhere is not`() async throws {
    let other = try StubServer(.init(body: "<feed/>"))
    let elsewhere = other.url
    let server = try StubServer { request in
      switch request.path {
      case "/feed": .init(body: "<feed/>")
      case "/near": .init(status: 302, headers: [("location", "/feed")])
      default: .init(status: 302, headers: [("location", elsewhere)])
      }
    }
    #expect(await failure(download(.feed), server.url + "/feed") == nil)
    #expect(await failure(download(.feed), server.url + "/near") == nil)
    #expect(isRefused(await failure(download(.feed), server.url + "/far")))
    #expect(other.requests.isEmpty)
    #expect(isRefused(await failure(download(.page), server.url + "/feed")))
    #expect(await failure(download(.page, allowing: true), server.url + "/far") == nil)
  }

  @Test func `the connection goes to the address that was looked at, under the name`() async throws {
    let server = try StubServer(.init(body: "<feed/>"))
    let pages = download(.page, allowing: true, names: ["blog.example": ["127.0.0.1"]])
    let page = try await pages.fetch("http://blog.example:\(server.port)/1", maxBytes: 100)
    #expect(page?.fetched == "2023-11-14T22:13:20.000Z")
    #expect(server.requests.map { $0.headers["host"] } == ["blog.example:\(server.port)"])
  }

  // MARK: Conditions

  @Test func `what did not change is not transferred again`() async throws {
    let server = try StubServer { request in
      request.headers["if-none-match"] == "\"a\""
        ? .init(status: 304) : .init(headers: [("etag", "\"a\"")], body: "<feed/>")
    }
    let feeds = download(.feed)
    let revision = try #require(try await feeds.fetch(server.url, maxBytes: 100)?.revision)
    #expect(try await feeds.fetch(server.url, maxBytes: 100, unless: revision) == nil)
    // Of another address it says nothing.
    #expect(try await feeds.fetch(server.url + "/other", maxBytes: 100, unless: revision) != nil)
    #expect(!revision.text.contains("127.0.0.1"))
  }

  @Test(arguments: [
    (["last-modified": "Tue, 14 Nov 2023 22:00:00 GMT"], true),
    (["last-modified": "Tue, 14 Nov 2023 22:13:00 GMT"], false),
    (["last-modified": "Tue, 14 Nov 2023 22:13:00 GMT", "date": "Tue, 14 Nov 2023 23:00:00 GMT"], true),
    (["last-modified": "yesterday"], false), ([:], false),
  ])
  func `a date counts when it lies a minute back`(headers: [String: String], counts: Bool) async throws {
    let server = try StubServer(.init(headers: headers.map { ($0.key, $0.value) }, body: "<feed/>"))
    let feed = try await download(.feed).fetch(server.url, maxBytes: 100)
    #expect((feed?.revision != nil) == counts)
  }

  // MARK: Size

  @Test func `a compressed body is inflated up to the limit`() async throws {
    let small = try #require(Data(base64Encoded: "H4sIAAAAAAACA7MpKi62s0nOSMzLS82xs9FHsEASACQrs6AeAAAA"))
    let bomb = try #require(
      Data(
        base64Encoded: "H4sIAAAAAAACA+3BMQEAAADCoNqLbwZ/oAAA" + String(repeating: "A", count: 248)
          + "A1wByAr9RQA0DAA=="))
    let server = try StubServer { request in
      .init(headers: [("content-encoding", "gzip")], bytes: Array(request.path == "/bomb" ? bomb : small))
    }
    let feed = try await download(.feed).fetch(server.url, maxBytes: 1000)
    #expect(feed?.bytes == Array("<rss><channel></channel></rss>".utf8))
    #expect(server.requests.first?.headers["accept-encoding"] == "gzip")
    guard case .tooLarge = await failure(download(.feed), server.url, maxBytes: 10) else {
      Issue.record("inflated beyond the limit")
      return
    }
    #expect(await failure(download(.feed), server.url + "/bomb", maxBytes: 10_000) != nil)
  }

  @Test(arguments: [1, 20, 38])
  func `a compressed body that ends early is no body`(count: Int) async throws {
    let whole = try #require(Data(base64Encoded: "H4sIAAAAAAACA7MpKi62s0nOSMzLS82xs9FHsEASACQrs6AeAAAA"))
    let server = try StubServer(
      .init(headers: [("content-encoding", "gzip")], bytes: Array(whole.prefix(count))))
    guard case .unreachable(let why) = await failure(download(.feed), server.url) else {
      Issue.record("taken")
      return
    }
    #expect(why.contains("damaged"))
  }

  @Test func `a body without end is cut off`() async throws {
    let server = try StubServer(.init(body: String(repeating: "x", count: 1000), fault: .endless))
    guard case .tooLarge = await failure(download(.feed), server.url, maxBytes: 100_000) else {
      Issue.record("taken")
      return
    }
  }
}
