import ArgumentParser
import LazaretAdapters
import LazaretCore

struct QuarantineShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one record of the quarantine.",
    discussion: """
      The text is shown only with --show-text: the place of finding 1 stands between ⟦1 and 1⟧, and characters \
      that a terminal would hide or obey are written out. Of a chunk that is no longer held, it shows how it \
      stands and who decided what.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var otherStore: StoreOption

  @Argument(help: "The record's id, or the beginning of it.")
  var id: String

  @OptionGroup var talking: TalkOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Show the withheld text as well.")
  var showText = false

  func run() async throws {
    let talk = talking.talk
    let file = try otherStore.applied(to: pipeline.load(talk))
    do {
      // Without the text no key is needed.
      let store = try SQLiteStore(path: file.store, access: .read, keys: StoreKeys(file))
      switch try store.quarantineRecord(id, withText: showText) {
      case .none: try showReviewed(in: store, talk)
      case .several(let ids):
        talk.say("error: several records begin with '\(id)': \(ids.map(\.text).joined(separator: ", "))")
        throw ExitStatus.failed.code
      case .one(let record):
        let shown = QuarantineRecordText(record, reviews: try store.history(of: record.id))
        try write(shown.json, shown.page)
        if showText, record.text == nil {
          talk.note("the text was purged, or is of an older version; it can be read in its source")
        }
      }
    } catch {
      throw talk.failure(error)
    }
  }

  /// What is not held may have been, until a person decided.
  private func showReviewed(in store: SQLiteStore, _ talk: StandardError) throws {
    let reviews = try store.history(beginning: id)
    let chunks = try store.chunks(beginning: id)
    let ids = (reviews.map(\.chunk) + chunks.map(\.id)).uniqued()
    guard let id = ids.first else {
      talk.say(
        "error: no record of the quarantine begins with '\(self.id)'; 'lazaret quarantine list' shows them all"
      )
      throw ExitStatus.failed.code
    }
    guard ids.count == 1 else {
      talk.say("error: several chunks begin with '\(self.id)': \(ids.map(\.text).joined(separator: ", "))")
      throw ExitStatus.failed.code
    }
    let shown = ReviewedChunkText(id, chunk: chunks.first, reviews: reviews)
    try write(shown.json, shown.page)
  }

  private func write(_ object: [UInt8], _ page: [String]) throws {
    try StandardOutput().write(json ? object : Array((page.joined(separator: "\n") + "\n").utf8))
  }
}
