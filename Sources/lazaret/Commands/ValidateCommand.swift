import ArgumentParser
import Foundation

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check pipeline files; all problems at once, with file:line:column.",
    discussion: "Reads no source and asks no vendor.\n\n\(ExitStatus.help)")

  @Argument(
    help: ArgumentHelp("The pipeline files.", valueName: "pipeline.yaml"), completion: .file())
  var paths: [String]

  @OptionGroup var talking: TalkOptions

  func run() async throws {
    let talk = talking.talk
    var isValid = true
    for path in paths {
      do throws(PipelineFileErrors) {
        let file = try PipelineFile.load(path: path, environment: ProcessInfo.processInfo.environment)
        for warning in file.warnings { talk.say("\(warning)") }
        talk.note("\(path): valid")
      } catch {
        isValid = false
        for problem in error.problems { talk.say("\(problem)") }
      }
    }
    if !isValid { throw ExitStatus.invalidPipeline.code }
  }
}
