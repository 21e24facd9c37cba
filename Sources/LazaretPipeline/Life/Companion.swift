import Synchronization

/// Runs `body` beside a companion that has no end of its own: a server, a progress line. When the
/// body ends, either way, the companion is cancelled and waited for.
///
/// - Throws: what `body` throws, or what ended the companion before its time.
package func withCompanion<Value: Sendable>(
  _ companion: @escaping @Sendable () async throws -> Void,
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask {
      try await companion()
      return nil
    }
    group.addTask { try await body() }
    while let ended = try await group.next() {
      if let value = ended {
        group.cancelAll()
        // Its end was asked for, so how it ended no longer matters.
        while (try? await group.next()) != nil {}
        return value
      }
    }
    throw CancellationError()
  }
}

/// Runs `body` until it ends, and cancels it at the first element of `interruptions`. The body is
/// waited for in any case: it has to put down what it holds.
///
/// - Parameter noticed: called for each interruption, once the body is cancelled, with its number from 1.
/// - Returns: what the body returned, and what interrupted it first.
package func untilInterrupted<Value: Sendable, Interruptions: AsyncSequence & Sendable>(
  by interruptions: Interruptions,
  noticed: @escaping @Sendable (_ interruption: Interruptions.Element, _ number: Int) -> Void = { _, _ in },
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> (value: Value, interruption: Interruptions.Element?)
where Interruptions.Element: Sendable {
  // Not a child of the group: it is cancelled while the group goes on listening.
  let work = Task { try await body() }
  let first = First<Interruptions.Element>()
  return try await withTaskCancellationHandler {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work.value }
      group.addTask {
        var number = 0
        for try await interruption in interruptions {
          number += 1
          first.note(interruption)
          work.cancel()
          noticed(interruption, number)
        }
        return nil
      }
      do {
        while let ended = try await group.next() {
          if let value = ended {
            group.cancelAll()
            return (value, first.element)
          }
        }
      } catch {
        work.cancel()
        _ = await work.result
        throw error
      }
      throw CancellationError()
    }
  } onCancel: {
    work.cancel()
  }
}

/// The first of what came.
private final class First<Element: Sendable>: Sendable {
  private let noted = Mutex<Element?>(nil)

  var element: Element? { noted.withLock { $0 } }

  func note(_ element: Element) { noted.withLock { $0 = $0 ?? element } }
}
