import ArgumentParser
import LazaretAdapters
import LazaretCore

struct QuarantineShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one record of the quarantine.",
    discussion: "The text is shown only with --show-text.\n\n\(ExitStatus.help)")

  @OptionGroup var pipeline: PipelineArgument

  @Argument(help: "The record's id, or the beginning of it.")
  var id: String

  @OptionGroup var talking: TalkOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Show the withheld text as well.")
  var showText = false

  func run() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    do {
      let store = try SQLiteStore(path: file.store, access: .read, keys: StoreKeys(file))
      switch try store.quarantineRecord(id) {
      case .none:
        talk.say(
          "error: no record of the quarantine begins with '\(id)'; 'lazaret quarantine list' shows them all")
        throw ExitStatus.failed.code
      case .several(let ids):
        talk.say("error: several records begin with '\(id)': \(ids.map(\.text).joined(separator: ", "))")
        throw ExitStatus.failed.code
      case .one(var record):
        if !showText { record.text = nil }
        let shown = QuarantineRecordText(record, reviews: try store.history(of: record.id))
        try StandardOutput().write(
          json ? shown.json : Array((shown.page.joined(separator: "\n") + "\n").utf8))
      }
    } catch {
      throw talk.failure(error)
    }
  }
}
