import Synchronization

/// A value that many tasks of a test may change. A `Mutex` of its own cannot be captured by the
/// closures that tests are made of; a reference to one can.
package final class Locked<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  package init(_ value: Value) { mutex = Mutex(value) }

  package var value: Value { mutex.withLock { $0 } }

  @discardableResult
  package func withLock<Result: Sendable>(_ change: @Sendable (inout Value) -> Result) -> Result {
    mutex.withLock { value in change(&value) }
  }
}
