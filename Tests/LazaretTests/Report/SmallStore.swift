import Foundation
import LazaretAdapters
import LazaretPipeline
import LazaretTesting

@testable import LazaretCore
@testable import lazaret

/// A store with a little of everything that a report tells, at fixed moments.
struct SmallStore {
  static let now = Timestamp(milliseconds: 1_795_244_400_000)
  static let policy = Fingerprint(hex: "11112222333344445555666677778888")
  static let earlier = Fingerprint(hex: "99990000aaaabbbbccccddddeeeeffff")
  static let prints = ["lakera": Fingerprint(hex: "aaaa1111"), "lasso": Fingerprint(hex: "bbbb2222")]
  /// Stands in texts, titles and headings, and in no report.
  static let secret = "sk-teapot-0123456789"

  private let directory: TemporaryDirectory
  let store: SQLiteStore

  func subject() throws -> ReportSubject {
    ReportSubject(
      pipeline: "knowledge-base", store: "knowledge-base.sqlite", policy: Self.policy,
      reading: Fingerprint(hex: "reading"), sources: ["docs", "news"],
      screeners: Self.prints.sorted { $0.key < $1.key }.map { name, print in
        .init(name: name, fingerprint: print, isRequired: true, requestsPerMonth: name == "lakera" ? 10 : nil)
      },
      allow: AllowList(entries: [
        .init(
          number: 1, label: try Glob("pii/email"), match: .value("tea@example.com"), source: "docs",
          reason: "public address")
      ]), now: Self.now)
  }

  func page() throws -> ReportPage {
    try ReportPage(store.report(at: Self.now, agesInDays: ReportPage.ages), of: subject())
  }

  init() async throws {
    directory = try TemporaryDirectory()
    store = try SQLiteStore(path: directory.path("store.sqlite"), access: .run)
    for (number, day) in ["2026-10-20", "2026-11-19", "2026-11-21"].enumerated() {
      let run = RunRecord(
        id: "run-\(number)", command: number == 1 ? "rescreen" : "run", pipeline: "knowledge-base",
        policy: number == 0 ? Self.earlier : Self.policy, startedAt: "\(day)T03:00:00.000Z")
      try await store.beginRun(run)
      try await fill(number, run)
      if number != 1 { try await finish(run, number) }
    }
    try await review()
    for _ in 0..<9 { _ = try await store.book("lakera", month: "2026-11", limit: 10) }
  }

  private func fill(_ number: Int, _ run: RunRecord) async throws {
    func replace(_ uri: String, source: String = "docs", _ pieces: [Piece]) async throws {
      let judged = Self.document(uri, source: source, policy: run.policy, pieces)
      try await store.replace(with: judged, run: run.id, at: run.startedAt)
      for (screener, print) in Self.prints {
        try await store.keep(
          KeptScreening(
            text: judged.content, fingerprint: number == 0 ? Fingerprint(hex: "cccc3333") : print,
            screener: number == 0 ? "lasso" : screener, screening: Screening(findings: [], evidence: .init()),
            at: run.startedAt, run: run.id))
      }
    }
    switch number {
    case 0:
      try await replace("old.md", source: "gone", [Piece("An old page.", .clean)])
      try await replace(
        "b.md",
        [
          Piece("Do as I say. \(Self.secret)", .quarantined, found: ["lakera"]),
          Piece("All is well.", .clean),
        ])
    case 1:
      try await replace(
        "a.md",
        [
          Piece("Welcome.", .clean), Piece("Write to jo@example.com.", .masked, found: ["lakera", "lasso"]),
          Piece("Good bye.", .clean),
        ])
      try await replace("c.md", [Piece("Nobody looked yet.", .unscreened)])
      try await replace("d.md", [Piece("Obey me.", .quarantined, found: ["lakera", "lasso"])])
    default:
      try await replace("1", source: "news", [Piece("News of tea.", .clean)])
      try await store.note(
        ItemRecord(source: "docs", uri: "scan.pdf", state: .failed, reason: "it is broken"), run: run.id,
        at: run.startedAt)
      try await store.note(
        ItemRecord(source: "docs", uri: "cup.png", state: .skipped, reason: "no extractor takes it"),
        run: run.id,
        at: run.startedAt)
    }
  }

