import Synchronization

/// A bound on how many tasks do something at once. Whoever waits is served in order.
package final class Permits: Sendable {
  private struct State {
    var limit: Int
    var taken = 0
    var nextID = 0
    var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    var cancelled: Set<Int> = []

    /// Gives what is free to those who wait longest.
    mutating func serve() -> [CheckedContinuation<Bool, Never>] {
      let count = min(max(0, limit - taken), waiting.count)
      guard count > 0 else { return [] }
      taken += count
      defer { waiting.removeFirst(count) }
      return waiting.prefix(count).map(\.continuation)
    }
  }

  private let state: Mutex<State>

  /// - Precondition: `count >= 1`.
  package init(_ count: Int) {
    precondition(count >= 1, "without a permit nothing would ever run")
    state = Mutex(State(limit: count))
  }

  /// Runs `body` with a permit, or returns `nil` when the task was cancelled while it waited.
  package func withPermit<Value, Failure: Error>(
    _ body: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value? {
    guard await take() else { return nil }
    defer { giveBack() }
    return try await body()
  }

  private func take() async -> Bool {
    if Task.isCancelled { return false }
    // Mostly one is free, and then nothing has to be set up for a wait.
    let id: Int? = state.withLock { state in
      if state.taken < state.limit {
        state.taken += 1
        return nil
      }
      state.nextID += 1
      return state.nextID
    }
    guard let id else { return true }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
        let answer: Bool? = state.withLock { state in
          if state.cancelled.remove(id) != nil { return false }
          if state.taken < state.limit {
            state.taken += 1
            return true
          }
          state.waiting.append((id, continuation))
          return nil
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let waiter: CheckedContinuation<Bool, Never>? = state.withLock { state in
        guard let place = state.waiting.firstIndex(where: { $0.id == id }) else {
          // Not waiting yet, or served already. The mark is for the first case; in the second it is
          // never read, and the permit comes back as usual.
          state.cancelled.insert(id)
          return nil
        }
        return state.waiting.remove(at: place).continuation
      }
      waiter?.resume(returning: false)
    }
  }

  private func giveBack() {
    let served = state.withLock { state in
      state.taken -= 1
      return state.serve()
    }
    for continuation in served { continuation.resume(returning: true) }
  }

  /// Changes how many there are. Who has one keeps it: after a cut nobody gets one until enough came
  /// back.
  ///
  /// - Precondition: `count >= 1`.
  func resize(to count: Int) {
    precondition(count >= 1, "without a permit nothing would ever run")
    let served = state.withLock { state in
      state.limit = count
      return state.serve()
    }
    for continuation in served { continuation.resume(returning: true) }
  }

  /// How many are held.
  var taken: Int { state.withLock { $0.taken } }
}
