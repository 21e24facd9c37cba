#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// stdout is data.
struct StandardOutput {
  /// Whoever read our output has gone, as `head` does.
  struct Closed: Error, CustomStringConvertible {
    let why: String
    var description: String { "standard output cannot be written: \(why)" }
  }

  /// - Throws: ``Closed``.
  func write(_ bytes: [UInt8]) throws(Closed) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw Closed(why: String(cString: strerror(errno)))
      }
      rest = rest.dropFirst(written)
    }
  }

  func write(_ text: String) throws(Closed) { try write(Array(text.utf8)) }
  func line(_ text: String) throws(Closed) { try write(text + "\n") }
}

/// stderr is talk. A failure to talk is nobody's business.
struct StandardError: Sendable {
  var isQuiet = false

  /// What must be said even when the command is to be quiet.
  func say(_ line: String) { put(line + "\n") }

  /// What is nice to know.
  func note(_ line: String) { if !isQuiet { put(line + "\n") } }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  func put(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
