package import Foundation

/// A fresh directory for one test, removed when the value goes. Each has a name of its own, so tests
/// run side by side.
package final class TemporaryDirectory: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("lazaret-test-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package func exists(_ relative: String) -> Bool { FileManager.default.fileExists(atPath: path(relative)) }

  package func path(_ relative: String) -> String {
    url.appendingPathComponent(relative).path
  }

  /// Writes a file and the folders above it; returns its path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to relative: String) throws -> String {
    let file = url.appendingPathComponent(relative)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  @discardableResult
  package func write(_ text: String, to relative: String) throws -> String {
    try write(text.utf8, to: relative)
  }
}
