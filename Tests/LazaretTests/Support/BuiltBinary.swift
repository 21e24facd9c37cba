import Foundation
import LazaretTesting

/// Runs programs, above all the `lazaret` that was built with these tests.
enum BuiltBinary {
  struct Ended: Sendable {
    /// The exit status, or 128 and the signal's number.
    let status: Int32
    /// stdout.
    let output: String
    /// stderr.
    let talk: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  struct NotStarted: Error {
    let executable: String
  }

  /// `lazaret` stands beside the bundle of the tests.
  static var lazaret: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("lazaret").path
  }

  /// Starts `lazaret` and returns what becomes of it.
  ///
  /// - Parameters:
  ///   - environment: on top of a bare one; what is set on this machine has no say.
  ///   - started: called with the process's identifier.
  static func run(
    executable: String = lazaret, _ arguments: String..., input: String = "",
    environment: [String: String] = [:], directory: String = RepositoryFile.path(""),
    started: @Sendable (Int32) -> Void = { _ in }
  ) async throws -> Ended {
    try await run(
      executable: executable, arguments: arguments, input: input, environment: environment,
      directory: directory, started: started)
  }

  static func run(
    executable: String = lazaret, arguments: [String], input: String = "",
    environment: [String: String] = [:], directory: String = RepositoryFile.path(""),
    started: @Sendable (Int32) -> Void = { _ in }
  ) async throws -> Ended {
    // Files and not pipes: a pipe that nobody empties would stop the program.
    let folder = try TemporaryDirectory()
    try folder.write(input, to: "in")
    try folder.write("", to: "out")
    try folder.write("", to: "err")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    var variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
    ]
    variables.merge(environment) { _, new in new }
    process.environment = variables
    process.standardInput = FileHandle(forReadingAtPath: folder.path("in"))
    process.standardOutput = FileHandle(forWritingAtPath: folder.path("out"))
    process.standardError = FileHandle(forWritingAtPath: folder.path("err"))
    let status = try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { process in
        let signalled = process.terminationReason == .uncaughtSignal
        continuation.resume(
          returning: signalled ? 128 + process.terminationStatus : process.terminationStatus)
      }
      do {
        try process.run()
        started(process.processIdentifier)
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: NotStarted(executable: executable))
      }
    }
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.url.appendingPathComponent(name)), as: UTF8.self)
    }
    return Ended(status: status, output: try text("out"), talk: try text("err"))
  }
}
