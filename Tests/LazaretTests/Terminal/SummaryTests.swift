import LazaretCore
import LazaretPipeline
import Testing

@testable import lazaret

struct SummaryTests {
  private var summary: RunSummary {
    var summary = RunSummary(
      command: "run", runID: "01J00000000000000000000000", pipeline: "knowledge-base",
      startedAt: "2026-11-21T02:15:00.000Z")
    summary.outcome = .incomplete
    summary.finishedAt = "2026-11-21T02:16:01.234Z"
    summary.durationSeconds = 61.234
    summary.documents.seen = 12
    summary.documents.new = 3
    summary.documents.changed = 2
    summary.documents.unchanged = 5
    summary.documents.failed = 1
    summary.documents.skipped = 1
    summary.documents.deleted = 4
    summary.chunks.total = 10
    summary.chunks.clean = 6
    summary.chunks.masked = 2
    summary.chunks.quarantined = 1
    summary.chunks.unscreened = 1
    summary.corpus = .init(CorpusTotals(documents: 10, clean: 20, masked: 3, quarantined: 2, unscreened: 1))
    summary.screenings.requests = 22
    summary.screenings.reused = 4
    summary.screenings.byScreener["lakera"] = .init(
      requests: 22, reused: 4, retries: 2, rateLimited: 1, errors: 2, p50Milliseconds: 71.3,
      p95Milliseconds: 140)
    summary.masks.applied = 3
    summary.masks.byLabel = ["pii/email": 2, "pii/phone_number": 1]
    summary.findings.byLabel = ["pii/email": 2, "pii/phone_number": 1, "prompt_attack": 1]
    summary.failures = [.init(source: "docs", uri: "scan.txt", reason: "'scan.txt' is binary")]
    return summary
  }

  @Test func `the summary for a person is as recorded`() throws {
    try Golden.check(SummaryText(summary).lines.joined(separator: "\n") + "\n", "summary")
  }

  @Test func `the summary for a program is as recorded`() throws {
    try Golden.check(SummaryJSON(summary).text + "\n", "summary-json")
  }

  @Test func `a replay says what it decided by, and a recording what it holds`() {
    var replay = summary
    replay.replayed = .init(answers: 12, policy: "p1", samePolicy: false, sha256: "abc")
    replay.replayed?.missing = ["lakera": 2]
    let lines = SummaryText(replay).lines
    #expect(lines[0].hasSuffix("(replay of run 01J00000000000000000000000: nothing was sent)"))
    #expect(lines.contains("replayed    12 answers, sha256 abc, under another policy than the recorded run"))
    #expect(lines.contains("  lakera: no answer is recorded to 2 texts; they are unscreened"))
    #expect(
      SummaryJSON(replay).text.contains(
        #""replayed":{"answers":12,"missing":{"lakera":2},"policy":"p1","same_policy":false,"sha256":"abc"}"#)
    )
    var recording = summary
    recording.recorded = .init(answers: 12, added: 3)
    #expect(SummaryText(recording).lines.contains("recorded    12 answers, 3 of them new"))
    #expect(SummaryJSON(recording).text.contains(#""recorded":{"added":3,"answers":12}"#))
  }

  @Test func `a summary whose sums do not agree is found out`() {
    #expect(summary.imbalance == nil)
    var wrong = summary
    wrong.chunks.clean += 1
    #expect(wrong.imbalance == "10 chunks, 11 with a state")
    wrong = summary
    wrong.documents.seen += 1
    #expect(wrong.imbalance == "13 items seen, 12 accounted for")
    wrong = summary
    wrong.corpus.chunks = 1
    #expect(wrong.imbalance == "1 chunks in the store, 26 with a state")
  }
}
