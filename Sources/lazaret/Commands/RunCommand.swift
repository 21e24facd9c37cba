import ArgumentParser

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Ingest, screen, store: the nightly job.",
    discussion: """
      Walks the sources of the pipeline file, screens what is new or changed, and stores it. An answer \
      that was paid for is never paid for again: an unchanged corpus sends no request.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var talking: TalkOptions
  @OptionGroup var options: WorkOptions

  @Flag(
    help:
      "Delete what is held: of a source that lost more than its 'max_shrink', or that the file no longer names."
  )
  var acceptDeletes = false

  func run() async throws {
    let file = try pipeline.load(talking.talk)
    try await Work(file: file, options: options, talking: talking, acceptDeletes: acceptDeletes).carryOut {
      assembly, store, options, grace, observe in
      assembly.ingestRun(of: file, into: store, options, grace: grace, observe: observe)
    }
  }
}
