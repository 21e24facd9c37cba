import UnixSignals

/// SIGINT and SIGTERM, as a request to come to an end.
enum TerminationSignals {
  enum Signal: Sendable, Hashable {
    case interrupt
    case terminate

    var name: String {
      switch self {
      case .interrupt: "SIGINT"
      case .terminate: "SIGTERM"
      }
    }

    var status: ExitStatus {
      switch self {
      case .interrupt: .interrupted
      case .terminate: .terminated
      }
    }
  }

  /// From now on the signals arrive here instead of ending the process.
  static func caught() async -> some AsyncSequence<Signal, Never> & Sendable {
    await UnixSignalsSequence(trapping: .sigint, .sigterm).map { signal in
      signal == .sigterm ? Signal.terminate : Signal.interrupt
    }
  }
}
