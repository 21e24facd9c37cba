import LazaretCore

/// The entries of one fetched feed, in its order.
///
/// Feeds give several entries one id. All of these are then told by a digest of link and title behind the id, so
/// that no address depends on the order, or on how many there are beyond two; entries that share these as well
/// are told by their content. Wholly equal ones are numbered.
struct FeedListing: SourceListing {
  let revision: Revision?

  private let source: String
  private let entries: [(uri: String, entry: FeedEntry)]
  private let note: SourceItem?
  private let failure: SourceError?
  private let feed: FetchedFeed
  private let pages: (fetcher: any FeedFetcher, maxBytes: Int)?
  private var place = 0

  init(
    of decoding: FeedDecoding, from feed: FetchedFeed, source: String, location: String, revision: Revision?,
    pages: (fetcher: any FeedFetcher, maxBytes: Int)?
  ) {
    self.source = source
    self.revision = decoding.failure == nil ? revision : nil
    self.feed = FetchedFeed(bytes: [], location: feed.location, fetched: feed.fetched)
    self.pages = pages
    entries =
      pages == nil
      ? Self.distinct(decoding.entries) : Self.distinctPages(decoding.entries, seenFrom: feed.location)
    failure = decoding.failure
    note =
      decoding.notes.isEmpty
      ? nil
      : SourceItem(
        uri: location + "#not-well-formed",
        content: .skipped(
          "the feed was read as far as it goes: " + decoding.notes.joined(separator: "; ")))
  }

  mutating func next() async throws(SourceError) -> SourceItem? {
    defer { place += 1 }
    if place < entries.count { return item(entries[place].entry, uri: entries[place].uri) }
    if place == entries.count, let note { return note }
    if place <= entries.count + 1, let failure {
      place = entries.count + 1
      throw failure
    }
    return nil
  }

  private func item(_ entry: FeedEntry, uri: String) -> SourceItem {
    if let pages, FeedLink.isWeb(uri), uri == Self.page(of: entry, seenFrom: feed.location) {
      return SourceItem(uri: uri, content: .fetchable(Self.page(uri, of: entry, source: source, pages)))
    }
    if let type = entry.unreadableType {
      return SourceItem(uri: uri, content: .skipped("the entry's content is of type '\(type)', not text"))
    }
    let source = source
    let fetched = feed.fetched
    let revision = entry.revision
    let read: @Sendable () async throws(SourceError) -> RawDocument = { () throws(SourceError) in
      entry.document(source: source, uri: uri, fetched: fetched, revision: revision)
    }
    return SourceItem(
      uri: uri, content: .readable(read),
      byteCount: (entry.title?.text.utf8.count ?? 0) + (entry.contents.first?.text.utf8.count ?? 0),
      revision: revision, mayHaveMoved: entry.link != nil)
  }

  /// The linked page as a document. What the feed carries of it is not: a document must not be the one on some
  /// nights and the other on others.
  private static func page(
    _ address: String, of entry: FeedEntry, source: String, _ pages: (fetcher: any FeedFetcher, maxBytes: Int)
  ) -> @Sendable (Revision?) async throws(SourceError) -> RawDocument? {
    let modified = entry.modified
    return { (known: Revision?) async throws(SourceError) -> RawDocument? in
      guard let page = try await pages.fetcher.fetch(address, maxBytes: pages.maxBytes, unless: known) else {
        return nil
      }
      return RawDocument(
        source: source, uri: address, bytes: page.bytes, mediaType: page.mediaType, charset: page.charset,
        modified: modified, fetched: page.fetched, revision: page.revision)
    }
  }

  private static func page(of entry: FeedEntry, seenFrom base: String?) -> String? {
    guard let link = entry.link.map({ FeedLink.resolved($0, from: base) }), FeedLink.isWeb(link) else {
      return nil
    }
    return link
  }

  /// By the addresses of the pages: two entries with one link are one page, and an id that is another every
  /// night is none of its business. An entry without a link has only its own content to give.
  private static func distinctPages(
    _ entries: [FeedEntry], seenFrom base: String?
  ) -> [(uri: String, entry: FeedEntry)] {
    var taken: Set<String> = []
    var linked: [(uri: String, entry: FeedEntry)] = []
    var others: [FeedEntry] = []
    for entry in entries {
      guard let page = page(of: entry, seenFrom: base) else {
        others.append(entry)
        continue
      }
      if taken.insert(page).inserted { linked.append((page, entry)) }
    }
    return linked + distinct(others, taken: taken)
  }

  private static func distinct(
    _ entries: [FeedEntry], taken: Set<String> = []
  ) -> [(uri: String, entry: FeedEntry)] {
    if entries.count == 1, taken.isEmpty { return [(entries[0].address, entries[0])] }
    var taken = taken
    let addresses = entries.map { $0.address }
    let shared = repeated(addresses)
    let marked = zip(entries, addresses).map { entry, address in
      shared.contains(address) ? address + "#" + entry.mark.hex.prefix(8) : address
    }
    let alike = repeated(marked)
    return zip(entries, marked).map { entry, mark in
      let address = alike.contains(mark) ? mark + "-" + entry.digest.hex.prefix(8) : mark
      var uri = address
      var count = 2
      while !taken.insert(uri).inserted {
        uri = address + "-\(count)"
        count += 1
      }
      return (uri, entry)
    }
  }

  private static func repeated(_ texts: [String]) -> Set<String> {
    if texts.count < 2 { return [] }
    var once: Set<String> = []
    return Set(texts.filter { !once.insert($0).inserted })
  }
}
