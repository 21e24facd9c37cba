/// The page that a place stands on, for places asked in ascending order.
struct PageNumber {
  private let pages: [Passage.Page]
  private var next = 0

  init(_ pages: [Passage.Page]) {
    self.pages = pages.sorted { ($0.start, $0.number) < ($1.start, $1.number) }
  }

  /// - Returns: `nil` before the first page.
  mutating func number(at place: Int) -> Int? {
    while next < pages.count, pages[next].start <= place { next += 1 }
    return next > 0 ? pages[next - 1].number : nil
  }
}
