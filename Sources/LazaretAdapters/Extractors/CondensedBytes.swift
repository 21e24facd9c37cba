import Glibc

/// Copies bytes, but for those that are left out on the way.
struct CondensedBytes {
  private let source: UnsafeBufferPointer<UInt8>
  private let target: UnsafeMutableBufferPointer<UInt8>
  private var copied = 0
  private var written = 0

  /// - Parameter target: as long as the source.
  init(from source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>) {
    precondition(target.count >= source.count)
    self.source = source
    self.target = target
  }

  /// Where a byte of the source will stand. To be asked in order.
  func place(of source: Int) -> Int { written + max(source - copied, 0) }

  /// To be called in order.
  mutating func leaveOut(_ start: Int, _ end: Int) {
    guard copied <= start, start < end, end <= source.count else { return }
    copy(to: start)
    copied = end
  }

  /// How many bytes there are in the end.
  mutating func finish() -> Int {
    copy(to: source.count)
    return written
  }

  private mutating func copy(to end: Int) {
    let count = end - copied
    if count > 0, let from = source.baseAddress, let to = target.baseAddress {
      memcpy(to + written, from + copied, count)
      written += count
    }
  }
}
