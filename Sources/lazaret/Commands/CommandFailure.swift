import ArgumentParser
import LazaretAdapters
import LazaretCore

extension StandardError {
  /// Says why the command ends and gives what to end it with.
  func failure(_ error: any Error) -> any Error {
    switch error {
    // Said already, or said by the parser with the usage of the command.
    case is ExitCode, is ValidationError: return error
    case let error as StoreError:
      say("error: \(error)")
      if case .held = error { return ExitStatus.storeHeld.code }
      return ExitStatus.failed.code
    default:
      say("error: \(error)")
      return ExitStatus.failed.code
    }
  }
}
