import ArgumentParser
import LazaretAdapters
import LazaretCore

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the clean corpus.",
    discussion: """
      Writes every chunk that is clean or masked under the policy that the pipeline file states now. \
      What was judged under another policy is held back and counted: 'lazaret run' judges it again, \
      mostly from answers that are kept. The file is written beside its target and renamed, with \
      PATH.manifest.json beside it. Reads a consistent snapshot, also while a run is on.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var talking: TalkOptions

  @Option(
    name: [.short, .long], help: ArgumentHelp("The file to write, or - for stdout.", valueName: "path"),
    completion: .file())
  var output = "-"

  @Option(
    help: ArgumentHelp(
      "The format: \(ExporterCatalog.all.map(\.name).joined(separator: ", ")).", valueName: "name"))
  var format: String?

  func run() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    let name = format ?? file.exportFormat.rawValue
    guard let exporter = ExporterCatalog.exporter(named: name) else {
      let known = ExporterCatalog.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no format '\(name)'; the formats are: \(known)")
    }
    do {
      let store = try SQLiteStore(path: file.store, access: .read)
      let policy = try PolicyInForce(file).fingerprint
      let snapshot: CorpusSnapshot
      if output == "-" {
        let out = StandardOutput()
        snapshot = try store.cleanChunks(policy: policy) { try out.write(exporter.row(for: $0)) }
      } else {
        snapshot = try write(store, exporter, policy)
      }
      talk.note(
        "\(snapshot.chunks) chunks of \(snapshot.documents) documents: \(snapshot.clean) clean, "
          + "\(snapshot.masked) masked" + (output == "-" ? "" : ", in \(output)"))
      if snapshot.withheldByPolicy > 0 {
        talk.say(
          "\(snapshot.withheldByPolicy) chunks are held back: they were judged under another policy; "
            + "run 'lazaret run \(pipeline.path)' and export again")
        throw ExitStatus.incomplete.code
      }
    } catch {
      throw talk.failure(error)
    }
  }

  private func write(
    _ store: SQLiteStore, _ exporter: any Exporter, _ policy: Fingerprint
  ) throws -> CorpusSnapshot {
    var snapshot: CorpusSnapshot?
    try CorpusFile.write(to: output) { sink in
      let found = try store.cleanChunks(policy: policy) { try sink(exporter.row(for: $0)) }
      snapshot = found
      return CorpusManifest(
        format: exporter.name, policy: policy, corpus: found, run: try store.status().runs.first?.record.id,
        createdAt: Timestamp.now.iso8601)
    }
    guard let snapshot else { throw ExitStatus.failed.code }
    return snapshot
  }
}
