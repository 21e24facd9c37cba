import Foundation
import LazaretTesting

/// A command as somebody would type it, with the `lazaret` that was built with these tests.
enum ShellCommand {
  struct Failed: Error {
    let command: String
    let status: Int32
    /// stderr.
    let talk: String
  }

  static var hasCurl: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/curl") }

  /// What the command writes to stdout.
  ///
  /// - Throws: `Failed` when it ends with anything but 0.
  static func output(_ command: String, in folder: TemporaryDirectory) async throws -> String {
    // Files and not pipes: a pipe that nobody empties would stop the program.
    try folder.write("", to: "out")
    try folder.write("", to: "err")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-euo", "pipefail", "-c", command]
    process.currentDirectoryURL = folder.url
    let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    process.environment = ["PATH": built.path + ":/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: folder.path("out"))
    process.standardError = FileHandle(forWritingAtPath: folder.path("err"))
    let status = try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }
    guard status == 0 else { throw Failed(command: command, status: status, talk: try text("err")) }
    return try text("out")
  }
}
