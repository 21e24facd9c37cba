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
/// - Returns: what the body returned, and what interrupted it.
package func untilInterrupted<Value: Sendable, Interruptions: AsyncSequence & Sendable>(
  by interruptions: Interruptions, _ body: @escaping @Sendable () async throws -> Value
) async throws -> (value: Value, interruption: Interruptions.Element?)
where Interruptions.Element: Sendable {
  try await withThrowingTaskGroup(of: Event<Value, Interruptions.Element>.self) { group in
    group.addTask { .ended(try await body()) }
    group.addTask {
      for try await interruption in interruptions { return .interrupted(interruption) }
      return .silent
    }
    var interruption: Interruptions.Element?
    while let event = try await group.next() {
      switch event {
      case .ended(let value):
        group.cancelAll()
        return (value, interruption)
      case .interrupted(let element):
        interruption = element
        group.cancelAll()
      case .silent: break
      }
    }
    throw CancellationError()
  }
}

private enum Event<Value: Sendable, Interruption: Sendable>: Sendable {
  case ended(Value)
  case interrupted(Interruption)
  case silent
}
