import Synchronization

/// A bound on what many tasks hold at once, in units of their choice: bytes of documents.
///
/// Whoever waits is served in order, also a heavy one behind which lighter ones would fit, so that it is
/// not starved. One that is heavier than the whole bound waits until it is alone.
package final class WeightedPermits: Sendable {
  private struct State {
    var free: Int
    var nextID = 0
    var waiting: [Waiter] = []
    var cancelled: Set<Int> = []
  }

  private struct Waiter {
    let id: Int
    let weight: Int
    let continuation: CheckedContinuation<Bool, Never>
  }

  package let bound: Int
  private let state: Mutex<State>

  /// - Precondition: `bound >= 1`.
  package init(bound: Int) {
    precondition(bound >= 1, "within a bound of nothing, nothing would ever run")
    self.bound = bound
    state = Mutex(State(free: bound))
  }

  /// How many wait for their turn.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Runs `body` while it holds `weight` units, or returns `nil` when the task was cancelled while it
  /// waited for them. A weight of nothing waits its turn as well.
  package func holding<Value, Failure: Error>(
    _ weight: Int, _ body: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value? {
    let weight = min(max(weight, 0), bound)
    guard await take(weight) else { return nil }
    defer { giveBack(weight) }
    return try await body()
  }

  private func take(_ weight: Int) async -> Bool {
    if Task.isCancelled { return false }
    // Mostly there is room, and then nothing has to be set up for a wait.
    let id: Int? = state.withLock { state in
      if state.waiting.isEmpty, weight <= state.free {
        state.free -= weight
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
          if state.waiting.isEmpty, weight <= state.free {
            state.free -= weight
            return true
          }
          state.waiting.append(Waiter(id: id, weight: weight, continuation: continuation))
          return nil
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let (gone, served) = state.withLock { state -> (Waiter?, [Waiter]) in
        guard let place = state.waiting.firstIndex(where: { $0.id == id }) else {
          // Not waiting yet, or served already. The mark is for the first case; in the second it is
          // never read, and the units come back as usual.
          state.cancelled.insert(id)
          return (nil, [])
        }
        let gone = state.waiting.remove(at: place)
        // It may have been the one that stood in the way.
        return (gone, Self.serve(&state))
      }
      gone?.continuation.resume(returning: false)
      for waiter in served { waiter.continuation.resume(returning: true) }
    }
  }

  private func giveBack(_ weight: Int) {
    let served = state.withLock { state -> [Waiter] in
      state.free += weight
      return Self.serve(&state)
    }
    for waiter in served { waiter.continuation.resume(returning: true) }
  }

  private static func serve(_ state: inout State) -> [Waiter] {
    var served: [Waiter] = []
    while let first = state.waiting.first, first.weight <= state.free {
      state.free -= first.weight
      served.append(state.waiting.removeFirst())
    }
    return served
  }
}
