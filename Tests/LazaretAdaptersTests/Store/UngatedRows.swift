import LazaretCore

@testable import LazaretAdapters

extension SQLiteStore {
  /// Every row, whether or not there is evidence for it: for looking into the store. Nothing that leaves is
  /// read like this.
  ///
  /// - Parameter policy: rows that were judged under another policy are left out and counted;
  ///   `nil` takes all.
  @discardableResult
  func cleanChunks(
    policy: Fingerprint?, _ body: (CleanChunk) throws -> Void
  ) throws -> CorpusSnapshot {
    try readNow { db in
      var reading = CorpusReading(db: db, path: path, policy: policy, gate: nil, proves: false)
      try reading.tellRows(tellsRefusals: false) { change in
        if case .upsert(let chunk) = change { try body(chunk) }
      }
      reading.snapshot.withheldByPolicy = try policy.map { try Self.withheld(by: $0, in: db) } ?? 0
      reading.snapshot.cursor = try Self.cursor(in: db)
      return reading.snapshot
    }
  }
}
