import LazaretTesting
import Testing

/// Feeds and their pages over loopback, through the whole program.
struct FeedRunCommandTests {
  private func pipeline(
    _ folder: borrowing TemporaryDirectory, _ keys: String
  ) throws -> String {
    try folder.write(
      """
      name: test
      store: store.sqlite
      sources: [{ name: feed, \(keys) }]
      screeners: [{ screener: builtin }]
      """, to: "pipeline.yaml")
  }

  @Test func `a feed that did not change costs no body, and its entries stay`() async throws {
    let server = try StubServer { request in
      request.headers["if-none-match"] == "\"1\""
        ? .init(status: 304)
        : .init(
          headers: [("etag", "\"1\"")],
          body: "<rss><channel><item><guid>1</guid><title>Tea</title></item></channel></rss>")
    }
    let folder = try TemporaryDirectory()
    let pipeline = try pipeline(folder, "feed: \"\(server.url)/feed\"")
    let first = try await BuiltBinary.run("run", pipeline, "--json")
    #expect(first.status == 0, "\(first.talk)")
    #expect(try Summary(first.output)["documents.new"] == 1)
    let second = try await BuiltBinary.run("run", pipeline, "--json")
    #expect(second.status == 0, "\(second.talk)")
    let again = try Summary(second.output)
    #expect(again["bytes.read"] == 0 && again["documents.deleted"] == 0)
    #expect(again["corpus.documents"] == 1)
    #expect(server.requests.map { $0.headers["if-none-match"] } == [nil, "\"1\""])
  }

  @Test func `pages are fetched, asked for again by their tags, and refused on private addresses`()
    async throws
  {
    let server = try StubServer { request in
      if request.path == "/page" {
        return request.headers["if-none-match"] == "\"p\""
          ? .init(status: 304)
          : .init(
            headers: [("etag", "\"p\""), ("content-type", "text/html")], body: "<p>A whole page of tea")
      }
      return .init(body: "<rss><channel><item><guid>1</guid><link>/page</link></item></channel></rss>")
    }
    let folder = try TemporaryDirectory()
    let keys = "feed: \"\(server.url)/feed\", fetch_articles: true"
    let refused = try await BuiltBinary.run("run", try pipeline(folder, keys), "--json")
    #expect(try Summary(refused.output)["documents.failed"] == 1)
    #expect(server.requests.map(\.path) == ["/feed"])
    let allowed = try pipeline(folder, keys + ", allow_private_addresses: true")
    let first = try await BuiltBinary.run("run", allowed, "--json")
    #expect(first.status == 0, "\(first.talk)")
    #expect(try Summary(first.output)["documents.new"] == 1)
    let second = try await BuiltBinary.run("run", allowed, "--json")
    let again = try Summary(second.output)
    #expect(again["documents.unchanged"] == 1 && again["bytes.read"] == 0)
    #expect(server.requests.last?.headers["if-none-match"] == "\"p\"")
  }
}
