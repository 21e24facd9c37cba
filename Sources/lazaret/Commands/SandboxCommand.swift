import ArgumentParser
import Foundation
import LazaretPipeline
import LazaretSandbox

struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "The vendors on loopback, until stopped.",
    discussion: """
      Speaks the wire protocols of Lakera Guard, Lasso and Layerup on 127.0.0.1, answered by the \
      embedded detectors: nothing leaves the machine. Prints the endpoints to put in a pipeline file.

      \(ShapesHelp.text)

      \(ExitStatus.help)
      """)

  @Option(help: "The port; 0 for any free one.")
  var port = 8787

  @Option(help: ArgumentHelp("How long each answer is held back, such as 50ms.", valueName: "duration"))
  var latency: String?

  @Option(
    help: ArgumentHelp("Answer 429 above this many requests of one vendor in a second.", valueName: "n"))
  var requestsPerSecond: Int?

  @Option(help: ArgumentHelp("Rules of faults as JSON.", valueName: "file"), completion: .file())
  var faults: String?

  @Option(
    name: .customLong("shape"),
    help: ArgumentHelp("How answers differ; may be given again.", valueName: "name"),
    completion: .list(SandboxShape.allCases.map(\.rawValue)))
  var shapes: [String] = []

  @Option(
    help: ArgumentHelp("The Lakera projects that exist; else every one does.", valueName: "id,id"))
  var projects: String?

  @Flag(help: "Refuse a Lasso sessionId that is a UUID and not a ULID.")
  var strictSessionIds = false

  @OptionGroup var talking: TalkOptions

  func run() async throws {
    let talk = talking.talk
    do {
      let sandbox = Sandbox(settings: try settings())
      let signals = await TerminationSignals.caught()
      let (_, _) = try await untilInterrupted(by: signals) {
        try await sandbox.run { port in
          talk.note("the sandbox listens on 127.0.0.1:\(port), until stopped")
          talk.note("  endpoint of lakera_guard:     http://127.0.0.1:\(port)")
          talk.note("  endpoint of lasso_classifier: http://127.0.0.1:\(port)/gateway/v3")
          talk.note("  endpoint of layerup:          http://127.0.0.1:\(port)/v1")
        }
      }
    } catch {
      throw talk.failure(error)
    }
  }

  private func settings() throws -> Sandbox.Settings {
    var settings = Sandbox.Settings(port: port, requestsPerSecond: requestsPerSecond)
    settings.strictSessionIDs = strictSessionIds
    if let latency {
      guard let duration = Quantity.duration(latency) else {
        throw ValidationError("--latency: '\(latency)' is no duration; write 50ms, 2s or 1m")
      }
      settings.latency = duration
    }
    if let faults {
      guard let data = FileManager.default.contents(atPath: faults) else {
        throw ValidationError("--faults: the file '\(faults)' cannot be read")
      }
      do throws(FaultRulesError) {
        settings.faults = try FaultRules.parse(data)
      } catch {
        throw ValidationError("--faults: '\(faults)': \(error)")
      }
    }
    do throws(ShapesError) {
      settings.shapes = try ShapeSet(names: shapes)
    } catch {
      throw ValidationError("--shape: \(error)")
    }
    if let projects {
      let ids = projects.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard !ids.contains("") else {
        throw ValidationError("--projects: '\(projects)' is no list of ids; write a,b")
      }
      settings.projects = Set(ids)
    }
    return settings
  }
}

/// The shapes in the help of the command.
private enum ShapesHelp {
  static let text = "SHAPES\n" + SandboxShape.allCases.map(row).joined(separator: "\n")

  /// The name, and its meaning on lines below, so that a terminal of 80 columns keeps them apart.
  private static func row(_ shape: SandboxShape) -> String {
    var lines = ["  \(shape.rawValue)", "     "]
    for word in shape.meaning.split(separator: " ") {
      if let last = lines.last, last.count + word.count > 74 { lines.append("     ") }
      lines[lines.count - 1] += " " + word
    }
    return lines.joined(separator: "\n")
  }
}
