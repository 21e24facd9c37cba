import ArgumentParser
import LazaretAdapters
import LazaretCore

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "What the store holds, the last runs, and what waits.",
    discussion: "Reads a consistent snapshot, also while a run is on.\n\n\(ExitStatus.help)")

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var otherStore: StoreOption
  @OptionGroup var talking: TalkOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let talk = talking.talk
    let file = try otherStore.applied(to: pipeline.load(talk))
    do {
      let store = try SQLiteStore(path: file.store, access: .read)
      let policy = try PolicyInForce(file)
      let shown = StatusText(
        try store.status(), store: file.store, policy: policy.fingerprint, reading: policy.reading,
        named: Set(file.sources.map(\.name)))
      try StandardOutput().write(json ? shown.json : Array((shown.lines.joined(separator: "\n") + "\n").utf8))
    } catch {
      throw talk.failure(error)
    }
  }
}
