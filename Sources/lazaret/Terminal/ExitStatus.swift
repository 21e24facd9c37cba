import ArgumentParser

/// How a command ended, for the shell. The one place that knows the numbers.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  case failed = 1
  case incomplete = 3
  case quarantineReached = 4
  case limitReached = 8
  case storeHeld = 11
  case usage = 64
  case invalidPipeline = 78
  case interrupted = 130
  case terminated = 143

  var meaning: String {
    switch self {
    case .done: "done; finding an attack is not a failure"
    case .failed: "stopped by an error"
    case .incomplete: "done, but something is unscreened, or a document failed, or a source could not be read"
    case .quarantineReached: "--fail-on-quarantine reached"
    case .limitReached: "a budget or a time cap was reached; the rest waits for the next run"
    case .storeHeld: "another run holds the store"
    case .usage: "wrong flags"
    case .invalidPipeline: "the pipeline file is not valid"
    case .interrupted: "interrupted; what was answered is kept"
    case .terminated: "terminated; what was answered is kept"
    }
  }

  var code: ExitCode { ExitCode(rawValue) }

  /// Stands in the help of every command.
  static var help: String {
    "EXIT STATUS\n" + allCases.map(\.row).joined(separator: "\n")
  }

  /// The number and its meaning, broken so that a terminal of 80 columns keeps the columns apart.
  private var row: String {
    let number = String(rawValue)
    var lines = ["  " + number + String(repeating: " ", count: 4 - number.count)]
    for word in meaning.split(separator: " ") {
      if let last = lines.last, last.count + word.count > 74 {
        lines.append("      ")
      }
      lines[lines.count - 1] += " " + word
    }
    return lines.joined(separator: "\n")
  }
}
