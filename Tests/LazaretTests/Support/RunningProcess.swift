import Foundation

/// A look at a process that was started by a test, while it runs.
struct RunningProcess: Sendable {
  let id: Int32

  var isAlive: Bool { kill(id, 0) == 0 }

  /// What it has written to stderr so far.
  var talk: String {
    (try? String(contentsOfFile: "/proc/\(id)/fd/2", encoding: .utf8)) ?? ""
  }

  func send(_ signal: Int32) { kill(id, signal) }

  /// Returns when the process has said this on stderr, or is gone.
  func hasSaid(_ words: String) async {
    while isAlive, !talk.contains(words) { await Task.yield() }
  }

  /// True when the signal's default action is replaced, as one does that traps it.
  func traps(_ signal: Int32) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8) else {
      return false
    }
    for line in status.split(separator: "\n") where line.hasPrefix("SigCgt:") || line.hasPrefix("SigIgn:") {
      guard let mask = line.split(separator: "\t").last.flatMap({ UInt64($0, radix: 16) }) else { continue }
      if mask & (1 << UInt64(signal - 1)) != 0 { return true }
    }
    return false
  }
}
