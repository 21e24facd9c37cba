import Synchronization

/// Counts what each vendor lets in and turns away what exceeds its rate. Each vendor has a rate of
/// its own, as two companies would; what was turned away does not count against it.
final class Throttle: Sendable {
  private let perSecond: Int
  private let timepiece: Timepiece
  private let admitted = Mutex<[String: SlidingSecond]>([:])

  init(perSecond: Int, timepiece: Timepiece) {
    self.perSecond = perSecond
    self.timepiece = timepiece
  }

  /// - Returns: `nil` when the request is let in; otherwise the seconds to wait, at least 1.
  func refusal(vendor: String) -> Int? {
    admitted.withLock { admitted in
      // Read under the lock, so that moments stand in order.
      let now = timepiece.elapsed()
      var second = admitted[vendor, default: SlidingSecond()]
      second.move(to: now)
      defer { admitted[vendor] = second }
      guard second.count >= perSecond else {
        second.add(now)
        return nil
      }
      let wait = second.untilOldestLeaves(at: now) ?? .seconds(1)
      let (seconds, fraction) = wait.components
      return max(1, Int(seconds) + (fraction > 0 ? 1 : 0))
    }
  }
}
