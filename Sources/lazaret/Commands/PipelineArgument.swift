import ArgumentParser
import Foundation

/// The pipeline file, as nearly every command takes it.
struct PipelineArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The pipeline file.", valueName: "pipeline.yaml"), completion: .file())
  var path: String

  /// Reads the file, or says everything that is wrong with it and ends the command.
  func load(_ talk: StandardError) throws -> PipelineFile {
    try Self.load(path, talk)
  }

  /// - Parameter replayingDay: for a replay: the day of the recorded run.
  static func load(
    _ path: String, _ talk: StandardError, replayingDay: String? = nil
  ) throws -> PipelineFile {
    let environment = ProcessInfo.processInfo.environment
    do throws(PipelineFileErrors) {
      let file =
        if let replayingDay {
          try PipelineFile.load(path: path, environment: environment, replayingDay: replayingDay)
        } else {
          try PipelineFile.load(path: path, environment: environment)
        }
      for warning in file.warnings { talk.note("\(warning)") }
      return file
    } catch {
      for problem in error.problems { talk.say("\(problem)") }
      throw ExitStatus.invalidPipeline.code
    }
  }
}

/// How much a command says.
struct TalkOptions: ParsableArguments {
  @Flag(name: [.short, .long], help: "Say nothing but errors.")
  var quiet = false

  var talk: StandardError { StandardError(isQuiet: quiet) }
}
