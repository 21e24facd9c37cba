/// One thing that is wrong with a pipeline file, and where.
///
/// The message never holds a value that came from the environment: it could be a key.
struct Problem: Sendable, Hashable {
  /// The file's path as it was typed.
  var file: String
  /// From 1. A problem of the file as a whole stands at its first character.
  var line: Int
  /// From 1, in Unicode scalars.
  var column: Int
  var message: String
  /// True when the file can be used all the same.
  var isWarning = false
}

extension Problem: CustomStringConvertible {
  var description: String {
    "\(file):\(line):\(column): \(isWarning ? "warning" : "error"): \(message)"
  }
}

/// Everything that is wrong with a pipeline file, in order of place.
struct PipelineFileErrors: Error, Sendable, Hashable {
  /// Warnings included; at least one is none.
  var problems: [Problem]
}

extension PipelineFileErrors: CustomStringConvertible {
  var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Where something stands in the file; both count from 1.
struct Place: Sendable, Hashable {
  var line: Int
  var column: Int

  static let start = Place(line: 1, column: 1)
}
