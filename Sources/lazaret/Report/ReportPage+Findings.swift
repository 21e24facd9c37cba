import LazaretAdapters
import LazaretCore

/// What the screeners found in what is stored now, and what was covered of it.
extension ReportPage {
  private static let actions: [(action: Action, column: String, series: ChartSeries)] = [
    (.admit, "Admit", ChartSeries(style: "pale", name: "admit")),
    (.monitor, "Monitor", ChartSeries(style: "warm", name: "monitor")),
    (.mask, "Mask", ChartSeries(style: "masked", name: "mask")),
    (.quarantine, "Quarantine", ChartSeries(style: "quarantined", name: "quarantine")),
  ]

  private struct Tally {
    var values = Array(repeating: 0, count: ReportPage.actions.count)
    var screeners: [String: Int] = [:]
    var total: Int { values.reduce(0, +) }
  }

  private func tallies(_ key: (StoreReport.FindingCount) -> String) -> [(name: String, tally: Tally)] {
    var tallies: [String: Tally] = [:]
    for finding in report.findings {
      guard let place = Self.actions.firstIndex(where: { $0.action == finding.action }) else { continue }
      tallies[key(finding), default: Tally()].values[place] += finding.findings
      tallies[key(finding), default: Tally()].screeners[finding.screener, default: 0] += finding.findings
    }
    return tallies.map { ($0.key, $0.value) }.sorted { ($1.tally.total, $0.name) < ($0.tally.total, $1.name) }
  }

  func writeFindings(_ html: inout HTMLText) {
    note("Of what is stored now, by what a finding asks for under the policy that judged it.", &html)
    let series = Self.actions.map(\.series)
    let columns = ["Findings"] + Self.actions.map(\.column)
    func cells(_ tally: Tally) -> [HTMLTable.Cell] {
      [.number(tally.total)] + tally.values.map { .number($0) }
    }
    func share(_ heading: String, _ what: String, _ id: StaticString, _ parts: [(name: String, tally: Tally)])
    {
      pair(heading, &html) { html in
        BarChart(
          id: id, title: "Findings by \(what.lowercased())", series: series,
          rows: parts.map { ChartRow(label: $0.name, values: $0.tally.values) }
        ).write(to: &html)
      } table: { html in
        HTMLTable(
          caption: "Findings by \(what.lowercased())", columns: [what] + columns,
          rows: parts.map { [.name($0.name)] + cells($0.tally) }
        ).write(to: &html)
      }
    }
    let labels = tallies(\.label)
    let screeners = tallies(\.screener)
    share("By label", "Label", "by-label", labels)
    share("By screener", "Screener", "by-screener", screeners)
    let names = screeners.map(\.name).sorted().prefix(8)
    if names.count > 1 {
      html.element("h3", "By label and screener")
      HTMLTable(
        caption: "Findings by label and screener", columns: ["Label"] + names.map { HTMLText.shown($0) },
        rows: labels.map { label in
          [.name(label.name)] + names.map { .number(label.tally.screeners[$0] ?? 0) }
        }
      ).write(to: &html)
    }
    pair("Masks", &html) { html in
      BarChart(
        id: "masks", title: "Masks by label", series: [.masked],
        rows: report.masks.map { ChartRow(label: $0.label, values: [$0.count]) }
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "Masks that stand in the corpus, by label", columns: ["Label", "Masks"],
        rows: report.masks.map { [.name($0.label), .number($0.count)] }
      ).write(to: &html)
    }
  }
}
