/// The moments that lie within the last second: later than `now - 1 s`.
struct SlidingSecond: Sendable {
  private var moments: [Duration] = []
  /// Where the moments begin that have not left yet.
  private var head = 0

  var count: Int { moments.count - head }

  /// Lets go of what is a second old or older.
  ///
  /// - Parameter now: not before the last `now`.
  mutating func move(to now: Duration) {
    while head < moments.count, moments[head] <= now - .seconds(1) { head += 1 }
    // Half of the array is gone: paid for by as many appends.
    if head > 64, head * 2 > moments.count {
      moments.removeFirst(head)
      head = 0
    }
  }

  mutating func add(_ now: Duration) {
    move(to: now)
    moments.append(now)
  }

  /// How long until the oldest moment leaves; `nil` when there is none.
  func untilOldestLeaves(at now: Duration) -> Duration? {
    head < moments.count ? moments[head] + .seconds(1) - now : nil
  }
}
