import Foundation
import LazaretTesting
import Testing

/// Compares a text with the one that was recorded. `LAZARET_RECORD=1` records, and fails: a record
/// that nobody looked at proves nothing.
enum Golden {
  static func check(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws
  {
    let relative = "Tests/LazaretTests/Golden/\(name).txt"
    let path = RepositoryFile.path(relative)
    if ProcessInfo.processInfo.environment["LAZARET_RECORD"] == "1" {
      let url = URL(fileURLWithPath: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      Issue.record(
        "recorded \(relative); look at it and run again without LAZARET_RECORD",
        sourceLocation: sourceLocation)
      return
    }
    let recorded = try? String(contentsOfFile: path, encoding: .utf8)
    guard let recorded else {
      Issue.record("\(relative) is missing; record it with LAZARET_RECORD=1", sourceLocation: sourceLocation)
      return
    }
    #expect(
      text == recorded, "differs from \(relative); record it with LAZARET_RECORD=1",
      sourceLocation: sourceLocation)
  }
}
