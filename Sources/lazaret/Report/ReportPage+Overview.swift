import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// What the page begins with: the figures, and what asks for somebody.
extension ReportPage {
  func writeOverview(_ html: inout HTMLText) {
    html.element("dl", ["class": "tiles"]) { html in
      for (name, value) in [
        ("Documents", totals.documents), ("Chunks", totals.chunks), ("Clean", totals.clean),
        ("Masked", totals.masked), ("Quarantined", totals.quarantined), ("Unscreened", totals.unscreened),
        ("Requests this month", report.requests.reduce(0) { $0 + $1.requests }),
      ] {
        html.element("div") { html in
          html.element("dt", name)
          html.element("dd", ["data-n": String(value)], Figures.number(value))
        }
      }
    }
    let points = attention
    html.element("h2", "What needs attention")
    if points.isEmpty {
      html.element(
        "p", "Nothing: the last run is complete, and all that is stored was judged under the policy in force."
      )
      return
    }
    html.element("ul", ["class": "attention"]) { html in
      for point in points { html.element("li", point) }
    }
    html.lineEnd()
  }

  /// The gravest first. Sentences of the program's own, without names from outside.
  private var attention: [String] {
    let status = report.status
    var points: [String] = []
    func add(_ count: Int, _ what: String, _ rest: String) {
      if count > 0 { points.append(Self.counted(count, what) + rest) }
    }
    if let last = runs.last {
      switch last.line.outcome {
      case "complete": break
      case let outcome?: points.append("The last run, \(last.started), ended \(outcome).")
      case nil: points.append("The last run, \(last.started), has not ended: it is under way, or was killed.")
      }
    } else {
      points.append("No run is on record.")
    }
    if let since = status.oldestUnscreened {
      add(
        totals.unscreened, "chunk",
        " without the answer of a required screener, kept back; the oldest waits since \(Figures.minute(since)), and "
          + "the next run asks again.")
    }
    add(status.documentsWaiting, "document", " waiting for answers, or for a review to be carried out.")
    add(
      status.policies.filter { $0.policy != subject.policy }.reduce(0) { $0 + $1.documents }, "document",
      " judged under another policy, kept back until judged again.")
    add(
      status.readings.filter { $0.reading != subject.reading }.reduce(0) { $0 + $1.documents }, "document",
      " not stored as now read and cut; a run judges them from their sources.")
    add(status.failedItems, "item", " could not be read.")
    add(
      status.sources.filter { !subject.sources.contains($0.key) }.reduce(0) { $0 + $1.value }, "document",
      " of sources that the pipeline file does not name.")
    add(runs.last?.summary?.drift.count ?? 0, "change", " of screeners seen in the last run.")
    add(runs.last?.summary?.limitsReached.count ?? 0, "limit", " reached in the last run; the rest waits.")
    for screener in subject.screeners {
      guard let limit = screener.requestsPerMonth, let booked = booked(screener.name),
        booked * 10 >= limit * 9
      else {
        continue
      }
      points.append(
        "A budget of the month is nearly spent: \(Figures.share(booked, of: limit)) of a screener's.")
    }
    add(
      report.held.filter { $0.bucket >= 3 }.reduce(0) { $0 + $1.quarantined }, "chunk",
      " in quarantine for more than 30 days.")
    add(
      report.disagreements, "chunk",
      " in quarantine on which the screeners disagree; a review settles most here.")
    if status.key == nil, totals.quarantined > 0 {
      points.append("What is withheld stands in the store in clear.")
    }
    return points
  }

  /// Requests of this month as the budget counts them; `nil` for a screener without a budget.
  func booked(_ screener: String) -> Int? {
    report.status.bookings.first { $0.account == screener && $0.month == subject.now.month }?.requests
  }
}
