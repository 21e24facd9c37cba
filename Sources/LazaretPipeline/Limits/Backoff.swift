/// How long to wait before asking again: exponential, with full jitter, so that a thousand waiting
/// tasks do not come back together.
package struct Backoff: Sendable, Hashable {
  package var first: Duration
  package var longest: Duration

  package static let standard = Backoff(first: .milliseconds(500), longest: .seconds(60))

  package init(first: Duration, longest: Duration) {
    self.first = first
    self.longest = longest
  }

  /// - Parameters:
  ///   - attempt: how many attempts have failed, 1 or more.
  ///   - asked: what the server asked for (`Retry-After`); it is the least wait.
  package func wait(
    after attempt: Int, asked: Duration?, using generator: inout some RandomNumberGenerator
  ) -> Duration {
    var ceiling = first
    for _ in 1..<max(attempt, 1) where ceiling < longest { ceiling *= 2 }
    ceiling = min(ceiling, longest)
    let share = Double.random(in: 0...1, using: &generator)
    if let asked {
      // A little on top, spread out: everybody was told the same number.
      return asked + min(first, ceiling) * share
    }
    return ceiling * share
  }
}
