package import LazaretCore

/// The entries of a feed, each an item of its own: RSS, Atom, CDF or JSON Feed.
///
/// An entry's address is its `guid` or `id`, else its `rdf:about`, else its link, else a digest of its title
/// and date. Entries that share one are told apart by their links and titles; see ``FeedListing``. The document
/// is the content that the entry carries, the fullest of what there is, or the page that it links to when there
/// is a fetcher for pages. What is wrong with a feed and could be helped is an item of its own, left aside with
/// the reason. A feed that breaks off yields the entries before the break, then throws.
package struct FeedSource: Source {
  package let name: String
  /// The address without user name and password.
  package let location: String
  package let absenceMeansDeleted = false

  private let address: String
  private let fetcher: any FeedFetcher
  private let pages: (any FeedFetcher)?
  private let maxBytes: Int

  /// - Parameters:
  ///   - pages: fetches the linked pages; `nil` when the entries are the documents.
  ///   - maxBytes: bounds the whole feed, and each page.
  package init(
    name: String, location address: String, fetcher: any FeedFetcher, pages: (any FeedFetcher)? = nil,
    maxBytes: Int
  ) {
    self.name = name
    self.address = address
    self.fetcher = fetcher
    self.pages = pages
    self.maxBytes = maxBytes
    location = Self.withoutCredentials(address)
  }

  package func list() async throws(SourceError) -> any SourceListing {
    guard let listing = try await list(unless: nil) else {
      throw .malformed("'\(location)' says that it did not change, and nobody asked")
    }
    return listing
  }

  package func list(unless known: Revision?) async throws(SourceError) -> (any SourceListing)? {
    guard let feed = try await fetcher.fetch(address, maxBytes: maxBytes, unless: server(of: known)) else {
      return nil
    }
    return FeedListing(
      of: try FeedDecoding(feed, location: location), from: feed, source: name, location: location,
      revision: feed.revision.map { Revision(text: mark + $0.text) },
      pages: pages.map { ($0, maxBytes) })
  }

  /// What a feed's revision depends on beside the server: which documents are made of it.
  private var mark: String { "feed \(FeedReader.version) \(pages == nil ? "entries" : "pages") " }

  private func server(of revision: Revision?) -> Revision? {
    guard let revision, revision.text.hasPrefix(mark) else { return nil }
    return Revision(text: String(revision.text.dropFirst(mark.count)))
  }

  private static func withoutCredentials(_ address: String) -> String {
    guard let scheme = address.place(of: "://")?.upperBound, let at = address[scheme...].firstIndex(of: "@"),
      !address[scheme..<at].contains("/")
    else { return address }
    return String(address[..<scheme] + address[address.index(after: at)...])
  }
}
