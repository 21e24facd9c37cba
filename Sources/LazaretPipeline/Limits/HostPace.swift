import Synchronization

/// Keeps a politeness towards servers that nobody has a contract with: each host is asked by one task at a time
/// and so many times in a second, and only so many hosts at once.
package final class HostPace<Time: Clock>: Sendable where Time.Duration == Duration {
  private struct Host {
    let turns: RateLimiter<Time>
    let alone: Permits
  }

  private let perSecond: Double
  private let clock: Time
  private let together: Permits
  private let hosts = Mutex<[String: Host]>([:])

  /// - Parameters:
  ///   - perSecond: requests to one host; above 0.
  ///   - inFlight: requests over all hosts; at least 1.
  package init(perSecond: Double, inFlight: Int, clock: Time) {
    self.perSecond = perSecond
    self.clock = clock
    together = Permits(inFlight)
  }

  /// Runs `body` when it is the host's turn.
  ///
  /// - Returns: `nil` when the task was cancelled before.
  package func turn<Value, Failure: Error>(
    of name: String, _ body: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value? {
    let host = hosts.withLock { hosts in
      if let host = hosts[name] { return host }
      let host = Host(
        turns: RateLimiter(perSecond: perSecond, clock: clock), alone: Permits(1))
      hosts[name] = host
      return host
    }
    // The host first: whoever waits for it keeps nobody from the others.
    let outer: Value?? = try await host.alone.withPermit { () async throws(Failure) -> Value? in
      try await together.withPermit { () async throws(Failure) -> Value? in
        do { try await host.turns.turn() } catch { return nil }
        return try await body()
      } ?? nil
    }
    return outer ?? nil
  }
}
