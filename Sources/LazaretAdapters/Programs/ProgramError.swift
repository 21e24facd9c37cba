/// Why another program gave no answer. Names the program and, where there is one, the limit; never what
/// the program read.
enum ProgramError: Error, Sendable, Hashable {
  /// Not on the path, or not executable.
  case notFound(program: String)
  case limit(program: String, limit: Limit)
  /// `reason` is the first line that it wrote to standard error, up to the first quotation mark or
  /// bracket: what follows may quote the input.
  case failed(program: String, status: Int, reason: String)
  /// Ended by a signal that no limit explains.
  case crashed(program: String, signal: Int)
  /// The system refused a process, a pipe or a temporary file.
  case cannotStart(program: String)
  /// The task that asked was cancelled; the program and its children are killed.
  case stopped(program: String)

  enum Limit: Sendable, Hashable {
    case seconds(Int)
    case processorSeconds(Int)
    case memory(mebibytes: Int)
    case output(mebibytes: Int)
  }
}

extension ProgramError: CustomStringConvertible {
  var description: String {
    switch self {
    case .notFound(let program): "there is no '\(program)' on the path"
    case .limit(let program, let limit): "\(program) took more than \(limit)"
    case .failed(let program, let status, let reason):
      "\(program) ended with status \(status)" + (reason.isEmpty ? "" : " (\(reason))")
    case .crashed(let program, let signal): "\(program) was ended by signal \(signal)"
    case .cannotStart(let program): "\(program) could not be started"
    case .stopped(let program): "\(program) was stopped"
    }
  }
}

extension ProgramError.Limit: CustomStringConvertible {
  var description: String {
    switch self {
    case .seconds(let count): "\(count) seconds"
    case .processorSeconds(let count): "\(count) seconds of processor time"
    case .memory(let mebibytes): "\(mebibytes) MiB of memory"
    case .output(let mebibytes): "\(mebibytes) MiB of output"
    }
  }
}
