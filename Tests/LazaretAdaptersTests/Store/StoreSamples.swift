import Foundation
import LazaretAdapters

import LazaretTesting

@testable import LazaretCore

/// Judged documents for tests: texts with states in, a document that covers its lanes out.
enum StoreSamples {
  static let policy = Fingerprint(hex: "policy-1")
  static let firstTime = "2026-01-01T00:00:00Z"

  static func chunk(
    _ text: String, _ state: ChunkState, lane: Lane = .visible, label: Label = "pii/email"
  ) -> Piece {
    Piece(text: text, state: state, lane: lane, label: label)
  }

  struct Piece {
    var text: String
    var state: ChunkState
    var lane: Lane = .visible
    var label: Label = "pii/email"
  }

  static func document(
    _ uri: String, source: String = "docs", title: String? = "A title", policy: Fingerprint = policy,
    content: String? = nil, headings: [String] = ["Guide", "Install"], _ pieces: [Piece]
  ) -> JudgedDocument {
    let visible = pieces.filter { $0.lane == .visible }.map(\.text).joined()
    let hidden = pieces.filter { $0.lane == .hidden }.map(\.text).joined()
    let document = Document(
      source: source, uri: uri, title: title, mediaType: "text/markdown",
      visible: Passage(text: visible), hidden: Passage(text: hidden))
    var chunks: [JudgedChunk] = []
    for lane in Lane.allCases {
      var start = 0
      var seen: [String: Int] = [:]
      for (ordinal, piece) in pieces.filter({ $0.lane == lane }).enumerated() {
        let digest = Digest(of: piece.text)
        let occurrence = seen[piece.text, default: 0]
        seen[piece.text] = occurrence + 1
        let span = TextSpan(start, start + piece.text.utf8.count)
        start = span.end
        chunks.append(
          judged(
            Chunk(
              id: ChunkID(document: document.id, lane: lane, digest: digest, occurrence: occurrence),
              documentID: document.id, lane: lane, ordinal: ordinal, span: span, text: piece.text,
              headingPath: headings, digest: digest),
            piece))
      }
    }
    return JudgedDocument(
      document: document, content: Digest(of: content ?? visible + hidden),
      byteCount: visible.utf8.count, policy: policy, reading: Fingerprint(kind: "reading", settings: [:]),
      chunks: chunks)
  }

  static let gate = ExitGate(
    policy: policy,
    screeners: ["lakera", "lasso"].map { .init(name: $0, fingerprint: Fingerprint(hex: "print-of-\($0)")) })

  /// The answers that the document was judged by.
  static func answers(of judged: JudgedDocument) -> [KeptScreening] {
    judged.chunks.flatMap { item in
      gate.screeners.flatMap { screener in
        (item.window?.digests(for: screener.name) ?? []).map { text in
          KeptScreening(
            text: text, fingerprint: screener.fingerprint, screener: screener.name,
            screening: Screening(findings: [], evidence: .init(requestID: "request")), at: firstTime,
            run: "run-1")
        }
      }
    }
  }

  static func review(_ number: Int, _ verdict: Review.Verdict, of item: JudgedChunk) -> Review {
    var generator = SeededGenerator(seed: number)
    return Review(
      id: ULID(milliseconds: Int64(number), using: &generator), chunk: item.chunk.id,
      documentID: item.chunk.documentID, source: "docs", uri: "a", digest: item.chunk.digest,
      verdict: verdict,
      reviewer: "someone", reason: "for a test", at: firstTime)
  }

  private static func judged(_ chunk: Chunk, _ piece: Piece) -> JudgedChunk {
    var item = decided(chunk, piece)
    item.window = ScreenedWindow(digest: Digest(of: "margin \(chunk.text) \(piece.state)"))
    return item
  }

  private static func decided(_ chunk: Chunk, _ piece: Piece) -> JudgedChunk {
    let finding = Finding(
      screener: "lakera", label: piece.label, span: chunk.span.isEmpty ? nil : chunk.span, note: "odd")
    switch piece.state {
    case .clean:
      return JudgedChunk(
        chunk: chunk, state: .clean, released: MaskedText(text: chunk.text, masks: []),
        screenedBy: ["lakera", "lasso"])
    case .masked:
      let mask = MaskedText.Mask(
        label: piece.label, span: TextSpan(0, 7), original: TextSpan(0, chunk.text.utf8.count))
      return JudgedChunk(
        chunk: chunk, state: .masked, released: MaskedText(text: "[EMAIL] and more", masks: [mask]),
        findings: [JudgedFinding(finding: finding, action: .mask)], screenedBy: ["lakera"])
    case .quarantined:
      return JudgedChunk(
        chunk: chunk, state: .quarantined, released: nil,
        reasons: [Reason(.flagged, screener: "lakera", label: piece.label)],
        findings: [JudgedFinding(finding: finding, action: .quarantine)])
    case .unscreened:
      return JudgedChunk(
        chunk: chunk, state: .unscreened, released: nil,
        reasons: [Reason(.noAnswer, screener: "lasso", detail: "no answer within 15 seconds")])
    }
  }

  static func run(_ id: String) -> RunRecord {
    RunRecord(
      id: id, command: "run", pipeline: "knowledge-base", policy: policy, startedAt: "2026-01-01T00:00:00Z"
    )
  }
}

/// A new store in a folder of its own, with one run begun.
struct FreshStore {
  let directory: TemporaryDirectory
  let store: SQLiteStore
  let run = "run-1"

  var path: String { store.path }

  init() async throws {
    directory = try TemporaryDirectory()
    store = try SQLiteStore(path: directory.path("store.sqlite"), access: .run)
    try await store.beginRun(StoreSamples.run(run))
  }

  func replace(_ judged: JudgedDocument, at time: String = StoreSamples.firstTime) async throws {
    try await store.replace(with: judged, run: run, at: time)
  }

  /// Stores the document with the answers that it was judged by.
  func screened(_ judged: JudgedDocument) async throws {
    try await replace(judged)
    try await keepAnswers(judged)
  }

  func keepAnswers(_ judged: JudgedDocument) async throws {
    for answer in StoreSamples.answers(of: judged) { try await store.keep(answer) }
  }

  func cleanChunks(policy: Fingerprint? = nil) throws -> [CleanChunk] {
    var chunks: [CleanChunk] = []
    try store.cleanChunks(policy: policy) { chunks.append($0) }
    return chunks
  }

  func quarantine(_ filter: QuarantineFilter = QuarantineFilter()) throws -> [QuarantineRecord] {
    var records: [QuarantineRecord] = []
    try store.quarantineRecords(filter) { records.append($0) }
    return records
  }
}
