import LazaretCore

/// Items in the order in which a run takes them. Used by one task.
protocol ItemQueue {
  mutating func next() async throws(RunFailure) -> ItemStep
}

/// One step through a queue.
enum ItemStep {
  case item(SourceItem, source: String)
  case ended(ListingEnd)
}

/// Items that were looked up: what waits longest for an answer, before everything else.
struct BacklogQueue: ItemQueue {
  private var items: ArraySlice<(item: SourceItem, source: String)>

  init(_ items: ArraySlice<(item: SourceItem, source: String)>) { self.items = items }

  /// How many were not handed out.
  var left: Int { items.count }

  mutating func next() -> ItemStep {
    guard let (item, source) = items.popFirst() else { return .ended(.whole) }
    return .item(item, source: source)
  }
}

/// A listing but for the items that were taken already.
struct RemainingListing: SourceListing {
  private var listing: any SourceListing
  private let taken: Set<String>

  init(_ listing: any SourceListing, except taken: Set<String>) {
    self.listing = listing
    self.taken = taken
  }

  mutating func next() async throws(SourceError) -> SourceItem? {
    while let item = try await listing.next() {
      if !taken.contains(item.uri) { return item }
    }
    return nil
  }
}
