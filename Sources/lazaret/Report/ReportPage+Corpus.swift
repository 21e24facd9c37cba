import LazaretAdapters
import LazaretCore

/// What is there, where it comes from and when it came.
extension ReportPage {
  func writeCorpus(_ html: inout HTMLText) {
    let values = [totals.clean, totals.masked, totals.quarantined, totals.unscreened]
    pair("Chunks by state", &html) { html in
      ShareChart(
        id: "states", title: "Chunks by state", parts: Array(zip(ChartSeries.states, values)).map { ($0, $1) }
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "Chunks by state", columns: ["State", "Chunks", "Share", "Leaves"],
        rows: zip(ChartSeries.states, values).enumerated().map { place, state in
          [
            .key(state.0), .number(state.1), .figure(Figures.share(state.1, of: totals.chunks)),
            .words(place < 2 ? "yes" : "no"),
          ]
        }
      ).write(to: &html)
      note(
        "Of \(Self.counted(totals.documents, "document")). Hidden text that was judged harmless, "
          + "\(Self.counted(totals.hidden, "chunk")), is in no count and never leaves.", &html)
    }
    writeArrivals(&html)
  }

  /// Day by day, those on which nothing came included: a gap is told by a gap.
  private func writeArrivals(_ html: inout HTMLText) {
    let documents = Dictionary(report.arrivals.map { ($0.day, $0.documents) }) { $0 + $1 }
    let days = (0..<30).reversed().map { ago in
      String(Timestamp(milliseconds: subject.now.milliseconds - ago * 86_400_000).iso8601.prefix(10))
    }
    let rows = days.map { ChartRow(label: $0, values: [documents[$0] ?? 0]) }
    let before = report.arrivals.filter { $0.day < days[0] }.reduce(0) { $0 + $1.documents }
    pair("When documents came or last changed", &html) { html in
      TimelineChart(
        id: "arrivals", title: "Documents by the day of their last change, the last 30 days",
        series: [ChartSeries(style: "plain", name: "documents")],
        rows: rows.contains { $0.total > 0 } ? rows : []
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "Documents by the day of their last change", columns: ["Day", "Documents"],
        rows: rows.reversed().filter { $0.total > 0 }.map { [.words($0.label), .number($0.total)] }
          + (before > 0 ? [[.words("earlier"), .number(before)]] : [])
      ).write(to: &html)
    }
  }

  func writeSources(_ html: inout HTMLText) {
    pair("Chunks by source and state", &html) { html in
      BarChart(
        id: "by-source", title: "Chunks by source and state", series: ChartSeries.states,
        rows: report.sources.filter { $0.chunks > 0 }.map {
          ChartRow(label: $0.source, values: [$0.clean, $0.masked, $0.quarantined, $0.unscreened])
        }
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "Chunks by source", columns: ["Source", "Clean", "Masked", "Quarantined", "Unscreened"],
        rows: report.sources.map {
          [
            .name($0.source), .number($0.clean), .number($0.masked), .number($0.quarantined),
            .number($0.unscreened),
          ]
        }
      ).write(to: &html)
    }
    html.element("h3", "What was ingested")
    HTMLTable(
      caption: "Documents by source",
      columns: ["Source", "Documents", "Read", "Last change", "Failed", "Skipped", "In the pipeline file"],
      rows: report.sources.map {
        [
          .name($0.source), .number($0.documents), .figure(Figures.bytes($0.bytes)), .moment($0.lastChange),
          .number($0.failedItems), .number($0.skippedItems),
          .words(subject.sources.contains($0.source) ? "yes" : "no"),
        ]
      }
    ).write(to: &html)
  }
}
