import LazaretTesting

/// Lets the clock run until `body` ends, from one sleeper to the next.
func running<Value: Sendable>(
  _ clock: ManualClock, _ body: @escaping @Sendable () async -> Value
) async -> Value {
  await withTaskGroup(of: Value?.self) { group in
    group.addTask { await body() }
    group.addTask {
      while !Task.isCancelled {
        if let due = clock.nextDue { clock.advance(by: due) }
        await Task.yield()
      }
      return nil
    }
    var value: Value?
    for await result in group {
      if let result {
        value = result
        group.cancelAll()
      }
    }
    guard let value else { preconditionFailure("the body returns a value") }
    return value
  }
}
