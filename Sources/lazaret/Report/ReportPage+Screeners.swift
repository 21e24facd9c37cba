import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// Who was asked how often this month, what it cost of the budgets, and how fast they answered.
extension ReportPage {
  func writeScreeners(_ html: inout HTMLText) {
    note("The runs that began in \(subject.now.month).", &html)
    pair("Requests and reuse this month", &html) { html in
      BarChart(
        id: "requests", title: "Answers this month by screener",
        series: [ChartSeries(style: "plain", name: "requests"), ChartSeries(style: "pale", name: "reused")],
        rows: report.requests.map { ChartRow(label: $0.screener, values: [$0.requests, $0.reused]) }
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "Answers this month by screener",
        columns: [
          "Screener", "Requests", "Reused", "Reuse", "Retries", "Rate limited", "Errors", "Canaries",
        ],
        rows: report.requests.map {
          [
            .name($0.screener), .number($0.requests), .number($0.reused),
            .figure(Figures.share($0.reused, of: $0.requests + $0.reused)), .number($0.retries),
            .number($0.rateLimited), .number($0.errors), .number($0.canaries),
          ]
        }
      ).write(to: &html)
    }
    html.element("h3", "Budgets of the month")
    HTMLTable(
      caption: "Requests that count against a budget", columns: ["Screener", "Booked", "Budget", "Spent"],
      rows: subject.screeners.compactMap { screener in
        guard let limit = screener.requestsPerMonth else { return nil }
        let booked = booked(screener.name) ?? 0
        return [
          .name(screener.name), .number(booked), .number(limit), .figure(Figures.share(booked, of: limit)),
        ]
      }, otherwise: "No screener has a budget of the month."
    ).write(to: &html)
    writeLatency(&html)
  }

  /// Each screener's last run in which it was asked.
  private func writeLatency(_ html: inout HTMLText) {
    var latest: [String: (run: Run, counts: RunSummary.ScreenerCounts)] = [:]
    for run in runs {
      for (name, counts) in run.summary?.screenings.byScreener ?? [:] where counts.requests > 0 {
        latest[name] = (run, counts)
      }
    }
    let rows = latest.sorted { $0.key < $1.key }
    pair("Latency", &html) { html in
      BarChart(
        id: "latency", title: "Half of the answers came within",
        series: [ChartSeries(style: "plain", name: "half within")],
        rows: rows.map {
          ChartRow(label: $0.key, values: [Self.hundredths($0.value.counts.p50Milliseconds)])
        },
        format: Self.milliseconds
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "Latency in the last run that asked",
        columns: ["Screener", "Half within", "95 % within", "Run"],
        rows: rows.map { name, last in
          [
            .name(name), .figure(Self.milliseconds(Self.hundredths(last.counts.p50Milliseconds))),
            .figure(Self.milliseconds(Self.hundredths(last.counts.p95Milliseconds))),
            .moment(last.run.line.record.startedAt),
          ]
        }
      ).write(to: &html)
    }
  }

  private static func hundredths(_ milliseconds: Double) -> Int {
    milliseconds.isFinite && milliseconds >= 0 && milliseconds < 1e12
      ? Int((milliseconds * 100).rounded()) : 0
  }

  private static func milliseconds(_ hundredths: Int) -> String {
    Coordinate.text(Double(hundredths) / 100) + " ms"
  }
}
