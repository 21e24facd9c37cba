import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads lines from a file descriptor. The blocking read happens on a queue of its own, so that
/// waiting for input does not hold up the answers that are under way.
struct LineReader {
  enum Line: Sendable, Hashable {
    case text([UInt8])
    /// Longer than the limit; its bytes were passed over.
    case tooLong
  }

  struct ReadError: Error, CustomStringConvertible {
    let why: String
    var description: String { "standard input cannot be read: \(why)" }
  }

  private let descriptor: Int32
  private let maxLineBytes: Int
  private let queue = DispatchQueue(label: "lazaret.lines")
  private var buffer: [UInt8] = []
  private var place = 0
  private var isAtEnd = false

  init(descriptor: Int32 = STDIN_FILENO, maxLineBytes: Int) {
    self.descriptor = descriptor
    self.maxLineBytes = maxLineBytes
  }

  /// The next line without its line end, or `nil` at the end of the input.
  mutating func next() async throws -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    while true {
      if place < buffer.count {
        let end = buffer[place...].firstIndex(of: UInt8(ascii: "\n"))
        let piece = buffer[place..<(end ?? buffer.count)]
        if line.count + piece.count > maxLineBytes {
          isTooLong = true
          line = []
        }
        if !isTooLong { line += piece }
        place = end.map { $0 + 1 } ?? buffer.count
        if end != nil { return Self.finished(line, isTooLong) }
      }
      if isAtEnd { return line.isEmpty && !isTooLong ? nil : Self.finished(line, isTooLong) }
      buffer = try await block()
      place = 0
      isAtEnd = buffer.isEmpty
    }
  }

  private static func finished(_ line: [UInt8], _ isTooLong: Bool) -> Line {
    if isTooLong { return .tooLong }
    return .text(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
  }

  private func block() async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<[UInt8], any Error>) in
      queue.async { [descriptor] in
        while true {
          var failure: Int32 = 0
          let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            let got = read(descriptor, buffer.baseAddress, buffer.count)
            failure = got < 0 ? errno : 0
            count = max(got, 0)
          }
          if failure == EINTR || failure == EAGAIN { continue }
          if failure != 0 {
            continuation.resume(throwing: ReadError(why: String(cString: strerror(failure))))
          } else {
            continuation.resume(returning: bytes)
          }
          return
        }
      }
    }
  }
}
