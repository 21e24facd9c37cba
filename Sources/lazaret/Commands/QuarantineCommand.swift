import ArgumentParser

struct QuarantineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "What is held, and why.",
    discussion: ExitStatus.help,
    subcommands: [
      QuarantineListCommand.self, QuarantineShowCommand.self, QuarantineReleaseCommand.self,
      QuarantineRejectCommand.self, QuarantinePurgeCommand.self, QuarantineRekeyCommand.self,
    ])
}
