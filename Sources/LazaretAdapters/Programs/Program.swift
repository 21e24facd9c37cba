import Glibc
import Subprocess
import SystemPackage

/// Another program, run under limits. The one place that starts processes.
///
/// It sees `PATH` and `LC_ALL=C.UTF-8` of the environment and no more, stands in the root directory, and has a
/// session of its own, so that it and its children are killed together. `timeout` (coreutils) keeps the
/// wall clock, `prlimit` (util-linux) has the kernel keep memory and processor time; both are on every
/// Debian and Ubuntu. Cancelling the task kills the lot.
struct Program: Sendable {
  struct Limits: Sendable, Hashable {
    /// Of wall clock.
    var seconds = 60
    var processorSeconds = 60
    /// Of address space, which is more than what is used of it.
    var mebibytes = 1024
    /// Of standard output; standard error may be as much.
    var outputMebibytes = 128
  }

  struct Output: Sendable, Hashable {
    var standardOutput: [UInt8]
    /// May quote what was read: not for messages.
    var standardError: [UInt8]
  }

  var name: String
  var limits = Limits()

  /// Throws for anything but an exit status of 0.
  func run(_ arguments: [String], input: PrivateFile? = nil) async throws(ProgramError) -> Output {
    let path = Self.path
    guard let timeout = Self.find("timeout", in: path) else { throw .notFound(program: "timeout") }
    guard let prlimit = Self.find("prlimit", in: path) else { throw .notFound(program: "prlimit") }
    guard let program = Self.find(name, in: path) else { throw .notFound(program: name) }
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
    ]
    // The soft limit of processor time ends it with SIGXCPU, which tells it from the other ends.
    let limited = [
      "--signal=KILL", "\(limits.seconds)", prlimit, "--as=\(limits.mebibytes << 20)",
      "--cpu=\(limits.processorSeconds):\(limits.processorSeconds + 5)", "--core=0", program,
    ]
    let configuration = Configuration(
      executable: .path(FilePath(timeout)), arguments: Arguments(limited + arguments),
      environment: .custom(["PATH": path, "LC_ALL": "C.UTF-8"]), workingDirectory: "/",
      platformOptions: options)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      guard let input else { return try await output(of: configuration, .none, since: start) }
      let bytes = FileDescriptorInput.fileDescriptor(
        input.descriptor, closeAfterSpawningProcess: false)
      let output = try await output(of: configuration, bytes, since: start)
      withExtendedLifetime(input) {}
      return output
    } catch {
      throw reason(for: error)
    }
  }

  private func output(
    of configuration: Configuration, _ input: some InputProtocol, since start: ContinuousClock.Instant
  ) async throws -> Output {
    let bound = limits.outputMebibytes << 20
    let result = try await Subprocess.run(
      configuration, input: input, output: .bytes(limit: bound), error: .bytes(limit: bound))
    let output = Output(standardOutput: result.standardOutput, standardError: result.standardError)
    let ranOut = start.duration(to: .now) >= .seconds(limits.seconds)
    if Task.isCancelled { throw ProgramError.stopped(program: name) }
    switch result.terminationStatus {
    case .exited(0): return output
    case .exited(let status):
      // A shell's way of saying that a signal ended it, which `timeout` has as well.
      if status > 128 { throw ended(by: Int(status) - 128, output, ranOut) }
      if Self.saysOutOfMemory(output.standardError) {
        throw ProgramError.limit(program: name, limit: .memory(mebibytes: limits.mebibytes))
      }
      throw ProgramError.failed(
        program: name, status: Int(status), reason: Self.firstLine(output.standardError))
    case .signaled(let signal): throw ended(by: Int(signal), output, ranOut)
    }
  }

  private func ended(by signal: Int, _ output: Output, _ ranOut: Bool) -> ProgramError {
    if signal == Int(SIGXCPU) {
      return .limit(program: name, limit: .processorSeconds(limits.processorSeconds))
    }
    if signal == Int(SIGKILL), ranOut { return .limit(program: name, limit: .seconds(limits.seconds)) }
    if Self.saysOutOfMemory(output.standardError) {
      return .limit(program: name, limit: .memory(mebibytes: limits.mebibytes))
    }
    return .crashed(program: name, signal: signal)
  }

  private func reason(for error: any Error) -> ProgramError {
    if let error = error as? ProgramError { return error }
    if Task.isCancelled { return .stopped(program: name) }
    if let error = error as? SubprocessError, error.code == .outputLimitExceeded {
      return .limit(program: name, limit: .output(mebibytes: limits.outputMebibytes))
    }
    return .cannotStart(program: name)
  }

  private static func saysOutOfMemory(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.suffix(4096), as: UTF8.self).lowercased()
    return ["out of memory", "bad_alloc", "cannot allocate memory", "memory exhausted"].contains {
      text.contains($0)
    }
  }

  private static func firstLine(_ bytes: [UInt8]) -> String {
    // An apostrophe inside of a word is none.
    let quotes = Array("\"`([<".utf8)
    var line: [UInt8] = []
    for byte in bytes.prefix(200) {
      let opens = byte == 0x27 && (line.last ?? 0x20).isWhitespace
      if byte == 0x0A || opens || quotes.contains(byte) { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self).filter { !$0.isNewline }
  }

  private static var path: String {
    getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
  }

  private static func find(_ name: String, in path: String) -> String? {
    path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }
}
