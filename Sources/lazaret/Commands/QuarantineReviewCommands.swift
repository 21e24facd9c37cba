import ArgumentParser
import LazaretAdapters
import LazaretCore
import LazaretPipeline

struct QuarantineReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Let quarantined chunks out as they are.",
    discussion: """
      The release is written down with who decided and why, and is never changed. It is bound to this exact \
      text: when the text changes, it is held again. A released chunk of hidden text is still not exported; it \
      no longer holds its document. Takes back an earlier rejection.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var review: ReviewOptions
  @OptionGroup var talking: TalkOptions

  func run() async throws {
    try await ReviewWork(verdict: .released, review: review, pipeline: pipeline, talking: talking).carryOut()
  }
}

struct QuarantineRejectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Hold chunks for good, whatever the screeners say later.",
    discussion: """
      Also takes chunks that are clean: one that was exported appears as deleted in the next delta. The \
      rejection is written down with who decided and why, and is never changed. It is bound to this exact \
      text. Takes back an earlier release.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var review: ReviewOptions
  @OptionGroup var talking: TalkOptions

  func run() async throws {
    try await ReviewWork(verdict: .rejected, review: review, pipeline: pipeline, talking: talking).carryOut()
  }
}

struct ReviewOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The chunks' ids, or the beginnings of them.", valueName: "id"))
  var ids: [String]

  @Option(help: ArgumentHelp("Who decides.", valueName: "name"))
  var reviewer: String

  @Option(help: ArgumentHelp("Why, in your words.", valueName: "text"))
  var reason: String

  func validate() throws {
    for (flag, text) in [("--reviewer", reviewer), ("--reason", reason)]
    where text.allSatisfy(\.isWhitespace) {
      throw ValidationError("\(flag) must say something: it is what an audit will read")
    }
  }
}

/// Writes reviews down and has their documents judged again, from answers that are kept.
struct ReviewWork: Sendable {
  let verdict: Review.Verdict
  let review: ReviewOptions
  let pipeline: PipelineArgument
  let talking: TalkOptions

  func carryOut() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    do {
      let store = try SQLiteStore(path: file.store, access: .amend, keys: StoreKeys(file))
      defer { store.close() }
      let chunks = try review.ids.map { try chunk($0, in: store, talk) }.uniqued()
      try await store.record(reviews(of: chunks))
      let documents = chunks.map(\.documentID).uniqued()
      let summary = try await judgeAgain(documents, file, store)
      for chunk in chunks {
        let now = try store.chunks(beginning: chunk.id.text).first?.state ?? chunk.state
        talk.note(
          "\(verdict.rawValue) \(chunk.id.text) of \(HarmlessText.line(chunk.source + "/" + chunk.uri)): "
            + "was \(chunk.state.rawValue), is \(now.rawValue)")
      }
      let waits = (summary.rescreen?.unreadable ?? 0) + (summary.rescreen?.chunks.unknown ?? 0)
      if waits > 0 {
        talk.say(
          "the review is written down and takes effect when 'lazaret run \(pipeline.path)' has judged "
            + "the document again; what was rejected is held already")
        throw ExitStatus.incomplete.code
      }
    } catch {
      throw talk.failure(error)
    }
  }

  private func chunk(_ prefix: String, in store: SQLiteStore, _ talk: StandardError) throws -> ReviewableChunk
  {
    let found = try store.chunks(beginning: prefix)
    guard let chunk = found.first else {
      talk.say("error: no chunk's id begins with '\(prefix)'; 'lazaret quarantine list' shows what is held")
      throw ExitStatus.failed.code
    }
    guard found.count == 1 else {
      talk.say(
        "error: several chunks begin with '\(prefix)': \(found.map(\.id.text).joined(separator: ", "))")
      throw ExitStatus.failed.code
    }
    if verdict == .released, chunk.state != .quarantined {
      talk.say(
        "error: the chunk '\(chunk.id)' is \(chunk.state.rawValue), and only what is quarantined is released")
      throw ExitStatus.failed.code
    }
    return chunk
  }

  private func reviews(of chunks: [ReviewableChunk]) -> [Review] {
    var generator = SystemRandomNumberGenerator()
    let now = Timestamp.now
    return chunks.map { chunk in
      Review(
        id: ULID(milliseconds: now.milliseconds, using: &generator), chunk: chunk.id,
        documentID: chunk.documentID, source: chunk.source, uri: chunk.uri, digest: chunk.digest,
        verdict: verdict, reviewer: review.reviewer, reason: review.reason, at: now.iso8601)
    }
  }

  private func judgeAgain(
    _ documents: [DocumentID], _ file: PipelineFile, _ store: SQLiteStore
  ) async throws -> RunSummary {
    let command = verdict == .released ? "release" : "reject"
    let (summary, failure) = try await withAssembly(file, concurrency: nil) { assembly in
      await assembly.rescreenRun(
        of: file, in: store, RescreenScope(.all, documents: documents), RunOptions(),
        grace: Grace(.zero, clock: ContinuousClock()), command: command, asksNobody: true
      ) { _ in
      }.run { SummaryJSON($0).text }
    }
    if let failure { throw failure }
    return summary
  }
}
