package import LazaretCore
import Synchronization

/// What a dry run takes for the store: the real one is read, if there is one, and nothing is written.
package final class DryRunStore: Store {
  private let base: (any Store)?
  /// How many stored documents of each source were met.
  private let met = Mutex<[String: Int]>([:])

  package init(reading base: (any Store)?) { self.base = base }

  package func kept(
    _ text: Digest, by fingerprint: Fingerprint
  ) async throws(StoreError) -> KeptScreening? {
    try await base?.kept(text, by: fingerprint)
  }

  package func profile(
    of fingerprint: Fingerprint, before run: String
  ) async throws(StoreError) -> ScreenerProfile? {
    try await base?.profile(of: fingerprint, before: run)
  }

  package func backlog(atMost count: Int) async throws(StoreError) -> [BacklogEntry] {
    try await base?.backlog(atMost: count) ?? []
  }

  package func reviews(of document: DocumentID) async throws(StoreError) -> [ChunkID: StandingReview] {
    try await base?.reviews(of: document) ?? [:]
  }

  package func documents(
    in scope: RescreenScope, policy: Fingerprint, reading: Fingerprint
  ) async throws(StoreError) -> RescreenList {
    try await base?.documents(in: scope, policy: policy, reading: reading)
      ?? RescreenList(documents: [], unreadable: 0)
  }

  package func storedDocument(_ id: DocumentID) async throws(StoreError) -> StoredDocument? {
    try await base?.storedDocument(id)
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

  package func known(
    _ items: [ListedItem], of source: String, under policy: Fingerprint
  ) async throws(StoreError) -> [KnownItem?] {
    try await base?.known(items, of: source, under: policy) ?? items.map { _ in nil }
  }

  package func lastRead(
    _ uri: String, of source: String, under policy: Fingerprint
  ) async throws(StoreError) -> (item: KnownItem, revision: Revision)? {
    try await base?.lastRead(uri, of: source, under: policy)
  }

  package func revision(
    ofSource source: String, under policy: Fingerprint
  ) async throws(StoreError) -> Revision? {
    try await base?.revision(ofSource: source, under: policy)
  }

  package func note(
    _ revision: Revision?, ofSource source: String, under policy: Fingerprint, run: String
  ) {}

  package func documentCounts() async throws(StoreError) -> [String: Int] {
    try await base?.documentCounts() ?? [:]
  }

  package func unseenCount(source: String, run: String) async throws(StoreError) -> Int {
    try await documentCounts()[source, default: 0] - met.withLock { $0[source, default: 0] }
  }

  package func met(_ items: [KnownItem], of source: String, run: String, at time: String) {
    let count = items.count { $0.document != nil }
    met.withLock { $0[source, default: 0] += count }
  }

  package func replace(with judged: JudgedDocument, run: String, at time: String) async throws(StoreError) {
    try await meet(judged.document.id, of: judged.document.source)
  }

  package func postpone(
    _ id: DocumentID, of source: String, waiting chunks: Int, run: String, at time: String
  ) async throws(StoreError) {
    try await meet(id, of: source)
  }

  package func note(_ item: ItemRecord, run: String, at time: String) async throws(StoreError) {
    try await meet(DocumentID(source: item.source, uri: item.uri), of: item.source)
  }

  package func removeUnseen(source: String, run: String, at time: String) -> [String] { [] }

  private func meet(_ id: DocumentID, of source: String) async throws(StoreError) {
    if try await base?.standing(of: id) != nil { met.withLock { $0[source, default: 0] += 1 } }
  }
}
