package import LazaretCore
import Synchronization

/// What one screener was asked in this run, and what its answers reveal about it.
package final class ScreenerMeter: Sendable {
  private struct State {
    var requests = 0
    var reused = 0
    var notRecorded = 0
    var retries = 0
    var rateLimited = 0
    var errors = 0
    var bytes = 0
    var latency = LatencyHistogram()
    var profile = ScreenerProfile()
    var hasAnswers = false
    var reached: Set<SpentLimit> = []
  }

  private let state = Mutex(State())

  package init() {}

  func answered(_ evidence: Screening.Evidence, in duration: Duration, bytes: Int) {
    state.withLock { state in
      state.profile.note(evidence)
      state.hasAnswers = true
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
      if error.isOfTheVendor { state.errors += 1 }
    }
  }

  /// Something was not asked because of this limit.
  func reached(_ limit: SpentLimit) { state.withLock { _ = $0.reached.insert(limit) } }
  package var limitsReached: Set<SpentLimit> { state.withLock { $0.reached } }

  /// Counts a request that a dry run leaves out.
  func wouldAsk(bytes: Int) {
    state.withLock { state in
      state.requests += 1
      state.bytes += bytes
    }
  }

  func reused() { state.withLock { $0.reused += 1 } }
  /// A replay met a text to which no answer was recorded.
  func missedRecord() { state.withLock { $0.notRecorded += 1 } }
  var notRecorded: Int { state.withLock { $0.notRecorded } }
  func retried() { state.withLock { $0.retries += 1 } }

  func canaryCaught(as labels: Set<String>) { state.withLock { $0.profile.canary = labels } }

  /// Of the answers that came in this run; `nil` when none did.
  package var profile: ScreenerProfile? {
    state.withLock { $0.hasAnswers ? $0.profile : nil }
  }

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

extension ScreenerError {
  /// False for what was decided on this side before anything was sent.
  fileprivate var isOfTheVendor: Bool {
    switch self {
    case .cancelled, .spent, .dryRun, .notRecorded: false
    default: true
    }
  }
}
