import ArgumentParser
import LazaretAdapters
import LazaretCore

struct RescreenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rescreen",
    abstract: "Judge again what is stored: after a policy changed, or a screener.",
    discussion: """
      Works from the store alone. Answers that are kept are used again, so a change of what a label asks for \
      sends nothing but the texts that are masked for the first time, and a new screener is the only one \
      that is asked. With --dry-run it tells who would be asked how much and how long that takes, and lists \
      the chunks that would be released, held, masked or lack an answer; with --policy as well, under the \
      screeners and the policy of another pipeline file. It then takes a masked text that nobody was asked \
      about for one in which nothing is found any more.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument

  @Option(
    help:
      "Which documents: with quarantined or unscreened chunks, judged under another policy, or all (default: quarantined; with --policy: all)."
  )
  var scope: RescreenScope.Kind?

  @Option(help: "Only documents of this source.")
  var source: String?

  @Option(help: "Only documents with a finding or a reason of this label; * stands for anything.")
  var label: String?

  @Option(help: "Only documents in which this screener found something, or that wait for it.")
  var screener: String?

  @Option(
    help: ArgumentHelp(
      "Only documents of which a chunk is held since this day or moment, such as 2026-11-01.",
      valueName: "time"))
  var since: String?

  @Option(
    name: .customLong("policy"),
    help: ArgumentHelp(
      "With --dry-run: judge under the screeners and the policy of this pipeline file.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var otherPipeline: String?

  @OptionGroup var talking: TalkOptions
  @OptionGroup var options: WorkOptions

  func validate() throws {
    if otherPipeline != nil, !options.dryRun {
      throw ValidationError("--policy only asks what if; add --dry-run, or name that pipeline file itself")
    }
    if let since, Moment.beginning(since) == nil {
      throw ValidationError("--since takes a day or a moment in UTC such as 2026-11-01, not '\(since)'")
    }
  }

  func run() async throws {
    let talk = talking.talk
    var file = try pipeline.load(talk)
    if let otherPipeline {
      var other = try PipelineArgument.load(otherPipeline, talk)
      if other.chunking != file.chunking {
        talk.note("'\(otherPipeline)' cuts texts otherwise; what if is asked about texts as they are stored")
      }
      (other.store, other.chunking) = (file.store, file.chunking)
      (other.quarantineKey, other.previousQuarantineKey) = (file.quarantineKey, file.previousQuarantineKey)
      other.name = file.name
      file = other
    }
    let scope = RescreenScope(
      scope ?? (otherPipeline == nil ? .quarantined : .all), source: source, label: label, screener: screener,
      since: since)
    try await Work(file: file, options: options, talking: talking, access: .amend).carryOut {
      [file] assembly, store, options, grace, observe in
      assembly.rescreenRun(of: file, in: store, scope, options, grace: grace, observe: observe)
    }
  }
}

extension RescreenScope.Kind: ExpressibleByArgument {}
