import Synchronization

/// Identifiers for answers. They count up from 1, so that two runs give the same ones.
final class SerialNumbers: Sendable {
  private let last = Mutex(0)

  /// In the form of a UUID of version 4: `00000000-0000-4000-8000-000000000001`.
  func uuid() -> String {
    let number = last.withLock { last -> Int in
      last += 1
      return last
    }
    let digits = String(number, radix: 16)
    let zeros = String(repeating: "0", count: max(0, 12 - digits.count))
    return "00000000-0000-4000-8000-\(zeros)\(digits)"
  }
}
