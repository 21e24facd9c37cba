import ArgumentParser
import LazaretCore
import LazaretPipeline

struct ScreenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "Screen texts from stdin; no store.",
    discussion: """
      Reads one JSON object with "id" and "text" a line and writes one verdict a line, in the same \
      order. Each line is one chunk; sources, store and chunking of the pipeline file are not used.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var talking: TalkOptions

  @Option(help: "How many lines are screened at once (default: the largest 'concurrency' of the screeners).")
  var concurrency: Int?

  /// Longer than any text that could sensibly be judged as one chunk.
  private static let maxLineBytes = 16 << 20

  func validate() throws {
    if let concurrency, concurrency < 1 { throw ValidationError("--concurrency must be at least 1") }
  }

  func run() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    do {
      let signals = await TerminationSignals.caught()
      let (outcome, signal) = try await untilInterrupted(by: signals) {
        try await withAssembly(file, concurrency: concurrency) { assembly in
          try await screenLines(assembly, talk)
        }
      }
      if outcome.failure == .interrupted { throw (signal?.status ?? .interrupted).code }
      if let failure = outcome.failure {
        talk.say("error: \(failure)")
        throw ExitStatus.failed.code
      }
      if outcome.hasUnscreened { throw ExitStatus.incomplete.code }
    } catch {
      throw talk.failure(error)
    }
  }

  private struct Outcome: Sendable {
    var hasUnscreened = false
    var failure: RunFailure?
  }

  private func screenLines(_ assembly: Assembly, _ talk: StandardError) async throws -> Outcome {
    let screening = assembly.textScreening { screener, labels in
      talk.note(
        "warning: screener '\(screener)' flags a text that holds nothing as \(labels.joined(separator: ", "))"
      )
    }
    var lines = LineReader(maxLineBytes: Self.maxLineBytes)
    var number = 0
    var outcome = Outcome()
    let out = StandardOutput()
    do {
      try await mapInOrder(
        width: assembly.width,
        next: { () -> ScreenedLine? in
          if Task.isCancelled { throw RunFailure.interrupted }
          guard let line = try await lines.next() else { return nil }
          number += 1
          return ScreenedLine(number: number, line)
        },
        transform: { line in
          try await line.answer(screening)
        },
        emit: { answer in
          if answer.isUnscreened { outcome.hasUnscreened = true }
          try out.write(answer.json)
        })
    } catch let failure as RunFailure {
      outcome.failure = failure
    } catch is CancellationError {
      outcome.failure = .interrupted
    }
    return outcome
  }
}
