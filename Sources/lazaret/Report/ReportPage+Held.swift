import LazaretAdapters
import LazaretCore

/// What does not leave, since when and why, and where the screeners are not of one mind.
extension ReportPage {
  private static let ageNames = [
    "up to 1 day", "2 to 7 days", "8 to 30 days", "31 to 90 days", "more than 90 days",
  ]

  func writeHeld(_ html: inout HTMLText) {
    let ages = report.held.filter { Self.ageNames.indices.contains($0.bucket) }
    let isAnythingHeld = ages.contains { $0.quarantined + $0.unscreened > 0 }
    pair("Since when", &html) { html in
      if isAnythingHeld {
        BarChart(
          id: "ages", title: "Held chunks by age", series: [.quarantined, .unscreened],
          rows: ages.map {
            ChartRow(label: Self.ageNames[$0.bucket], values: [$0.quarantined, $0.unscreened])
          }
        ).write(to: &html)
      }
    } table: { html in
      HTMLTable(
        caption: "Held chunks by age", columns: ["Held for", "Quarantined", "Unscreened"],
        rows: isAnythingHeld
          ? ages.map { [.words(Self.ageNames[$0.bucket]), .number($0.quarantined), .number($0.unscreened)] }
          : []
      ).write(to: &html)
      HTMLTable(
        caption: "The oldest", columns: ["State", "Since"],
        rows: [
          (ChartSeries.quarantined, report.status.oldestQuarantined),
          (ChartSeries.unscreened, report.status.oldestUnscreened),
        ].filter { $0.1 != nil }.map { [.key($0.0), .moment($0.1)] }
      ).write(to: &html)
    }
    pair("Why", &html) { html in
      BarChart(
        id: "reasons", title: "Held chunks by reason", series: [.quarantined, .unscreened],
        rows: report.reasons.map { reason in
          ChartRow(
            label: Self.name(reason),
            values: reason.state == .quarantined ? [reason.chunks, 0] : [0, reason.chunks])
        }
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "Held chunks by reason; a chunk may have several",
        columns: ["Reason", "Label or screener", "Chunks"],
        rows: report.reasons.map {
          [.words(Self.why($0.code)), .name($0.label ?? $0.screener ?? "–"), .number($0.chunks)]
        }
      ).write(to: &html)
    }
    pair("Where screeners disagree", &html) { html in
      BarChart(
        id: "voices", title: "Records of the quarantine by what each screener said",
        series: [
          ChartSeries(style: "plain", name: "found, as another"),
          ChartSeries(style: "warm", name: "found alone"),
          ChartSeries(style: "pale", name: "found nothing, another did"),
        ],
        rows: report.voices.map {
          ChartRow(label: $0.screener, values: [$0.found - $0.foundAlone, $0.foundAlone, $0.missed])
        }
      ).write(to: &html)
    } table: { html in
      HTMLTable(
        caption: "What each screener said of what is in quarantine",
        columns: ["Screener", "Judged", "Found, as another", "Found alone", "Found nothing, another did"],
        rows: report.voices.map {
          [
            .name($0.screener), .number($0.judged), .number($0.found - $0.foundAlone), .number($0.foundAlone),
            .number($0.missed),
          ]
        }
      ).write(to: &html)
      note(
        "Found alone: somebody else who answered found nothing. The screeners disagree on "
          + "\(Self.counted(report.disagreements, "record")).", &html)
    }
  }

  /// For the chart: short, and what was found first.
  private static func name(_ reason: StoreReport.HeldReason) -> String {
    let what = reason.label ?? reason.screener
    if reason.code == Reason.Code.flagged.rawValue, let what { return what }
    return [what, why(reason.code)].compactMap { $0 }.joined(separator: ", ")
  }

  private static func why(_ code: String) -> String {
    switch Reason.Code(rawValue: code) {
    case .flagged: "found by a screener"
    case .unlocated: "found, and cannot be masked"
    case .stillDetected: "still found after masking"
    case .rejected: "refused by a screener"
    case .hiddenText: "found in hidden text"
    case .scope: "another part of the document is held"
    case .review: "rejected by a reviewer"
    case .noAnswer: "no answer"
    case .documentIncomplete: "another part has no answer yet"
    case nil: "of another version"
    }
  }
}
