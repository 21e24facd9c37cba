import ArgumentParser
import LazaretAdapters
import LazaretCore

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Ingest, screen, store: the nightly job.",
    discussion: """
      Walks the sources of the pipeline file, screens what is new or changed, and stores it. An answer \
      that was paid for is never paid for again: an unchanged corpus sends no request.

      --record keeps the answers in a folder, sealed if the pipeline file has an encryption key. --replay decides \
      by them once more: with the same documents and policy the export is the same, byte for byte; with another \
      policy it is what that policy makes of them. What lacks an answer is unscreened.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var otherStore: StoreOption
  @OptionGroup var talking: TalkOptions
  @OptionGroup var options: WorkOptions

  @Flag(
    help:
      "Delete what is held: of a source that lost more than its 'max_shrink', or that the file no longer names."
  )
  var acceptDeletes = false

  @Option(
    help: ArgumentHelp(
      "Also put every answer that is used into this folder, for --replay. Reads every document again; what the store keeps is not asked for again.",
      valueName: "dir"), completion: .directory)
  var record: String?

  @Option(
    help: ArgumentHelp(
      "Decide by the answers in this folder alone, into a new store: no network, no keys, nobody is asked.",
      valueName: "dir"), completion: .directory)
  var replay: String?

  func validate() throws {
    if record != nil, replay != nil {
      throw ValidationError("--record keeps answers and --replay decides by kept ones; leave one of them out")
    }
    if record != nil, options.dryRun {
      throw ValidationError(
        "a dry run asks nobody, so there is nothing to record; leave out --dry-run or --record")
    }
  }

  func run() async throws {
    let talk = talking.talk
    if let replay { return try await carryOut(replaying(replay, talk), talk) }
    let file = try otherStore.applied(to: pipeline.load(talk))
    try await carryOut((file, record.map { .recorded(folder: $0) } ?? .screeners), talk)
  }

  /// The file as it would have been read on the day of the recorded run, and the recording.
  private func replaying(_ folder: String, _ talk: StandardError) throws -> (PipelineFile, AnswerOrigin) {
    do {
      let recording = try AnswerRecording.replaying(folder)
      let file = try otherStore.applied(
        to: PipelineArgument.load(pipeline.path, talk, replayingDay: recording.run.id.timestamp.day))
      try recording.unseal(StoreKeys(file))
      if recording.isCutOff {
        talk.note(
          "the recording '\(folder)' was cut off: its last line is not whole, and its answer does not count")
      }
      if recording.header.keyID == nil, file.quarantineKey != nil {
        talk.note("the recording '\(folder)' is in clear: nothing shows whether somebody changed it")
      }
      return (file, .replayed(recording))
    } catch {
      throw talk.failure(error)
    }
  }

  private func carryOut(_ given: (file: PipelineFile, answers: AnswerOrigin), _ talk: StandardError)
    async throws
  {
    let (file, answers) = given
    try await Work(
      file: file, options: options, talking: talking, acceptDeletes: acceptDeletes, answers: answers
    ).carryOut { assembly, store, options, grace, observe in
      assembly.ingestRun(of: file, into: store, options, grace: grace, observe: observe)
    }
  }
}
