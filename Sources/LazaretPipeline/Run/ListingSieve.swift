import LazaretCore

/// A listing without the items that are as the last run left them: those are looked up many at a time,
/// and accounted for without being read.
struct ListingSieve: ItemQueue {
  private var listing: any SourceListing
  private let source: String
  private let intake: ItemIntake
  /// How many more items may be listed.
  private(set) var left: Int
  private var waiting: ArraySlice<SourceItem> = []
  private var end: ListingEnd?

  /// So many items are held, without their bytes: what it takes to ask the store is spread over them.
  static let width = 1024

  init(_ listing: any SourceListing, of source: String, atMost limit: Int, intake: ItemIntake) {
    self.listing = listing
    self.source = source
    self.intake = intake
    left = limit
  }

  /// The next item that has to be looked into.
  mutating func next() async throws(RunFailure) -> ItemStep {
    while true {
      if let item = waiting.popFirst() { return .item(item, source: source) }
      if let end { return .ended(end) }
      if Task.isCancelled { throw .interrupted }
      waiting = try await intake.passingOverKnown(await list(), of: source)[...]
    }
  }

  private mutating func list() async -> [SourceItem] {
    var items: [SourceItem] = []
    while items.count < Self.width, end == nil {
      if left == 0 {
        end = .limitReached
        break
      }
      do throws(SourceError) {
        if let item = try await listing.next() {
          left -= 1
          items.append(item)
        } else {
          end = .whole
        }
      } catch {
        end = .broke(error)
      }
    }
    return items
  }
}

/// How a listing ended.
enum ListingEnd: Equatable {
  /// Every item of the source was met, so what is missing is gone.
  case whole
  case limitReached
  case broke(SourceError)
}
