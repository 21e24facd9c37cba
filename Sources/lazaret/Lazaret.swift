import ArgumentParser

@main
struct Lazaret: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "lazaret",
    abstract: "A quarantine station for the documents that RAG systems read.",
    discussion: """
      Reads directories and feeds, has every chunk screened, masks what the answers locate, and keeps \
      clean chunks and quarantine records in one SQLite file. What was not judged is never exported.

      \(ExitStatus.help)
      """,
    version: version,
    subcommands: [
      RunCommand.self, RescreenCommand.self, ExportCommand.self, VerifyCommand.self, QuarantineCommand.self,
      StatusCommand.self, ReportCommand.self,
      ValidateCommand.self, DoctorCommand.self, ScreenCommand.self, SandboxCommand.self,
    ])
}
