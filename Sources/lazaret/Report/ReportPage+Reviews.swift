import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// What people decided, and what the allow-list let through.
extension ReportPage {
  func writeReviews(_ html: inout HTMLText) {
    pair("By reviewer", &html) { html in
      BarChart(
        id: "reviewers", title: "Reviews by reviewer",
        series: [
          ChartSeries(style: "clean", name: "released"), ChartSeries(style: "quarantined", name: "rejected"),
        ], rows: report.reviewers.map { ChartRow(label: $0.reviewer, values: [$0.released, $0.rejected]) }
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "Reviews by reviewer", columns: ["Reviewer", "Released", "Rejected", "Last"],
        rows: report.reviewers.map {
          [.name($0.reviewer), .number($0.released), .number($0.rejected), .moment($0.last)]
        }
      ).write(to: &html)
    }
    HTMLTable(
      caption: "The last reviews",
      columns: ["When", "Verdict", "Reviewer", "Source", "Document", "Chunk", "Stands"],
      rows: report.reviews.map {
        [
          .moment($0.at), .words($0.verdict.rawValue), .name($0.reviewer), .name($0.source), .name($0.uri),
          .name(String($0.chunk.text.prefix(12))), .words($0.counts ? "yes" : "replaced by a later one"),
        ]
      }
    ).write(to: &html)
  }

  /// Only runs under the policy in force count: its entries are those of the file, with their numbers.
  func writeAllowed(_ html: inout HTMLText) {
    let told = runs.filter { $0.line.record.policy == subject.policy }.compactMap(\.summary)
    HTMLTable(
      caption: "Entries of the allow-list, and the findings that they let through under the policy in force",
      columns: ["Entry", "Label", "Only in", "Reason", "In the last run", "In the runs shown"],
      rows: subject.allow.entries.map { entry in
        let number = String(entry.number)
        let places = [entry.source, entry.path?.pattern].compactMap { $0 }
        return [
          .words(number), .name(entry.label.pattern),
          .name(places.isEmpty ? "–" : places.joined(separator: " ")),
          .name(entry.reason), .number(told.last?.allowed?[number] ?? 0),
          .number(told.reduce(0) { $0 + ($1.allowed?[number] ?? 0) }),
        ]
      }, otherwise: "The pipeline file has no entry that counts."
    ).write(to: &html)
  }
}
