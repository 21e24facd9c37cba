import LazaretCore
import LazaretPipeline

/// The summary as a person reads it.
struct SummaryText {
  private let summary: RunSummary

  init(_ summary: RunSummary) { self.summary = summary }

  var lines: [String] {
    var lines = [
      "\(summary.command) \(summary.outcome.rawValue) in \(seconds) "
        + "(\(kind))",
      row(
        "documents",
        [
          ("seen", summary.documents.seen), ("new", summary.documents.new),
          ("changed", summary.documents.changed),
          ("unchanged", summary.documents.unchanged), ("deleted", summary.documents.deleted),
          ("failed", summary.documents.failed), ("skipped", summary.documents.skipped),
        ]),
      row("chunks", states(summary.chunks.total, summary.chunks)),
      row(
        "corpus",
        [
          ("chunks", summary.corpus.chunks), ("clean", summary.corpus.clean),
          ("masked", summary.corpus.masked),
          ("quarantined", summary.corpus.quarantined), ("unscreened", summary.corpus.unscreened),
        ]),
      row(
        "screenings",
        [
          ("requests", summary.screenings.requests), ("reused", summary.screenings.reused),
          ("canaries", summary.screenings.canaries),
        ]),
    ]
    for (name, counts) in summary.screenings.byScreener.sorted(by: { $0.key < $1.key }) {
      let latency =
        counts.requests > 0 ? "  p50 \(counts.p50Milliseconds) ms, p95 \(counts.p95Milliseconds) ms" : ""
      lines.append(
        row(
          "  \(name)",
          [
            ("requests", counts.requests), ("reused", counts.reused), ("retries", counts.retries),
            ("rate limited", counts.rateLimited), ("errors", counts.errors),
          ]) + latency)
    }
    if summary.masks.applied > 0 {
      lines.append(row("masks", [("applied", summary.masks.applied)] + labels(summary.masks.byLabel)))
    }
    if !summary.findings.byLabel.isEmpty { lines.append(row("findings", labels(summary.findings.byLabel))) }
    if let allowed = summary.allowed {
      let entries = allowed.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }
      lines.append(row("allowed", entries.map { ("by entry \($0.key)", $0.value) }))
    }
    if let replayed = summary.replayed { lines += self.lines(of: replayed) }
    if let recorded = summary.recorded {
      lines.append(row("recorded", [("answers", recorded.answers), ("of them new", recorded.added)]))
    }
    if let rescreen = summary.rescreen { lines += self.lines(of: rescreen) }
    for reached in summary.limitsReached {
      let whose = reached.screener.map { "\($0): " } ?? ""
      lines.append("limit       \(whose)\(reached.limit.rawValue) reached; the rest waits for the next run")
    }
    for drift in summary.drift {
      let before = drift.before.joined(separator: " ")
      let after = drift.after.joined(separator: " ")
      lines.append("drift       \(drift.screener): \(drift.aspect.rawValue) were \(before), are \(after)")
    }
    return lines
  }

  private var kind: String {
    let stored = summary.dryRun == true ? "nothing was sent or stored" : "nothing was sent"
    if summary.replayed != nil { return "replay of run \(summary.runID): \(stored)" }
    return summary.dryRun == true ? "dry run: \(stored)" : "run \(summary.runID)"
  }

  private func lines(of replayed: RunSummary.Replayed) -> [String] {
    var lines = [
      "replayed    \(replayed.answers) answers, sha256 \(replayed.sha256), "
        + (replayed.samePolicy
          ? "under the policy of the recorded run" : "under another policy than the recorded run")
    ]
    for (name, count) in replayed.missing.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(name): no answer is recorded to \(count) texts; they are unscreened")
    }
    return lines
  }

  private func lines(of rescreen: RescreenChanges) -> [String] {
    var lines = [row("chunks now", changes(rescreen.chunks))]
    for (source, counts) in rescreen.bySource.sorted(by: { $0.key < $1.key }) where counts != rescreen.chunks
    {
      lines.append(row("  \(HarmlessText.line(source))", changes(counts).filter { $0.1 > 0 }))
    }
    for (label, counts) in rescreen.byLabel.sorted(by: { $0.key < $1.key }) {
      lines.append(row("  \(HarmlessText.line(label))", changes(counts).filter { $0.1 > 0 }))
    }
    if rescreen.unreadable > 0 {
      lines.append(
        "unreadable  \(rescreen.unreadable) documents are not stored as they are now read and cut; "
          + "'lazaret run' judges them again")
    }
    if let seconds = rescreen.estimatedSeconds {
      lines.append(
        "would send  \(summary.screenings.requests) requests, \(summary.bytes.screened) bytes, "
          + "\((seconds * 10).rounded() / 10) s at the permitted rate")
    }
    for (name, asking) in (rescreen.wouldAsk ?? [:]).sorted(by: { $0.key < $1.key }) where asking.requests > 0
    {
      lines.append(
        "  \(name): \(asking.requests) requests, \(asking.bytes) bytes, \((asking.seconds * 10).rounded() / 10) s"
      )
    }
    return lines
  }

  private func changes(_ counts: RescreenChanges.Counts) -> [(String, Int)] {
    [
      ("released", counts.released), ("released masked", counts.releasedMasked),
      ("newly held", counts.held), ("newly masked", counts.newlyMasked),
      ("masked otherwise", counts.maskedOtherwise), ("unmasked", counts.unmasked),
      ("hidden and harmless", counts.harmless), ("unknown", counts.unknown), ("unchanged", counts.unchanged),
    ]
  }

  private var seconds: String {
    "\((summary.durationSeconds * 10).rounded() / 10) s"
  }

  private func states(_ total: Int, _ chunks: RunSummary.Chunks) -> [(String, Int)] {
    [
      ("total", total), ("clean", chunks.clean), ("masked", chunks.masked),
      ("quarantined", chunks.quarantined), ("unscreened", chunks.unscreened),
    ]
  }

  private func labels(_ counts: [String: Int]) -> [(String, Int)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  private func row(_ title: String, _ values: [(String, Int)]) -> String {
    let padded = title + String(repeating: " ", count: max(1, 12 - title.count))
    return padded + values.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
  }
}
