import ArgumentParser
import Foundation

/// Another store than the pipeline file's.
struct StoreOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Another store than the pipeline file's, such as the one that a replay makes.", valueName: "path"),
    completion: .file())
  var store: String?

  /// - Returns: the file, with the store that was named. A relative path starts at the working directory.
  func applied(to file: PipelineFile) -> PipelineFile {
    guard let store else { return file }
    var file = file
    file.store = URL(fileURLWithPath: store).standardizedFileURL.path
    return file
  }
}
