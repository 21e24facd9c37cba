/// A clock without its type: what has passed since it was made, and a wait.
struct Timepiece: Sendable {
  let elapsed: @Sendable () -> Duration
  let sleep: @Sendable (Duration) async throws -> Void

  init(_ clock: some Clock<Duration>) {
    let start = clock.now
    elapsed = { start.duration(to: clock.now) }
    sleep = { try await clock.sleep(for: $0) }
  }

  /// Waits unless there is nothing to wait for.
  /// - Throws: `CancellationError`.
  func wait(_ duration: Duration) async throws {
    if duration > .zero { try await sleep(duration) }
  }
}
