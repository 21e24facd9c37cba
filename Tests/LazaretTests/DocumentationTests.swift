import Foundation
import LazaretSandbox
import LazaretTesting
import Testing

/// Every command that the documentation shows is run, in its order, in a copy of the repository's
/// files.
struct DocumentationTests {
  static let pages = ["README.md", "docs/export.md"]

  @Test(arguments: pages + ["docs/review.md"])
  func `every command of a page runs`(page: String) async throws {
    let place = try TemporaryDirectory()
    for folder in ["fixtures", "pipelines", "docs"] {
      try FileManager.default.copyItem(
        atPath: RepositoryFile.path(folder), toPath: place.path(folder))
    }
    let commands = try Self.commands(in: RepositoryFile.text(page))
    #expect(commands.count >= 5)
    let sandbox = try await ServedSandbox.start()
    for command in commands where !command.hasPrefix("make ") {
      let ended = try await BuiltBinary.run(
        executable: "/bin/bash", arguments: ["-euo", "pipefail", "-c", command],
        environment: [
          "PATH": URL(fileURLWithPath: BuiltBinary.lazaret).deletingLastPathComponent().path
            + ":/usr/bin:/bin",
          "LAKERA_API_BASE": sandbox.address, "LAKERA_GUARD_API_KEY": "key",
          "LASSO_API_BASE": sandbox.address + "/gateway/v3", "LASSO_API_KEY": "key",
          "LASSO_USER_ID": "nightly@example.com",
        ], directory: place.url.path)
      // 3: fixtures that cannot be read on purpose, and feeds of a network that a test does not have.
      let failed = ended.lines.filter { $0.hasPrefix("failed ") }
      let isFeedOnly = !failed.isEmpty && failed.allSatisfy { $0.contains(" source ") }
      #expect(
        [0, 3].contains(ended.status) || command.hasPrefix("lazaret doctor") && isFeedOnly,
        "\(command): \(ended.status) \(ended.talk) \(failed)")
    }
    await sandbox.stop()
  }

  @Test(arguments: ["README.md", "CONTRIBUTING.md"])
  func `every target of make that a page names exists`(page: String) throws {
    let makefile = try RepositoryFile.text("Makefile")
    let text = try RepositoryFile.text(page)
    var named: [String] = []
    for part in text.components(separatedBy: "make ").dropFirst() {
      let target = part.prefix { $0.isLetter }
      let before = text.range(of: "`make \(target)`") != nil || text.contains("\nmake \(target)\n")
      if before { named.append(String(target)) }
    }
    #expect(!named.isEmpty)
    for target in named { #expect(makefile.contains("\n\(target): "), "make \(target)") }
  }

  @Test(
    arguments: pages + [
      "CONTRIBUTING.md", "docs/architecture.md", "docs/vendors.md", "docs/store.md",
      "docs/sandbox.md", "docs/interoperability.md", "docs/pipeline-file.md", "docs/limits.md",
      "docs/operations.md", "docs/review.md", "docs/formats.md", "docs/performance.md",
    ])
  func `every file that a page links to exists`(page: String) throws {
    let folder = URL(fileURLWithPath: RepositoryFile.path(page)).deletingLastPathComponent()
    for part in try RepositoryFile.text(page).components(separatedBy: "](").dropFirst() {
      let link = part.prefix { $0 != ")" && $0 != "#" }
      if link.isEmpty || link.hasPrefix("http") { continue }
      #expect(
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(String(link)).path), "\(link)")
    }
  }

  /// The lines of the blocks that are marked `sh`.
  private static func commands(in page: String) throws -> [String] {
    var commands: [String] = []
    var isShell = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isShell = line == "```sh"
      } else if isShell, !line.isEmpty {
        commands.append(String(line))
      }
    }
    return commands
  }
}
