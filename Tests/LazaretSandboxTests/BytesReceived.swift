import Synchronization

/// A count that a closure may raise.
final class BytesReceived: Sendable {
  private let bytes = Mutex(0)

  func add(_ more: Int) { bytes.withLock { $0 += more } }
  var count: Int { bytes.withLock { $0 } }
}
