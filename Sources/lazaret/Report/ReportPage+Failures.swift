import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// What could not be read, or was not, and why.
extension ReportPage {
  func writeFailures(_ html: inout HTMLText) {
    HTMLTable(
      caption: "Why items are not in the corpus", columns: ["State", "Source", "Reason", "Items"],
      rows: report.status.reasons.map {
        [.words($0.state.rawValue), .name($0.source), .name($0.reason ?? "no reason"), .number($0.items)]
      }
    ).write(to: &html)
    HTMLTable(
      caption: "Failed items", columns: ["Source", "Item", "Reason"],
      rows: report.status.failures.map { [.name($0.source), .name($0.uri), .name($0.reason ?? "no reason")] }
    ).write(to: &html)
    let last = runs.last?.summary?.failures ?? []
    HTMLTable(
      caption: "Failures of the last run", columns: ["Source", "Item", "Reason"],
      rows: last.map { [.name($0.source), .name($0.uri), .name($0.reason)] }
    ).write(to: &html)
  }
}
