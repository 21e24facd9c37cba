import ArgumentParser
import LazaretAdapters
import LazaretCore

struct QuarantinePurgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge",
    abstract: "Erase texts that are held for longer than they may be.",
    discussion: """
      The records stay, with their reasons, and so do the reviews; the texts are overwritten in the file. A \
      document that lost one can only be judged again by 'lazaret run', from its source.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument

  @Option(
    help: ArgumentHelp("Texts that are held for longer than this, such as 90d or 12h.", valueName: "age"))
  var olderThan: String

  @OptionGroup var talking: TalkOptions

  func validate() throws {
    if Quantity.duration(olderThan) == nil {
      throw ValidationError("--older-than takes an age such as 90d, 12h or 30m, not '\(olderThan)'")
    }
  }

  func run() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    do {
      let store = try SQLiteStore(path: file.store, access: .amend, keys: StoreKeys(file))
      defer { store.close() }
      let age = Quantity.duration(olderThan) ?? .zero
      let moment = Timestamp(
        milliseconds: Timestamp.now.milliseconds - Int64(age / .milliseconds(1)))
      let count = try await store.purge(heldBefore: moment.iso8601)
      talk.note("\(count) texts erased that were held since before \(moment.iso8601)")
    } catch {
      throw talk.failure(error)
    }
  }
}

struct QuarantineRekeyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rekey",
    abstract: "Encrypt what is withheld under another key.",
    discussion: """
      Name the new key as 'encryption_key' in the pipeline file and the old one as \
      'previous_encryption_key'. Afterwards the old one is needed no more. An empty 'encryption_key' leaves \
      everything in clear.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var talking: TalkOptions

  func run() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    do {
      let store = try SQLiteStore(path: file.store, access: .rekey, keys: StoreKeys(file))
      defer { store.close() }
      let count = try store.rekey()
      let key = file.quarantineKey.map { "under the key \($0.keyID)" } ?? "in clear"
      talk.note("\(count) texts written anew, \(key)")
    } catch {
      throw talk.failure(error)
    }
  }
}
