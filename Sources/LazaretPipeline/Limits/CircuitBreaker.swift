import LazaretCore
import Synchronization

/// Stops asking a vendor that does not answer, and tries it again now and then with a single request.
/// All who ask the vendor share one, so that an outage costs the run one retry budget and a few
/// requests, however many texts wait.
///
/// A refusal because of the rate (429) is no sign of death: the rate limiter deals with it.
final class CircuitBreaker<Instant: InstantProtocol>: Sendable
where Instant: Sendable, Instant.Duration == Duration {
  enum Admission {
    /// Ask.
    case go
    /// Do not ask before then, because of what the last request ended with.
    case wait(until: Instant, ScreenerError)
  }

  private struct State {
    /// Failures since the last answer.
    var failures = 0
    /// When the present series of failures began.
    var began: Instant?
    var error: ScreenerError?
    /// Nobody asks before it.
    var reopens: Instant?
    var pause = Duration.zero
    /// Somebody is asking whether the vendor is back.
    var isProbing = false
  }

  /// This many failures in a row, and nobody is asked for a while.
  private static var threshold: Int { 5 }
  private static var firstPause: Duration { .seconds(1) }
  private static var longestPause: Duration { .seconds(30) }
  /// How soon those who wait look again while one asks.
  private static var look: Duration { .milliseconds(250) }

  private let state = Mutex(State())

  func admission(at now: Instant) -> Admission {
    state.withLock { state in
      guard let error = state.error, let reopens = state.reopens else { return .go }
      if now < reopens { return .wait(until: reopens, error) }
      if state.isProbing { return .wait(until: now.advanced(by: Self.look), error) }
      state.isProbing = true
      return .go
    }
  }

  func answered() { state.withLock { $0 = State() } }

  /// The request that was admitted ended without a word about the vendor: it was cancelled or not sent.
  func leftOpen() { state.withLock { $0.isProbing = false } }

  /// - Returns: when the present series of failures began.
  func failed(_ error: ScreenerError, at now: Instant) -> Instant {
    state.withLock { state in
      state.isProbing = false
      state.failures += 1
      let began = state.began ?? now
      state.began = began
      if case .rateLimited = error { return began }
      state.error = error
      guard state.failures >= Self.threshold, state.reopens ?? now <= now else { return began }
      state.pause = min(max(state.pause * 2, Self.firstPause), Self.longestPause)
      state.reopens = now.advanced(by: state.pause)
      return began
    }
  }

  /// When the present series of failures began; `nil` when the last request was answered.
  var began: Instant? { state.withLock { $0.began } }
}
