import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// What the last runs did.
extension ReportPage {
  func writeRuns(_ html: inout HTMLText) {
    let told = runs.compactMap { run in run.summary.map { (run, $0) } }
    func rows(_ values: (RunSummary) -> [Int]) -> [ChartRow] {
      told.map { ChartRow(label: $0.started, values: values($1)) }
    }
    note(
      "The last \(Self.counted(runs.count, "run")), the earliest on the left. Chunks are those of the documents that "
        + "a run handled.", &html)
    html.element("div", ["class": "pair runs"]) { html in
      html.element("figure") { html in
        TimelineChart(
          id: "run-chunks", title: "Chunks by state", series: ChartSeries.states,
          rows: rows { [$0.chunks.clean, $0.chunks.masked, $0.chunks.quarantined, $0.chunks.unscreened] }
        ).write(to: &html)
      }
      html.element("figure") { html in
        TimelineChart(
          id: "run-documents", title: "Documents",
          series: [
            ChartSeries(style: "pale", name: "unchanged"),
            ChartSeries(style: "plain", name: "new or changed"),
            ChartSeries(style: "quarantined", name: "failed"),
          ],
          rows: rows {
            [$0.documents.unchanged, $0.documents.new + $0.documents.changed, $0.documents.failed]
          }
        ).write(to: &html)
      }
      html.element("figure") { html in
        TimelineChart(
          id: "run-answers", title: "Answers",
          series: [
            ChartSeries(style: "pale", name: "reused"), ChartSeries(style: "plain", name: "requests"),
          ], rows: rows { [$0.screenings.reused, $0.screenings.requests] }
        ).write(to: &html)
      }
      html.element("figure") { html in
        TimelineChart(
          id: "run-seconds", title: "Duration", series: [ChartSeries(style: "plain", name: "duration")],
          rows: rows { [Self.milliseconds($0)] }, format: Figures.seconds
        ).write(to: &html)
      }
    }
    HTMLTable(
      caption: "Runs, the latest first",
      columns: [
        "Started", "Command", "Outcome", "Seen", "New", "Changed", "Deleted", "Failed", "Skipped", "Chunks",
        "Clean",
        "Masked", "Quarantined", "Unscreened", "Requests", "Reused", "Duration",
      ], rows: runs.reversed().map(row), otherwise: "No run is on record."
    ).write(to: &html)
  }

  static func milliseconds(_ summary: RunSummary) -> Int {
    let milliseconds = (summary.durationSeconds * 1000).rounded()
    return milliseconds.isFinite && milliseconds >= 0 && milliseconds < 1e15 ? Int(milliseconds) : 0
  }

  private func row(_ run: Run) -> [HTMLTable.Cell] {
    let start: [HTMLTable.Cell] = [
      .moment(run.line.record.startedAt), .words(run.line.record.command),
      .words(run.line.outcome ?? "not finished"),
    ]
    guard let summary = run.summary else { return start + Array(repeating: .figure("–"), count: 14) }
    let (documents, chunks) = (summary.documents, summary.chunks)
    return start
      + [
        documents.seen, documents.new, documents.changed, documents.deleted, documents.failed,
        documents.skipped,
        chunks.total, chunks.clean, chunks.masked, chunks.quarantined, chunks.unscreened,
        summary.screenings.requests, summary.screenings.reused,
      ].map { .number($0) } + [.figure(Figures.seconds(Self.milliseconds(summary)))]
  }
}
