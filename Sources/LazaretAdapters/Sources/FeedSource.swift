package import LazaretCore

/// The entries of an RSS or Atom feed, each an item of its own.
///
/// An entry's address is its `guid` or `id`, else its link, else a digest of its title and date. Its
/// document is the content that it carries, the fullest of what there is; its linked page is not
/// fetched. A feed that breaks off yields the entries before the break, then throws.
package struct FeedSource: Source {
  package let name: String
  /// The address without user name and password.
  package let location: String
  package let absenceMeansDeleted = false

  private let address: String
  private let fetcher: any FeedFetcher
  private let maxBytes: Int

  /// `maxBytes` bounds the whole feed.
  package init(name: String, location address: String, fetcher: any FeedFetcher, maxBytes: Int) {
    self.name = name
    self.address = address
    self.fetcher = fetcher
    self.maxBytes = maxBytes
    location = Self.withoutCredentials(address)
  }

  package func list() async throws(SourceError) -> any SourceListing {
    let feed = try await fetcher.fetch(address, maxBytes: maxBytes)
    let reader = FeedReader()
    var failure: SourceError?
    let text = FeedText.forParsing(feed)
    do throws(MarkupError) {
      try XMLEvents.readXML(text.utf8, into: reader)
    } catch {
      failure = .malformed(
        "the feed '\(location)' breaks off at line \(error.line + text.skippedLines): \(error.reason)")
    }
    switch reader.kind {
    case .feed: break
    case .notYet:
      throw .malformed(
        "'\(location)' is neither RSS nor Atom: \(FeedText.looksLike(text.utf8)); correct the key 'feed'")
    case .other(let root):
      throw .malformed(
        "'\(location)' is neither RSS nor Atom: it is \(root == "html" ? "an HTML page" : "other XML");"
          + " correct the key 'feed'")
    }
    return FeedListing(source: name, entries: reader.entries, failure: failure)
  }

  private static func withoutCredentials(_ address: String) -> String {
    guard let scheme = address.utf8.firstRange(of: "://"), let at = address[scheme...].firstIndex(of: "@"),
      !address[scheme..<at].contains("/")
    else { return address }
    return String(address[..<scheme] + address[address.index(after: at)...])
  }
}

extension String.UTF8View {
  /// The place after the first `mark`.
  fileprivate func firstRange(of mark: String) -> Index? {
    var place = startIndex
    while place < endIndex {
      if self[place...].starts(with: mark.utf8) { return index(place, offsetBy: mark.utf8.count) }
      place = index(after: place)
    }
    return nil
  }
}

/// The entries of one fetched feed, in its order.
struct FeedListing: SourceListing {
  private let source: String
  private let entries: [FeedEntry]
  private let failure: SourceError?
  private var place = 0
  private var taken: Set<String> = []

  init(source: String, entries: [FeedEntry], failure: SourceError?) {
    self.source = source
    self.entries = entries
    self.failure = failure
  }

  mutating func next() async throws(SourceError) -> SourceItem? {
    guard place < entries.count else {
      if place == entries.count, let failure {
        place += 1
        throw failure
      }
      return nil
    }
    let entry = entries[place]
    place += 1
    let uri = distinct(entry)
    if let type = entry.unreadableType {
      return SourceItem(uri: uri, content: .skipped("the entry's content is of type '\(type)', not text"))
    }
    let source = source
    let read: @Sendable () async throws(SourceError) -> RawDocument = { () throws(SourceError) in
      entry.document(source: source, uri: uri)
    }
    return SourceItem(
      uri: uri, content: .readable(read),
      byteCount: (entry.title?.text.utf8.count ?? 0) + (entry.contents.first?.text.utf8.count ?? 0))
  }

  /// Feeds give two entries one id. The second is told by its content, so that its address does not
  /// depend on how many there are.
  private mutating func distinct(_ entry: FeedEntry) -> String {
    let address = entry.address
    var uri = address
    if taken.contains(uri) { uri = address + "#" + entry.digest.hex.prefix(8) }
    var count = 2
    while !taken.insert(uri).inserted {
      uri = address + "#" + entry.digest.hex.prefix(8) + "-\(count)"
      count += 1
    }
    return uri
  }
}
