import Synchronization

/// A bound on how many tasks do something at once. Whoever waits is served in order.
package final class Permits: Sendable {
  private struct State {
    var free: Int
    var nextID = 0
    var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    var cancelled: Set<Int> = []
  }

  private let state: Mutex<State>

  /// - Precondition: `count >= 1`.
  package init(_ count: Int) {
    precondition(count >= 1, "without a permit nothing would ever run")
    state = Mutex(State(free: count))
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
    let id = state.withLock { state -> Int in
      state.nextID += 1
      return state.nextID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
        let answer: Bool? = state.withLock { state in
          if state.cancelled.remove(id) != nil { return false }
          if state.free > 0 {
            state.free -= 1
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
    let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
      if state.waiting.isEmpty {
        state.free += 1
        return nil
      }
      return state.waiting.removeFirst().continuation
    }
    next?.resume(returning: true)
  }
}
