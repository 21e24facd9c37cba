import ArgumentParser
import Foundation

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check pipeline files; all problems at once, with file:line:column.",
    discussion: """
      Reads no source and asks no vendor.

      --schema prints a JSON Schema (draft 2020-12) of the pipeline file instead, for editors and for checks \
      elsewhere.

      \(ExitStatus.help)
      """)

  @Argument(
    help: ArgumentHelp("The pipeline files.", valueName: "pipeline.yaml"), completion: .file())
  var paths: [String] = []

  @Flag(help: "Print the JSON Schema of the pipeline file; takes no file.")
  var schema = false

  @OptionGroup var talking: TalkOptions

  func validate() throws {
    if schema, !paths.isEmpty {
      throw ValidationError("--schema prints what every pipeline file may say; name no file with it")
    }
    if !schema, paths.isEmpty { throw ValidationError("name a pipeline file, or give --schema") }
  }

  func run() async throws {
    let talk = talking.talk
    if schema {
      do { try StandardOutput().write(PipelineSchema().text) } catch { throw talk.failure(error) }
      return
    }
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
