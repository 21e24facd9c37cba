import GRDB
import LazaretCore

/// What is on record about rows that would leave. Nearly every row is told by the columns alone; answers are
/// looked up one by one for windows that a screener was shown in pieces.
struct EvidenceReader {
  private let db: Database
  private let path: String
  private let gate: ExitGate
  /// Screeners with the same settings share their answers.
  private let fingerprints: [String]

  init(db: Database, path: String, gate: ExitGate) {
    self.db = db
    self.path = path
    self.gate = gate
    fingerprints = gate.screeners.map(\.fingerprint.hex).uniqued()
  }

  static let joins = """
    LEFT JOIN review AS last_review ON last_review.id =
        (SELECT max(one.id) FROM review AS one WHERE one.document = chunk.document AND one.chunk = chunk.id)
    """

  /// Four columns of a query over `chunk` with ``joins``.
  var columns: String {
    "chunk.review IS NOT NULL, last_review.verdict, chunk.window_sha256, chunk.pieces, \(answers)"
  }

  /// A condition that holds at least for every row that is refused.
  var mayBeRefused: String {
    """
    (chunk.review IS NOT NULL OR last_review.verdict IS NOT NULL OR chunk.window_sha256 IS NULL
          OR chunk.pieces IS NOT NULL OR \(answers) < \(fingerprints.count))
    """
  }

  /// How many of the fingerprints have an answer about the window. They are hexadecimal, so they can stand in
  /// the statement.
  private var answers: String {
    if fingerprints.isEmpty { return "0" }
    let list = fingerprints.map { "'\($0.filter { $0.isLetter || $0.isNumber || $0 == "-" })'" }
    return """
      (SELECT count(*) FROM screening
          WHERE screening.text_sha256 = chunk.window_sha256
            AND screening.fingerprint IN (\(list.joined(separator: ", "))))
      """
  }

  /// - Parameter first: where ``columns`` begin in the row.
  func refusal(_ row: Row, from first: Int) throws -> ExitGate.Refusal? {
    let pieces: String? = row[first + 3]
    let count: Int = row[first + 4]
    var record = ExitGate.Record(
      hasWindow: row[first + 2] != nil, isAnswered: count == fingerprints.count,
      isReleased: row[first], review: try verdict(row[first + 1]))
    if record.hasWindow, pieces != nil {
      record.isAnswered = try needed(row, from: first).allSatisfy { try answer($0, $1) != nil }
    }
    return gate.refusal(of: record)
  }

  /// The answers that are kept, in the order of the pipeline file.
  func proof(_ row: Row, from first: Int) throws -> [CleanChunk.Proof] {
    try needed(row, from: first).compactMap { try answer($0, $1) }
  }

  private func verdict(_ text: String?) throws -> Review.Verdict? {
    guard let text else { return nil }
    guard let verdict = Review.Verdict(rawValue: text) else {
      throw StoreError.corrupted(path: path, why: "a review cannot be read")
    }
    return verdict
  }

  private func needed(
    _ row: Row, from first: Int
  ) throws -> [(ExitGate.RequiredScreener, Digest)] {
    guard let hex: String = row[first + 2] else { return [] }
    var window = ScreenedWindow(digest: Digest(hex: hex))
    if let pieces: String = row[first + 3] {
      do {
        window.pieces = try StoredJSON.pieces(pieces)
      } catch {
        throw StoreError.corrupted(path: path, why: "what a screener was shown cannot be read")
      }
    }
    return gate.screeners.flatMap { screener in window.digests(for: screener.name).map { (screener, $0) } }
  }

  private func answer(
    _ screener: ExitGate.RequiredScreener, _ text: Digest
  ) throws -> CleanChunk.Proof? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT json_extract(evidence, '$.request_id'), at FROM screening
        WHERE text_sha256 = ? AND fingerprint = ?
        """)
    return try Row.fetchOne(statement, arguments: [text.hex, screener.fingerprint.hex]).map { row in
      CleanChunk.Proof(
        screener: screener.name, fingerprint: screener.fingerprint, text: text, requestID: row[0], at: row[1])
    }
  }
}
