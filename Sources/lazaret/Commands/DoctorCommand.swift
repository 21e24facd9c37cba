import ArgumentParser
import LazaretAdapters

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Whether a run could work: keys, hosts, projects, canaries, sources, this machine.",
    discussion: """
      Sends each screener two texts whose verdicts are known, one that must be caught and one that must \
      pass, and asks the vendor about the project where it can say. Lists each source up to its first \
      item. Makes and changes nothing. Ends with 0 only if a run could work.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var talking: TalkOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    do {
      let report = try await withAssembly(file, concurrency: nil) { assembly in
        await DoctorReport(pipeline: file.name, checks: assembly.checkup(of: file))
      }
      if json {
        try StandardOutput().line(report.json)
      } else {
        try StandardOutput().write(report.lines.map { $0 + "\n" }.joined())
      }
      guard report.isSound else { throw ExitStatus.failed.code }
    } catch {
      throw talk.failure(error)
    }
  }
}
