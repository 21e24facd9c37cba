import LazaretAdapters
import LazaretCore

/// What stands under which policy, and which answers under which settings of a screener.
extension ReportPage {
  func writePolicies(_ html: inout HTMLText) {
    let shares = report.status.policies
    pair("Policies", &html) { html in
      BarChart(
        id: "policies", title: "Chunks by the policy that judged them",
        series: [
          ChartSeries(style: "clean", name: "may leave"), ChartSeries(style: "quarantined", name: "withheld"),
        ],
        rows: shares.map {
          ChartRow(label: String($0.policy.hex.prefix(12)), values: [$0.chunks, $0.withheld])
        }
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "What stands under which policy",
        columns: ["Policy", "Documents", "May leave", "Withheld", "Standing"],
        rows: shares.map {
          [
            .name($0.policy.hex), .number($0.documents), .number($0.chunks), .number($0.withheld),
            .words($0.policy == subject.policy ? "in force" : "another; not exported"),
          ]
        }
      ).write(to: &html)
      note("In force is the policy \(subject.policy.hex).", &html)
    }
    html.element("h3", "Settings of screeners")
    let unasked = subject.screeners.filter { screener in
      !report.answers.contains { $0.fingerprint == screener.fingerprint }
    }
    HTMLTable(
      caption: "Kept answers by the settings under which they were given",
      columns: ["Screener", "Settings", "Answers", "First", "Last", "Standing"],
      rows: report.answers.map { answers in
        let now = subject.screeners.first { $0.fingerprint == answers.fingerprint }
        return [
          .name(answers.screener), .name(answers.fingerprint.hex), .number(answers.texts),
          .moment(answers.first),
          .moment(answers.last), .words(standing(now)),
        ]
      }
        + unasked.map { screener in
          [
            .name(screener.name), .name(screener.fingerprint.hex), .number(0), .moment(nil), .moment(nil),
            .words(standing(screener)),
          ]
        }
    ).write(to: &html)
    note(
      report.status.key.map { "Withheld text is encrypted under the key \(HTMLText.shown($0))." }
        ?? "Withheld text is not encrypted.", &html)
  }

  private func standing(_ screener: ReportSubject.Screener?) -> String {
    guard let screener else { return "earlier; not used" }
    return screener.isRequired ? "in force, required" : "in force"
  }
}
