import LazaretCore
import LazaretPipeline
import LazaretTesting
import Testing

extension IncrementalRunTests {
  /// A feed whose entries may be given other ids.
  private struct Feed: Source {
    var name: String { "feed" }
    var location: String { "test:feed" }
    var absenceMeansDeleted: Bool { false }
    var ids: [String]
    var failure: String?
    let listed = Locked(0)

    var revision: Revision { Revision(text: ids.joined(separator: " ")) }

    func list() async throws(SourceError) -> any SourceListing {
      Listing(rest: items[...], revision: revision)
    }

    func list(unless known: Revision?) async throws(SourceError) -> (any SourceListing)? {
      if known == revision { return nil }
      listed.withLock { $0 += 1 }
      return Listing(rest: items[...], revision: revision)
    }

    private var items: [SourceItem] {
      ids.enumerated().map { number, id in
        if let failure { return SourceItem(uri: id, content: .failed(failure)) }
        let revision = Revision(text: "entry \(number)")
        return SourceItem(
          uri: id,
          content: .readable { () throws(SourceError) in
            RawDocument(source: "feed", uri: id, bytes: Array("text \(number)".utf8), revision: revision)
          }, revision: revision, mayHaveMoved: true)
      }
    }

    private struct Listing: SourceListing {
      var rest: ArraySlice<SourceItem>
      var revision: Revision?
      mutating func next() async throws(SourceError) -> SourceItem? { rest.popFirst() }
    }
  }

  @Test func `a source that did not change is not listed, and loses nothing`() async throws {
    let feed = Feed(ids: ["1", "2"])
    _ = try await run(1, [feed])
    let second = try await run(2, [feed])
    #expect(feed.listed.value == 1)
    #expect(second.summary.documents.seen == 0 && second.summary.documents.deleted == 0)
    #expect(second.summary.corpus.documents == 2 && second.summary.outcome == .complete)
    #expect(second.events.contains(.sourceUnchanged(name: "feed")))
    // Under another policy it has to be judged again.
    #expect(try await run(3, [feed], policy: "2").summary.documents.seen == 2)
  }

  @Test func `a source of which something failed is listed again`() async throws {
    let feed = Feed(ids: ["1"], failure: "broken")
    _ = try await run(1, [feed])
    _ = try await run(2, [feed])
    #expect(feed.listed.value == 2)
  }

  @Test func `entries under other ids are the documents that they were`() async throws {
    _ = try await run(1, [Feed(ids: ["1", "2"])])
    let second = try await run(2, [Feed(ids: ["x", "y"])])
    #expect(second.summary.documents.unchanged == 2 && second.summary.documents.new == 0)
    #expect(second.summary.corpus.documents == 2)
  }
}
