import ArgumentParser
import Foundation
import LazaretPipeline
import LazaretSandbox

struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "The vendors on loopback, until stopped.",
    discussion: """
      Speaks the wire protocols of Lakera Guard and Lasso on 127.0.0.1, answered by the embedded \
      detectors: nothing leaves the machine. Prints the endpoints to put in a pipeline file.

      \(ExitStatus.help)
      """)

  @Option(help: "The port; 0 for any free one.")
  var port = 8787

  @Option(help: ArgumentHelp("How long each answer is held back, such as 50ms.", valueName: "duration"))
  var latency: String?

  @Option(help: ArgumentHelp("Answer 429 above this many requests in a second.", valueName: "n"))
  var requestsPerSecond: Int?

  @Option(help: ArgumentHelp("Rules of faults as JSON.", valueName: "file"), completion: .file())
  var faults: String?

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
        }
      }
    } catch {
      throw talk.failure(error)
    }
  }

  private func settings() throws -> Sandbox.Settings {
    var settings = Sandbox.Settings(port: port, requestsPerSecond: requestsPerSecond)
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
    return settings
  }
}
