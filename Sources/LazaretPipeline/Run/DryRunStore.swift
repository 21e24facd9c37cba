package import LazaretCore

/// What a dry run takes for the store: the real one is read, if there is one, and nothing is written.
package struct DryRunStore: Store {
  private let base: (any Store)?

  package init(reading base: (any Store)?) { self.base = base }

  package func screening(
    of text: Digest, by fingerprint: Fingerprint
  ) async throws(StoreError) -> Screening? {
    try await base?.screening(of: text, by: fingerprint)
  }

  package func profile(
    of fingerprint: Fingerprint, before run: String
  ) async throws(StoreError) -> ScreenerProfile? {
    try await base?.profile(of: fingerprint, before: run)
  }

  package func backlog(atMost count: Int) async throws(StoreError) -> [BacklogEntry] {
    try await base?.backlog(atMost: count) ?? []
  }

  package func standing(of id: DocumentID) async throws(StoreError) -> DocumentStanding? {
    try await base?.standing(of: id)
  }

  package func totals() async throws(StoreError) -> CorpusTotals {
    try await base?.totals() ?? CorpusTotals()
  }

  package func keep(_ kept: KeptScreening) {}
  package func note(
    _ profile: ScreenerProfile, of screener: String, _ fingerprint: Fingerprint, run: String
  ) {}
  package func book(_ account: String, month: String, limit: Int) -> Bool { true }
  package func unbook(_ account: String, month: String) {}
  package func beginRun(_ run: RunRecord) {}
  package func finishRun(_ id: String, at time: String, outcome: String, summary: String) {}
  package func replace(with judged: JudgedDocument, run: String, at time: String) {}
  package func postpone(_ id: DocumentID, waiting chunks: Int, run: String, at time: String) {}
  package func note(_ item: ItemRecord, run: String, at time: String) {}
  package func removeUnseen(source: String, run: String, at time: String) -> [String] { [] }
}
