import ArgumentParser
import LazaretAdapters
import LazaretCore

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "One page with charts: what came in, what is held and why, who was asked.",
    discussion: """
      Writes one HTML page that needs nothing else: no script, no address that is fetched, light and dark, fit \
      to be printed or sent. It holds counts, names and moments, and never the text of a document.

      The file is written beside its target and renamed. Reads a consistent snapshot, also while a run is on.

      \(ExitStatus.help)
      """)

  @OptionGroup var pipeline: PipelineArgument
  @OptionGroup var talking: TalkOptions

  @Option(
    name: [.short, .long], help: ArgumentHelp("The file to write, or - for stdout.", valueName: "file.html"),
    completion: .file())
  var output = "-"

  @Flag(help: "Print one JSON object that says what was written where.")
  var json = false

  func validate() throws {
    if json, output == "-" {
      throw ValidationError("--json and the page would both be on stdout; name a file with --output")
    }
    if output.isEmpty { throw ValidationError("--output is empty; name a file, or - for stdout") }
  }

  func run() async throws {
    let talk = talking.talk
    let file = try pipeline.load(talk)
    do {
      let store = try SQLiteStore(path: file.store, access: .read)
      let subject = try ReportSubject(file, now: .now)
      let report = try store.report(at: subject.now, agesInDays: ReportPage.ages)
      let page = Array(ReportPage(report, of: subject).html.utf8)
      if output == "-" {
        try StandardOutput().write(page)
        return
      }
      try WholeFile.replace(output, with: page)
      talk.note("the report of \(file.name) is in \(output)")
      if json { try StandardOutput().write(summary(report, subject, page)) }
    } catch {
      throw talk.failure(error)
    }
  }

  private func summary(_ report: StoreReport, _ subject: ReportSubject, _ page: [UInt8]) -> [UInt8] {
    var json = JSONText()
    json.object { json in
      json.field("message_type", "report")
      json.field("pipeline", subject.pipeline)
      json.field("output", output)
      json.field("bytes", page.count)
      json.field("sha256", Digest(of: page).hex)
      json.field("created_at", subject.now.iso8601)
      json.key("corpus")
      json.object { json in
        json.field("documents", report.status.totals.documents)
        json.field("chunks", report.status.totals.chunks)
        json.field("clean", report.status.totals.clean)
        json.field("masked", report.status.totals.masked)
        json.field("quarantined", report.status.totals.quarantined)
        json.field("unscreened", report.status.totals.unscreened)
      }
      json.field("runs", report.runs.count)
    }
    json.endLine()
    return json.bytes
  }
}
