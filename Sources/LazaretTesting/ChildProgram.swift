import Foundation
import Subprocess
import SystemPackage

/// Runs a program to its end. Not through Foundation's `Process`: that one changes the directory of the whole test
/// process for a moment, and tests run side by side.
package enum ChildProgram {
  package struct Ended: Sendable {
    /// The exit status, or 128 and the signal's number.
    package let status: Int32
    /// stdout.
    package let output: String
    /// stderr.
    package let talk: String

    package var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  package struct NotStarted: Error {
    package let executable: String
  }

  /// - Parameters:
  ///   - environment: all that there is, but for a `LC_ALL` of C.UTF-8.
  ///   - started: called with the process's identifier.
  package static func run(
    _ executable: String, _ arguments: [String], input: String = "", environment: [String: String],
    directory: String, started: @Sendable (Int32) -> Void = { _ in }
  ) async throws -> Ended {
    // Files and not pipes: a pipe that nobody empties would stop the program.
    let folder = try TemporaryDirectory()
    try folder.write(input, to: "in")
    try folder.write("", to: "out")
    try folder.write("", to: "err")
    let source = FileDescriptorInput.fileDescriptor(
      try FileDescriptor.open(FilePath(folder.path("in")), .readOnly), closeAfterSpawningProcess: true)
    func sink(_ name: String) throws -> FileDescriptorOutput {
      .fileDescriptor(
        try FileDescriptor.open(FilePath(folder.path(name)), .writeOnly), closeAfterSpawningProcess: true)
    }
    var variables: [Environment.Key: String] = ["LC_ALL": "C.UTF-8"]
    for (name, value) in environment {
      if let key = Environment.Key(rawValue: name) { variables[key] = value }
    }
    let ended: TerminationStatus
    do {
      ended = try await Subprocess.run(
        .path(FilePath(executable)), arguments: Arguments(arguments), environment: .custom(variables),
        workingDirectory: FilePath(directory), input: source, output: try sink("out"),
        error: try sink("err")
      ) { started(Int32($0.processIdentifier.value)) }.terminationStatus
    } catch is SubprocessError {
      throw NotStarted(executable: executable)
    }
    let status: Int32 =
      switch ended {
      case .exited(let status): Int32(status)
      case .signaled(let signal): 128 + Int32(signal)
      }
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.url.appendingPathComponent(name)), as: UTF8.self)
    }
    return Ended(status: status, output: try text("out"), talk: try text("err"))
  }
}
