import Synchronization

/// Since when a screener has failed without a single success between. All who ask it share one, so
/// that a dead vendor costs the run one retry budget and not one for each chunk.
package final class Outage<Instant: InstantProtocol>: Sendable where Instant: Sendable {
  private let began = Mutex<Instant?>(nil)

  package init() {}

  package func succeeded() { began.withLock { $0 = nil } }

  /// The moment at which the present series of failures began.
  package func failed(at now: Instant) -> Instant {
    began.withLock { began in
      if let began { return began }
      began = now
      return now
    }
  }
}
