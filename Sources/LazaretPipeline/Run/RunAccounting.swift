import LazaretCore
import Synchronization

/// Counts everything that a run meets, from many tasks at once.
final class RunAccounting: Sendable {
  private let summary: Mutex<RunSummary>
  private let sourceFailures = Mutex(0)
  private let isCutShort = Mutex(false)

  init(_ summary: RunSummary) { self.summary = Mutex(summary) }

  enum Fate { case new, changed, unchanged, failed, skipped }

  func met(_ fate: Fate) {
    summary.withLock { summary in
      summary.documents.seen += 1
      switch fate {
      case .new: summary.documents.new += 1
      case .changed: summary.documents.changed += 1
      case .unchanged: summary.documents.unchanged += 1
      case .failed: summary.documents.failed += 1
      case .skipped: summary.documents.skipped += 1
      }
    }
  }

  func read(_ count: Int) { summary.withLock { $0.bytes.read += count } }
  func deleted(_ count: Int) { summary.withLock { $0.documents.deleted += count } }

  func failure(source: String, uri: String, reason: String) {
    summary.withLock { $0.failures.append(.init(source: source, uri: uri, reason: reason)) }
  }

  func drifted(_ drift: [RunSummary.Drift]) { summary.withLock { $0.drift = drift } }

  /// The run's time was over before every item was met.
  func cutShort() { isCutShort.withLock { $0 = true } }

  func recorded(_ recorded: RunSummary.Recorded) { summary.withLock { $0.recorded = recorded } }

  func sourceFailed() { sourceFailures.withLock { $0 += 1 } }

  func settled(_ document: Document, _ judged: [JudgedChunk]) {
    summary.withLock { summary in
      summary.bytes.extracted += document.visible.text.utf8.count + document.hidden.text.utf8.count
      for item in judged { summary.count(item) }
    }
  }

  /// - Parameter judged: the chunks of the document in the order in which they are stored.
  func rejudged(_ stored: StoredDocument, _ judged: [JudgedChunk]) {
    summary.withLock { summary in
      let changed = summary.rescreen?.chunks.changed ?? 0
      for (item, standing) in zip(judged, stored.standings) {
        summary.rescreen?.count(item, before: standing, of: stored.document)
        summary.count(item)
      }
      let isChanged = (summary.rescreen?.chunks.changed ?? 0) > changed
      summary.documents.seen += 1
      if isChanged { summary.documents.changed += 1 } else { summary.documents.unchanged += 1 }
    }
  }

  func unreadable(_ count: Int) { summary.withLock { $0.rescreen?.unreadable = count } }

  /// - Parameter asking: for a dry run: what would be asked of whom.
  func rescreened(asking: [String: RescreenChanges.Asking]?) {
    summary.withLock { summary in
      summary.rescreen?.wouldAsk = asking
      summary.rescreen?.estimatedSeconds = asking.map { $0.values.map(\.seconds).max() ?? 0 }
      summary.rescreen?.sort()
    }
  }

  private static func limitsReached(
    _ meters: [ScreenerMeters], isCutShort: Bool
  ) -> [RunSummary.LimitReached] {
    var reached: Set<RunSummary.LimitReached> = []
    if isCutShort { reached.insert(.init(screener: nil, limit: .maxDuration)) }
    for meters in meters {
      for limit in meters.limitsReached {
        let isOfTheRun = limit == .maxRequests || limit == .maxDuration
        reached.insert(.init(screener: isOfTheRun ? nil : meters.screener, limit: limit))
      }
    }
    return reached.sorted { ($0.screener ?? "", $0.limit.rawValue) < ($1.screener ?? "", $1.limit.rawValue) }
  }

  var screenedSoFar: (documents: Int, chunks: RunSummary.Chunks) {
    summary.withLock { ($0.documents.seen, $0.chunks) }
  }

  /// The summary as it stands, with what only the end knows.
  func finished(
    at time: String, after duration: Duration, totals: CorpusTotals,
    meters: [ScreenerMeters], failure: RunFailure?
  ) -> RunSummary {
    let sourcesFailed = sourceFailures.withLock { $0 } > 0
    let isCutShort = isCutShort.withLock { $0 }
    return summary.withLock { summary in
      summary.limitsReached = Self.limitsReached(meters, isCutShort: isCutShort)
      summary.finishedAt = time
      summary.durationSeconds = (duration / .milliseconds(1)).rounded() / 1000
      summary.corpus = .init(totals)
      let counts = meters.map { ($0.screener, $0.counts) }
      summary.screenings.byScreener = Dictionary(counts) { _, last in last }
      summary.screenings.requests = counts.reduce(0) { $0 + $1.1.requests }
      summary.screenings.reused = counts.reduce(0) { $0 + $1.1.reused }
      summary.screenings.canaries = counts.reduce(0) { $0 + $1.1.canaries }
      let missing = meters.map { ($0.screener, $0.documents.notRecorded) }.filter { $0.1 > 0 }
      summary.replayed?.missing = Dictionary(missing) { _, last in last }
      summary.bytes.screened = meters.reduce(0) { $0 + $1.documents.bytes }
      summary.failures.sort { ($0.source, $0.uri, $0.reason) < ($1.source, $1.uri, $1.reason) }
      switch failure {
      case .interrupted: summary.outcome = .interrupted
      case .some: summary.outcome = .failed
      case nil:
        // A dry run has no answers for want of asking; a replay would have none in earnest either.
        let tellsAnswers = summary.dryRun != true || summary.replayed != nil
        let waits = summary.chunks.unscreened + totals.unscreened > 0 && tellsAnswers
        let isIncomplete =
          waits || sourcesFailed || summary.documents.failed > 0 || !summary.limitsReached.isEmpty
        summary.outcome = isIncomplete ? .incomplete : .complete
      }
      return summary
    }
  }
}

extension RunSummary {
  fileprivate mutating func count(_ item: JudgedChunk) {
    for judged in item.findings {
      findings.byLabel[judged.finding.label.rawValue, default: 0] += 1
      if let entry = judged.finding.allowedBy {
        allowed = (allowed ?? [:]).merging([String(entry): 1], uniquingKeysWith: +)
      }
    }
    // Hidden text that is harmless is neither exported nor withheld; see `Hidden`.
    if item.chunk.lane == .hidden, item.state == .clean {
      hidden.harmless += 1
      return
    }
    chunks.total += 1
    switch item.state {
    case .clean: chunks.clean += 1
    case .masked: chunks.masked += 1
    case .quarantined: chunks.quarantined += 1
    case .unscreened: chunks.unscreened += 1
    }
    for mask in item.released?.masks ?? [] {
      masks.applied += 1
      masks.byLabel[mask.label.rawValue, default: 0] += 1
    }
  }
}
