import ArgumentParser
import LazaretAdapters
import LazaretCore

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the clean corpus, or what changed in it.",
    discussion: """
      Writes every chunk that is clean or masked under the policy that the pipeline file states now, and for \
      which the store holds the answer of each required screener about exactly that text, or a person's \
      release. What was judged under another policy is held back and counted: 'lazaret run' judges it again, \
      mostly from answers that are kept. What is held back or refused ends the command with 3.

      The file is written beside its target and renamed, with PATH.manifest.json beside it; a PATH that ends \
      in .gz is compressed. Reads a consistent snapshot, also while a run is on.

      --since tells what a consumer has to take ({"op":"upsert",…}) and to drop ({"op":"delete","id":"…"}) \
      after a cursor: the one of a manifest, or the word last for the one of the manifest beside PATH. Without \
      such a manifest, last starts at the beginning. Applying a delta twice changes nothing.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var otherStore: StoreOption
  @OptionGroup var talking: TalkOptions

  @Option(
    name: [.short, .long], help: ArgumentHelp("The file to write, or - for stdout.", valueName: "path"),
    completion: .file())
  var output = "-"

  @Option(
    help: ArgumentHelp(
      "The format: \(ExporterCatalog.all.map(\.name).joined(separator: ", ")).", valueName: "name"))
  var format: String?

  @Option(
    help: ArgumentHelp("Only what changed after this cursor of a manifest, or last.", valueName: "cursor"))
  var since: String?

  @Flag(help: "Add to each row the answers that it leaves by, for 'lazaret verify'.")
  var prove = false

  func validate() throws {
    if since == "last", output == "-" {
      throw ValidationError(
        "--since last takes the cursor of the manifest beside --output; name a file, or give the cursor")
    }
    if let since, since != "last", CorpusCursor(since) == nil {
      throw ValidationError("'\(since)' is no cursor; the 'cursor' of an export's PATH.manifest.json is one")
    }
  }

  func run() async throws {
    let talk = talking.talk
    let file = try otherStore.applied(to: pipeline.load(talk))
    let exporter = try exporter(of: file)
    do {
      let store = try SQLiteStore(path: file.store, access: .read)
      let work = ExportWork(
        store: store, exporter: exporter,
        question: CorpusQuestion(
          gate: try PolicyInForce(file).gate, since: try cursor(in: store, talk), proves: prove))
      let snapshot = output == "-" ? try work.print() : try work.write(to: output)
      tell(snapshot, talk)
      if snapshot.withheldByPolicy > 0 || !snapshot.refused.isEmpty { throw ExitStatus.incomplete.code }
    } catch {
      throw talk.failure(error)
    }
  }

  private func exporter(of file: PipelineFile) throws -> any Exporter {
    let name = format ?? file.exportFormat
    guard let exporter = ExporterCatalog.exporter(named: name) else {
      throw ValidationError("there is no format '\(name)'; the formats are: \(Self.names { _ in true })")
    }
    if since != nil, exporter.deltaKey == nil {
      throw ValidationError(
        "the format '\(name)' cannot say what is to be dropped; --since takes --format "
          + Self.names { $0.deltaKey != nil })
    }
    if prove, !exporter.proves {
      throw ValidationError("--prove takes --format \(Self.names { $0.proves })")
    }
    if exporter.layout == .folder, output == "-" || CorpusFile.isCompressed(output) {
      throw ValidationError("the format '\(name)' is a folder; name it with --output")
    }
    return exporter
  }

  private static func names(_ which: (any Exporter) -> Bool) -> String {
    ExporterCatalog.all.filter(which).map(\.name).joined(separator: ", ")
  }

  private func cursor(in store: SQLiteStore, _ talk: StandardError) throws -> CorpusCursor? {
    guard let since else { return nil }
    if since != "last" { return CorpusCursor(since) }
    if let last = try CorpusManifest.cursor(besides: output) { return last }
    talk.note("there is no \(output).manifest.json yet: this delta starts at the beginning")
    return try store.beginning()
  }

  private func tell(_ snapshot: CorpusSnapshot, _ talk: StandardError) {
    var counts =
      "\(snapshot.chunks) chunks of \(snapshot.documents) documents: \(snapshot.clean) clean, "
      + "\(snapshot.masked) masked"
    if since != nil { counts += "; \(snapshot.deletes) to drop" }
    talk.note(counts + (output == "-" ? "" : ", in \(output)"))
    if snapshot.withheldByPolicy > 0 {
      talk.say(
        "\(snapshot.withheldByPolicy) chunks are held back: they were judged under another policy; "
          + "run 'lazaret run \(pipeline.path)' and export again")
    }
    for (reason, count) in snapshot.refused.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      talk.say(
        "\(count) chunks are refused: \(reason); run 'lazaret rescreen \(pipeline.path) --scope all' and "
          + "export again")
    }
  }
}

/// From the store to the target.
private struct ExportWork {
  let store: SQLiteStore
  let exporter: any Exporter
  let question: CorpusQuestion

  private func bytes(of change: CorpusChange) throws -> [UInt8] {
    switch change {
    case .upsert(let chunk): try exporter.row(for: chunk, isUpsert: question.since != nil)
    case .delete(let id): exporter.deletion(of: id) ?? []
    }
  }

  func print() throws -> CorpusSnapshot {
    let out = StandardOutput()
    try out.write(exporter.header)
    return try store.corpus(question) { try out.write(bytes(of: $0)) }
  }

  func write(to output: String) throws -> CorpusSnapshot {
    var snapshot: CorpusSnapshot?
    func manifest(_ found: CorpusSnapshot) throws -> CorpusManifest {
      snapshot = found
      return CorpusManifest(
        format: exporter.name, policy: question.gate.policy, corpus: found,
        run: try store.status().runs.first?.record.id, createdAt: Timestamp.now.iso8601,
        since: question.since?.text)
    }
    if let folder = exporter as? MarkdownFolder {
      try CorpusFolder.write(to: output, folder) { sink in
        try manifest(
          store.corpus(question) { change in
            if case .upsert(let chunk) = change { try sink(chunk) }
          })
      }
    } else {
      try CorpusFile.write(to: output) { sink in
        try sink(exporter.header)
        return try manifest(store.corpus(question) { try sink(bytes(of: $0)) })
      }
    }
    guard let snapshot else { throw ExitStatus.failed.code }
    return snapshot
  }
}
