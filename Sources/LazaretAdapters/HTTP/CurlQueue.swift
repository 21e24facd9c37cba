/// The requests to one host: how many are under way, and those that wait for a connection, in order.
///
/// libcurl can hold them back itself, but then looks at all that wait whenever one ends.
struct CurlQueue {
  var underWay = 0
  private var waiting: [CurlOrder] = []
  private var first = 0

  var isUnused: Bool { underWay == 0 && first == waiting.count }

  mutating func append(_ order: CurlOrder) { waiting.append(order) }

  mutating func next() -> CurlOrder? {
    guard first < waiting.count else { return nil }
    defer {
      first += 1
      if first * 2 >= waiting.count {
        waiting.removeFirst(first)
        first = 0
      }
    }
    return waiting[first]
  }

  /// The time of the most urgent.
  var deadline: ContinuousClock.Instant? { waiting[first...].map(\.deadline).min() }

  /// Takes those out that are not to wait any longer.
  mutating func remove(where isOver: (CurlOrder) -> Bool) -> [CurlOrder] {
    let kept = waiting[first...]
    let removed = kept.filter(isOver)
    guard !removed.isEmpty else { return [] }
    waiting = kept.filter { !isOver($0) }
    first = 0
    return removed
  }
}
