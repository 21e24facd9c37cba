import LazaretCore
import Synchronization

/// The time that requests in flight are given when their task is cancelled. What was sent is paid for,
/// so its answer is waited for and kept; everything that costs nothing, such as the wait for a turn,
/// ends at once.
package final class Grace: Sendable {
  private struct Request {
    var cut: @Sendable () -> Void
    var timer: Task<Void, Never>?
  }

  private struct State {
    var isOver = false
    var lastID = 0
    var inFlight: [Int: Request] = [:]
  }

  private let state = Mutex(State())
  private let wait: @Sendable () async throws -> Void

  /// - Parameter length: counted for each request from its cancellation.
  package init<Time: Clock>(_ length: Duration, clock: Time) where Time.Duration == Duration {
    wait = { try await clock.sleep(for: length) }
  }

  /// Ends the grace of every request, now and from now on.
  package func cut() {
    let cuts = state.withLock { state in
      state.isOver = true
      return state.inFlight.values.map(\.cut)
    }
    for cut in cuts { cut() }
  }

  /// Sends a request that outlives the cancellation of its task by the grace, and no longer.
  ///
  /// - Throws: `.cancelled` when the task is cancelled already, and what `request` throws: also when it
  ///   is cut off, how it ends is its own business.
  func shield<Answer: Sendable>(
    _ request: @escaping @Sendable () async throws(ScreenerError) -> Answer
  ) async throws(ScreenerError) -> Answer {
    if Task.isCancelled { throw .cancelled }
    // At once: a request that was counted as sent and then waits for a thread arrives too close to the next.
    let task = Task.immediate { () async -> Result<Answer, ScreenerError> in
      do throws(ScreenerError) { return .success(try await request()) } catch { return .failure(error) }
    }
    let id = began { task.cancel() }
    defer { ended(id) }
    return try await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      count(down: id)
    }.get()
  }

  private func began(_ cut: @escaping @Sendable () -> Void) -> Int {
    let (id, isOver) = state.withLock { state in
      state.lastID += 1
      state.inFlight[state.lastID] = Request(cut: cut)
      return (state.lastID, state.isOver)
    }
    if isOver { cut() }
    return id
  }

  private func count(down id: Int) {
    state.withLock { state in
      guard let request = state.inFlight[id] else { return }
      state.inFlight[id]?.timer = Task { [wait] in
        do { try await wait() } catch { return }
        request.cut()
      }
    }
  }

  private func ended(_ id: Int) {
    state.withLock { $0.inFlight.removeValue(forKey: id) }?.timer?.cancel()
  }
}
