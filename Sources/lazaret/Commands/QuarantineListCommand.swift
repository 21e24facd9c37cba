import ArgumentParser
import LazaretAdapters
import LazaretCore

struct QuarantineListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the records of the quarantine.",
    discussion:
      "One line a record, or one JSON object a line with --json. No text is shown.\n\n\(ExitStatus.help)")

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var talking: TalkOptions

  @Flag(help: "Print one JSON object a line.")
  var json = false

  @Option(help: "Only records of this source.")
  var source: String?

  @Option(help: "Only records with a finding or a reason of this label; * stands for anything.")
  var label: String?

  @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    do {
      let store = try SQLiteStore(path: file.store, access: .read)
      let out = StandardOutput()
      var count = 0
      try store.quarantineRecords(QuarantineFilter(source: source, label: label, limit: limit)) { record in
        count += 1
        let shown = QuarantineRecordText(record)
        try out.write(json ? shown.json : Array((shown.line + "\n").utf8))
      }
      if count == 0 { talk.note("the quarantine is empty") }
    } catch {
      throw talk.failure(error)
    }
  }
}
