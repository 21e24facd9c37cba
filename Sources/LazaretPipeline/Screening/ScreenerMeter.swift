import LazaretCore
import Synchronization

/// What one screener was asked in this run.
package final class ScreenerMeter: Sendable {
  private struct State {
    var requests = 0
    var reused = 0
    var retries = 0
    var rateLimited = 0
    var errors = 0
    var bytes = 0
    var latency = LatencyHistogram()
  }

  private let state = Mutex(State())

  package init() {}

  func answered(in duration: Duration, bytes: Int) {
    state.withLock { state in
      state.requests += 1
      state.bytes += bytes
      state.latency.add(duration)
    }
  }

  func failed(_ error: ScreenerError, bytes: Int) {
    state.withLock { state in
      if error.reachedTheService {
        state.requests += 1
        state.bytes += bytes
      }
      if case .rateLimited = error { state.rateLimited += 1 }
      if error != .cancelled { state.errors += 1 }
    }
  }

  func reused() { state.withLock { $0.reused += 1 } }
  func retried() { state.withLock { $0.retries += 1 } }

  /// The bytes that were sent, retries included.
  package var bytes: Int { state.withLock { $0.bytes } }

  package var counts: RunSummary.ScreenerCounts {
    state.withLock { state in
      RunSummary.ScreenerCounts(
        requests: state.requests, reused: state.reused, retries: state.retries,
        rateLimited: state.rateLimited, errors: state.errors,
        p50Milliseconds: state.latency.percentile(0.5),
        p95Milliseconds: state.latency.percentile(0.95))
    }
  }
}
