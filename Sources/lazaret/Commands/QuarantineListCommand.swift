import ArgumentParser
import LazaretAdapters
import LazaretCore

struct QuarantineListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the records of the quarantine.",
    discussion: """
      One line a record, or one JSON object a line with --json. No text is shown. Sorted by 'disagreement', \
      those come first in which some of the screeners that answered found something and others nothing.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var otherStore: StoreOption
  @OptionGroup var talking: TalkOptions

  @Flag(help: "Print one JSON object a line.")
  var json = false

  @Option(help: "Only records of this source.")
  var source: String?

  @Option(help: "Only records with a finding or a reason of this label; * stands for anything.")
  var label: String?

  @Option(help: "Only records in which this screener found something, or that it is a reason for.")
  var screener: String?

  @Option(
    help: ArgumentHelp(
      "Only records of this day or moment in UTC or later, such as 2026-11-01.", valueName: "time"))
  var since: String?

  @Option(help: "In which order.")
  var sort: QuarantineFilter.Order = .place

  @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    if let since, Moment.beginning(since) == nil {
      throw ValidationError("--since takes a day or a moment in UTC such as 2026-11-01, not '\(since)'")
    }
  }

  func run() async throws {
    let talk = talking.talk
    let file = try otherStore.applied(to: pipeline.load(talk))
    do {
      let store = try SQLiteStore(path: file.store, access: .read)
      let out = StandardOutput()
      let filter = QuarantineFilter(
        source: source, label: label, screener: screener, since: since, order: sort, limit: limit)
      var count = 0
      try store.quarantineRecords(filter) { record in
        count += 1
        let shown = QuarantineRecordText(record)
        try out.write(json ? shown.json : Array((shown.line + "\n").utf8))
      }
      if count == 0 {
        let isFiltered = source != nil || label != nil || screener != nil || since != nil
        talk.note(isFiltered ? "no record of the quarantine is like that" : "the quarantine is empty")
      }
    } catch {
      throw talk.failure(error)
    }
  }
}

extension QuarantineFilter.Order: ExpressibleByArgument {}
