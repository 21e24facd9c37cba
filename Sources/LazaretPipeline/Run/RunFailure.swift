package import LazaretCore

/// Why a run stopped before its end.
package enum RunFailure: Error, Sendable, Hashable {
  /// No further request to this screener can succeed.
  case screener(String, ScreenerError)
  case store(StoreError)
  /// The task was cancelled: what was answered is kept.
  case interrupted
  /// The sums of the summary do not agree: a fault of ours that must not pass for a report.
  case unbalanced(String)

  /// The failure behind an error that a task group handed over.
  init(_ error: any Error) {
    switch error {
    case let failure as RunFailure: self = failure
    case let error as StoreError: self = .store(error)
    default: self = .interrupted
    }
  }
}

extension RunFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .screener(_, .storeFailed(let error)): "\(error)"
    case .screener(let name, let error): "screener '\(name)': \(error)"
    case .store(let error): "\(error)"
    case .interrupted: "interrupted; what was answered is kept"
    case .unbalanced(let sums): "the sums of the run do not agree (\(sums)); please report this"
    }
  }
}
