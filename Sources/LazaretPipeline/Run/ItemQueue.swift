import LazaretCore

/// Items in the order in which a run takes them. Used by one task.
protocol ItemQueue {
  mutating func next() async throws(SourceError) -> (source: String, item: SourceItem)?
}

/// Items that were looked up: what waits longest for an answer, before everything else.
struct BacklogQueue: ItemQueue {
  private var items: ArraySlice<(source: String, item: SourceItem)>

  init(_ items: [(source: String, item: SourceItem)]) { self.items = items[...] }

  mutating func next() -> (source: String, item: SourceItem)? { items.popFirst() }
}

/// A source's items but for those that were taken already.
struct ListedQueue: ItemQueue {
  private let source: String
  private var listing: any SourceListing
  private let taken: Set<String>

  init(_ listing: any SourceListing, of source: String, except taken: Set<String>) {
    self.listing = listing
    self.source = source
    self.taken = taken
  }

  mutating func next() async throws(SourceError) -> (source: String, item: SourceItem)? {
    while let item = try await listing.next() {
      if !taken.contains(item.uri) { return (source, item) }
    }
    return nil
  }
}
