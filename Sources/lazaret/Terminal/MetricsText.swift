import Foundation
import LazaretAdapters
import LazaretCore
import LazaretPipeline

/// What a run did and what the store holds afterwards, in Prometheus' text format: a file for the textfile
/// collector of node_exporter. Names and numbers, no text of a document.
struct MetricsText {
  private let summary: RunSummary
  private let status: StoreStatus
  private var lines: [String] = []

  init(_ summary: RunSummary, _ status: StoreStatus) {
    self.summary = summary
    self.status = status
    write()
  }

  var text: String { lines.map { $0 + "\n" }.joined() }

  private mutating func write() {
    gauge(
      "run_outcome", "1 for how the last run ended.",
      [RunSummary.Outcome.complete, .incomplete, .failed, .interrupted].map {
        (["outcome": $0.rawValue], summary.outcome == $0 ? 1 : 0)
      })
    moment("run_finished_timestamp_seconds", "When the last run ended.", summary.finishedAt)
    moment(
      "last_complete_timestamp_seconds", "When the last run that was complete ended.",
      status.runs.first { $0.outcome == RunSummary.Outcome.complete.rawValue }?.finishedAt)
    gauge("run_duration_seconds", "How long the last run took.", [([:], summary.durationSeconds)])
    let documents = summary.documents
    gauge(
      "run_documents", "Items that the last run met, and documents that it deleted.",
      states([
        ("new", documents.new), ("changed", documents.changed), ("unchanged", documents.unchanged),
        ("failed", documents.failed), ("skipped", documents.skipped), ("deleted", documents.deleted),
      ]))
    let corpus = summary.corpus
    gauge(
      "corpus_chunks", "Chunks in the store.",
      states([
        ("clean", corpus.clean), ("masked", corpus.masked), ("quarantined", corpus.quarantined),
        ("unscreened", corpus.unscreened),
      ]))
    gauge("corpus_documents", "Documents in the store.", [([:], Double(corpus.documents))])
    moment(
      "oldest_unscreened_timestamp_seconds", "Since when the oldest chunk waits.", status.oldestUnscreened)
    moment("oldest_quarantined_timestamp_seconds", "Of when the oldest record is.", status.oldestQuarantined)
    writeScreeners()
    gauge(
      "run_limits_reached", "Limits that something waits for.",
      summary.limitsReached.map { (["screener": $0.screener ?? "", "limit": $0.limit.rawValue], 1) })
    gauge(
      "run_drift", "What of a screener is not as it was in the run before.",
      summary.drift.map { (["screener": $0.screener, "aspect": $0.aspect.rawValue], 1) })
  }

  private mutating func writeScreeners() {
    let screeners = summary.screenings.byScreener.sorted { $0.key < $1.key }
    func each(_ value: (RunSummary.ScreenerCounts) -> Int) -> [([String: String], Double)] {
      screeners.map { (["screener": $0.key], Double(value($0.value))) }
    }
    gauge("run_requests", "Requests about documents, retries included.", each(\.requests))
    gauge("run_reused", "Answers that were there already.", each(\.reused))
    gauge("run_canaries", "Requests with a known verdict.", each(\.canaries))
    gauge("run_retries", "Requests that repeated one.", each(\.retries))
    gauge("run_rate_limited", "Requests that were refused because of the rate.", each(\.rateLimited))
    gauge("run_errors", "Requests without an answer.", each(\.errors))
    gauge(
      "run_latency_seconds", "The vendor's own time for one answer.",
      screeners.flatMap { name, counts in
        [("0.5", counts.p50Milliseconds), ("0.95", counts.p95Milliseconds)].map {
          (["screener": name, "quantile": $0.0], $0.1 / 1000)
        }
      })
  }

  private func states(_ counts: [(String, Int)]) -> [([String: String], Double)] {
    counts.map { (["state": $0.0], Double($0.1)) }
  }

  /// Left out when there is no such moment.
  private mutating func moment(_ name: String, _ help: String, _ iso8601: String?) {
    let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    guard let iso8601, let date = try? format.parse(iso8601) else { return }
    gauge(name, help, [([:], date.timeIntervalSince1970)])
  }

  private mutating func gauge(_ name: String, _ help: String, _ samples: [([String: String], Double)]) {
    if samples.isEmpty { return }
    lines += ["# HELP lazaret_\(name) \(help)", "# TYPE lazaret_\(name) gauge"]
    for (labels, value) in samples {
      let all = [("pipeline", summary.pipeline)] + labels.sorted { $0.key < $1.key }
      let list = all.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
      lines.append("lazaret_\(name){\(list)} \(Self.number(value))")
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
