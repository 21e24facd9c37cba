import Foundation
import LazaretTesting

/// Runs programs, above all the `lazaret` that was built with these tests.
enum BuiltBinary {
  typealias Ended = ChildProgram.Ended

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
    var variables = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    variables.merge(environment) { _, new in new }
    return try await ChildProgram.run(
      executable, arguments, input: input, environment: variables, directory: directory, started: started)
  }
}