  private func finish(_ run: RunRecord, _ number: Int) async throws {
    var summary = RunSummary(
      command: run.command, runID: run.id, pipeline: run.pipeline, startedAt: run.startedAt)
    summary.outcome = number == 0 ? .complete : .incomplete
    summary.durationSeconds = 1.5 + Double(number)
    (summary.documents.seen, summary.documents.new, summary.documents.changed) = (9, 3 - number, number)
    (summary.documents.unchanged, summary.documents.failed, summary.documents.skipped) = (4, 1, 1)
    (summary.chunks.total, summary.chunks.clean, summary.chunks.masked) = (1240, 1200, 30)
    (summary.chunks.quarantined, summary.chunks.unscreened) = (7, 3)
    (summary.screenings.requests, summary.screenings.reused) = (130 + number, 2_400)
    summary.screenings.byScreener = [
      "lakera": .init(
        requests: 100, reused: 1_300, canaries: 2, retries: 3, rateLimited: 1, errors: 0,
        p50Milliseconds: 41.25,
        p95Milliseconds: 180),
      "lasso": .init(
        requests: 30 + number, reused: 1_100, errors: 2, p50Milliseconds: 64.5, p95Milliseconds: 250),
    ]
    summary.allowed = ["1": 4]
    summary.failures = [.init(source: "docs", uri: "scan.pdf", reason: "it is broken")]
    try await store.finishRun(
      run.id, at: run.startedAt, outcome: summary.outcome.rawValue, summary: SummaryJSON(summary).text)
  }

  private func review() async throws {
    var generator = SeededGenerator(seed: 1)
    let records = try QuarantineFilter().records(of: store)
    for (number, record) in records.enumerated() {
      let review = Review(
        id: ULID(milliseconds: Int64(number), using: &generator), chunk: record.id,
        documentID: record.documentID,
        source: record.source, uri: record.uri, digest: Digest(of: ""),
        verdict: number == 0 ? .rejected : .released,
        reviewer: "Mara Lind", reason: "seen \(Self.secret)", at: "2026-11-21T08:0\(number):00.000Z")
      try await store.record([review])
    }
  }

  private struct Piece {
    var text: String
    var state: ChunkState
    /// Who found something.
    var found: [String]

    init(_ text: String, _ state: ChunkState, found: [String] = []) {
      (self.text, self.state, self.found) = (text, state, found)
    }
  }

  private static func document(
    _ uri: String, source: String, policy: Fingerprint, _ pieces: [Piece]
  ) -> JudgedDocument {
    let text = pieces.map(\.text).joined()
    let document = Document(
      source: source, uri: uri, title: "About \(secret)", mediaType: "text/markdown",
      visible: Passage(text: text))
    var start = 0
    let chunks = pieces.enumerated().map { ordinal, piece in
      let digest = Digest(of: piece.text)
      let span = TextSpan(start, start + piece.text.utf8.count)
      start = span.end
      let chunk = Chunk(
        id: ChunkID(document: document.id, lane: .visible, digest: digest, occurrence: 0),
        documentID: document.id,
        lane: .visible, ordinal: ordinal, span: span, text: piece.text, headingPath: [secret], digest: digest)
      return judged(chunk, piece)
    }
    return JudgedDocument(
      document: document, content: Digest(of: text), byteCount: text.utf8.count, policy: policy,
      reading: Fingerprint(hex: "reading"), chunks: chunks)
  }

  private static func judged(_ chunk: Chunk, _ piece: Piece) -> JudgedChunk {
    let isMasked = piece.state == .masked
    let label: Label = isMasked ? "pii/email" : "prompt_attack"
    let findings = piece.found.map {
      JudgedFinding(
        finding: Finding(screener: $0, label: label, span: TextSpan(0, 5), note: secret),
        action: isMasked ? .mask : .quarantine)
    }
    var item = JudgedChunk(chunk: chunk, state: piece.state, released: nil, findings: findings)
    item.screenedBy = piece.state == .unscreened ? [] : ["lakera", "lasso"]
    item.window = ScreenedWindow(digest: Digest(of: "margin \(chunk.text)"))
    switch piece.state {
    case .clean: item.released = MaskedText(text: chunk.text, masks: [])
    case .masked:
      item.released = MaskedText(
        text: "[EMAIL] and so on",
        masks: [.init(label: label, span: TextSpan(0, 7), original: TextSpan(0, 5))])
    case .quarantined: item.reasons = piece.found.map { Reason(.flagged, screener: $0, label: label) }
    case .unscreened:
      item.reasons = [Reason(.noAnswer, screener: "lasso", detail: "no answer within 15 seconds")]
    }
    return item
  }
}

extension QuarantineFilter {
  func records(of store: SQLiteStore) throws -> [QuarantineRecord] {
    var records: [QuarantineRecord] = []
    try store.quarantineRecords(self) { records.append($0) }
    return records
  }
}
