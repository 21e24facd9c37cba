import LazaretTesting

@testable import lazaret

/// Loads a text as a pipeline file.
struct PipelineFileFixture {
  let folder: TemporaryDirectory
  let path: String

  init(_ yaml: String) throws {
    folder = try TemporaryDirectory()
    path = try folder.write(yaml, to: "pipelines/test.yaml")
  }

  func load(_ environment: [String: String] = [:]) throws(PipelineFileErrors) -> PipelineFile {
    try PipelineFile.load(path: path, environment: environment)
  }

  /// The errors as `line:column: message`; empty when the file is valid.
  static func errors(of yaml: String, _ environment: [String: String] = [:]) throws -> [String] {
    let fixture = try PipelineFileFixture(yaml)
    do throws(PipelineFileErrors) {
      _ = try fixture.load(environment)
      return []
    } catch {
      return error.problems.filter { !$0.isWarning }.map { "\($0.line):\($0.column): \($0.message)" }
    }
  }

  /// A valid file with one more line at its end.
  static func errors(adding lines: String, _ environment: [String: String] = [:]) throws -> [String] {
    try errors(of: smallest + lines, environment)
  }

  /// The errors of one source given as the lines of its mapping.
  static func errors(source: String, _ environment: [String: String] = [:]) throws -> [String] {
    try errors(
      of: "name: n\nstore: s.sqlite\nscreeners: [{ screener: builtin }]\nsources:\n  - "
        + source.split(separator: "\n").joined(separator: "\n    ") + "\n", environment)
  }

  /// The errors of one screener given as the lines of its mapping.
  static func errors(screener: String, _ environment: [String: String] = [:]) throws -> [String] {
    try errors(of: file(screener: screener), environment)
  }

  static func screener(_ lines: String, _ environment: [String: String] = [:]) throws -> ScreenerSettings {
    let file = try PipelineFileFixture(file(screener: lines)).load(environment)
    return file.screeners[0]
  }

  private static func file(screener: String) -> String {
    "name: n\nstore: s.sqlite\nsources: [{ directory: docs }]\nscreeners:\n  - "
      + screener.split(separator: "\n").joined(separator: "\n    ") + "\n"
  }

  /// Four lines.
  static let smallest = """
    name: smallest
    store: corpus.sqlite
    sources: [{ directory: docs }]
    screeners: [{ screener: builtin }]

    """
}
