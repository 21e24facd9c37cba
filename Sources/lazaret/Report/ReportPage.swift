import Foundation
import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// A store's report as one page that needs nothing else: what came in, what is held and why, who was asked, what
/// people decided. It holds counts, names and moments, and no text of a document.
///
/// The same report of the same subject gives the same bytes.
struct ReportPage {
  let report: StoreReport
  let subject: ReportSubject
  /// The last runs with what they did, the earliest first.
  let runs: [Run]

  struct Run {
    var line: StoreStatus.Run
    /// `nil` while it runs, if it was killed, or when another version wrote it otherwise.
    var summary: RunSummary?

    var started: String { Figures.minute(line.record.startedAt) }
  }

  /// Ages in days that part what is held.
  static let ages = [1, 7, 30, 90]

  init(_ report: StoreReport, of subject: ReportSubject) {
    self.report = report
    self.subject = subject
    runs = report.runs.reversed().map { line in
      let summary = line.summary.flatMap {
        try? JSONDecoder().decode(RunSummary.self, from: Data($0.utf8))
      }
      return Run(line: line, summary: summary)
    }
  }

  var totals: CorpusTotals { report.status.totals }

  private typealias Section = (id: StaticString, title: StaticString, write: (inout HTMLText) -> Void)

  private var sections: [Section] {
    [
      ("corpus", "The corpus", writeCorpus), ("sources", "Sources", writeSources),
      ("runs", "Runs", writeRuns),
      ("findings", "Findings and masks", writeFindings), ("held", "What is held", writeHeld),
      ("screeners", "Screeners", writeScreeners), ("policies", "Policies and settings", writePolicies),
      ("reviews", "Reviews", writeReviews), ("allowed", "Allow-list", writeAllowed),
      ("failures", "Failures", writeFailures),
    ]
  }

  var html: String {
    var html = HTMLText()
    html.verbatim("<!DOCTYPE html>\n")
    html.element("html", ["lang": "en"]) { html in
      html.element("head", writeHead)
      html.lineEnd()
      html.element("body") { html in
        html.element("header", writeHeader)
        html.element("main") { html in
          writeOverview(&html)
          for section in sections {
            html.element("section", ["id": "\(section.id)"]) { html in
              html.element("h2", "\(section.title)")
              section.write(&html)
            }
            html.lineEnd()
          }
        }
        html.element("footer") { html in
          html.words("Made by lazaret from ")
          html.name(subject.store)
          html.words(". ")
          html.words(
            "All times are UTC. This page holds no text of a document; the records themselves are shown by ")
          html.element("code", "lazaret quarantine show")
          html.words(".")
        }
      }
    }
    html.lineEnd()
    return html.text
  }

  private func writeHead(_ html: inout HTMLText) {
    html.empty("meta", ["charset": "utf-8"])
    html.empty(
      "meta", ["http-equiv": "Content-Security-Policy", "content": ReportStyle.contentSecurityPolicy])
    html.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    html.empty("meta", ["name": "referrer", "content": "no-referrer"])
    html.empty("meta", ["name": "color-scheme", "content": "light dark"])
    html.element("title") { html in
      html.name(subject.pipeline)
      html.words(", \(Figures.minute(subject.now.iso8601))")
    }
    html.element("style") { $0.verbatim(ReportStyle.sheet) }
  }

  private func writeHeader(_ html: inout HTMLText) {
    html.element("h1") { $0.name(subject.pipeline) }
    html.element("p", ["class": "soft"]) { html in
      html.words("What stands in quarantine and what may leave, as of ")
      html.element("time", ["datetime": subject.now.iso8601], Figures.minute(subject.now.iso8601))
      html.words(" UTC")
    }
    html.element("nav", ["aria-label": "Sections"]) { html in
      html.element("ul") { html in
        for section in sections {
          html.element("li") { html in
            html.element("a", ["href": "#\(section.id)"], "\(section.title)")
          }
        }
      }
    }
  }

  // MARK: Words for sections

  /// A chart and its table beside each other; the table alone when there is nothing to draw.
  func pair(
    _ title: String, _ html: inout HTMLText, chart: (inout HTMLText) -> Void, table: (inout HTMLText) -> Void
  ) {
    html.element("h3", title)
    var drawn = HTMLText()
    chart(&drawn)
    if drawn.text.isEmpty {
      table(&html)
    } else {
      html.element("div", ["class": "pair"]) { html in
        html.element("figure") { $0.append(drawn) }
        html.element("div", table)
      }
    }
    html.lineEnd()
  }

  /// `1 chunk`, `2 chunks`.
  static func counted(_ count: Int, _ what: String) -> String {
    "\(Figures.number(count)) \(what)\(count == 1 ? "" : "s")"
  }

  func note(_ words: String, _ html: inout HTMLText) { html.element("p", ["class": "soft"], words) }
}
