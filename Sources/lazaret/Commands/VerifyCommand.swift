import ArgumentParser
import Foundation
import LazaretAdapters
import LazaretCore

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check an export of the format jsonl against the store.",
    discussion: """
      Of each row: that its text is the one that its sha256 names, that the store has that text under its id \
      and would let it leave today, and, where --prove added them, that the answers it names are kept and are \
      those of every required screener. Of the whole file: that it is the one that the manifest beside it \
      describes, if there is one, so that a row that was taken out is noticed. Prints the problems with their \
      lines; 0 when there are none, 1 when there is one. Reads .gz as well, and - for stdin.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var otherStore: StoreOption
  @Argument(help: ArgumentHelp("The export.", valueName: "export.jsonl"), completion: .file())
  var export: String
  @OptionGroup var talking: TalkOptions

  func run() async throws {
    let talk = talking.talk
    let file = try otherStore.applied(to: pipeline.load(talk))
    do {
      let store = try SQLiteStore(path: file.store, access: .read)
      let gate = try PolicyInForce(file).gate
      let rows = try ExportFile(export)
      let out = StandardOutput()
      var (number, problems, deletes) = (0, 0, 0)
      if export != "-", let described = try CorpusManifest.digest(besides: export),
        try CorpusManifest.digest(of: export) != described
      {
        problems += 1
        try out.line("manifest: the file is not the one that '\(export).manifest.json' describes")
      }
      try store.lookUp(gate) { lookup in
        while let line = try rows.line() {
          number += 1
          guard let row = ExportedLine(line) else {
            problems += 1
            try out.line("line \(number): not a row of the format jsonl")
            continue
          }
          if row.op == "delete" {
            deletes += 1
            continue
          }
          for problem in try row.problems(lookup, gate) {
            problems += 1
            try out.line("line \(number): \(row.id): \(problem)")
          }
        }
      }
      talk.note("\(number - deletes) rows and \(deletes) deletes read: \(problems) problems")
      if problems > 0 { throw ExitStatus.failed.code }
    } catch {
      throw talk.failure(error)
    }
  }
}

/// A line of an export, as far as it can be checked.
private struct ExportedLine: Decodable {
  let op: String?
  let id: String
  let text: String?
  let sha256: String?
  let released_by: String?
  let proof: [Answer]?

  struct Answer: Decodable {
    let screener: String
    let fingerprint: String
    let text_sha256: String
    let request_id: String?
    let at: String
  }

  init?(_ line: [UInt8]) {
    guard let row = try? JSONDecoder().decode(Self.self, from: Data(line)),
      row.op == "delete" || row.text != nil && row.sha256 != nil, ["upsert", "delete", nil].contains(row.op)
    else { return nil }
    self = row
  }

  func problems(_ lookup: RowLookup, _ gate: ExitGate) throws -> [String] {
    var problems: [String] = []
    let digest = Digest(of: text ?? "")
    if digest.hex != sha256 { problems.append("the text is not the one that its sha256 names") }
    switch try lookup.standing(of: id) {
    case .leaves(let stored):
      if stored != digest { problems.append("the store has another text under this id") }
    case .withheld(let why): problems.append("would not leave today: \(why)")
    case .unknown: problems.append("the store has no such chunk")
    }
    guard let proof else { return problems }
    for answer in proof {
      let kept = try lookup.holds(
        CleanChunk.Proof(
          screener: answer.screener, fingerprint: Fingerprint(hex: answer.fingerprint),
          text: Digest(hex: answer.text_sha256), requestID: answer.request_id, at: answer.at))
      if !kept { problems.append("the answer of '\(answer.screener)' that it names is not in the store") }
    }
    if released_by == nil {
      for screener in gate.screeners
      where !proof.contains(where: { $0.fingerprint == screener.fingerprint.hex }) {
        problems.append("names no answer of the required screener '\(screener.name)'")
      }
    }
    return problems
  }
}
