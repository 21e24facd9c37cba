import LazaretTesting

/// Counts the texts that reach the sandbox, and strikes at one of them.
final class Arrivals: Sendable {
  private struct State {
    var count = 0
    var first: ContinuousClock.Instant?
    var last: ContinuousClock.Instant?
    var target: Int?
    var strike: (@Sendable () -> Void)?
  }

  private let state = Locked(State())

  /// Since ``start(strikingAt:_:)``.
  var count: Int { state.value.count }
  var first: ContinuousClock.Instant? { state.value.first }
  var last: ContinuousClock.Instant? { state.value.last }

  /// Counts from 0 again, and calls `strike` when the `target`th text arrives.
  func start(strikingAt target: Int? = nil, _ strike: @escaping @Sendable () -> Void = {}) {
    state.withLock { $0 = State(target: target, strike: strike) }
  }

  func came() {
    let strike = state.withLock { state -> (@Sendable () -> Void)? in
      let now = ContinuousClock.now
      state.count += 1
      state.first = state.first ?? now
      state.last = now
      return state.count == state.target ? state.strike : nil
    }
    strike?()
  }
}
