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
    let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let ended = try await ChildProgram.run(
      "/bin/bash", ["-euo", "pipefail", "-c", command],
      environment: ["PATH": built.path + ":/usr/bin:/bin"], directory: folder.url.path)
    guard ended.status == 0 else { throw Failed(command: command, status: ended.status, talk: ended.talk) }
    return ended.output
  }
}
