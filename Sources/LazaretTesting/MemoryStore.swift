package import LazaretCore
import Synchronization

/// A store that forgets everything at the end of the test. Can be told to fail.
package final class MemoryStore: Store, Sendable {
  private struct State {
    var screenings: [String: KeptScreening] = [:]
    var documents: [DocumentID: (judged: JudgedDocument, waiting: Int, run: String)] = [:]
    /// By which the documents are known to a run that does not read them.
    var numbers: [DocumentID] = []
    var items: [String: ItemRecord] = [:]
    var seen: Set<String> = []
    var outcomes: [String: String] = [:]
    var profiles: [(run: String, fingerprint: Fingerprint, profile: ScreenerProfile)] = []
    var bookings: [String: Int] = [:]
    var reviews: [ChunkID: StandingReview] = [:]
    var revisions: [String: (revision: Revision, policy: Fingerprint)] = [:]
    var itemRuns: [String: String] = [:]
    var failure: StoreError?

    func unseen(
      source: String, run: String
    ) -> [DocumentID: (judged: JudgedDocument, waiting: Int, run: String)] {
      documents.filter { id, entry in
        entry.judged.document.source == source && !seen.contains(run + id.text)
      }
    }
  }

  private let state = Mutex(State())

  package init() {}

  /// From now on every write fails like this.
  package func fail(with error: StoreError?) { state.withLock { $0.failure = error } }

  package var documents: [JudgedDocument] {
    state.withLock { state in state.documents.values.map(\.judged) }
      .sorted { ($0.document.source, $0.document.uri) < ($1.document.source, $1.document.uri) }
  }

  package var items: [ItemRecord] {
    state.withLock { Array($0.items.values) }.sorted { ($0.source, $0.uri) < ($1.source, $1.uri) }
  }

  package var keptScreenings: Int { state.withLock { $0.screenings.count } }
  package func outcome(of run: String) -> String? { state.withLock { $0.outcomes[run] } }

  package func kept(
    _ text: Digest, by fingerprint: Fingerprint
  ) async throws(StoreError) -> KeptScreening? {
    state.withLock { $0.screenings[text.hex + fingerprint.hex] }
  }

  package func keep(_ kept: KeptScreening) async throws(StoreError) {
    try write { $0.screenings[kept.text.hex + kept.fingerprint.hex] = kept }
  }

  package func note(
    _ profile: ScreenerProfile, of screener: String, _ fingerprint: Fingerprint, run: String
  ) async throws(StoreError) {
    try write { state in
      state.profiles.removeAll { $0.run == run && $0.fingerprint == fingerprint }
      state.profiles.append((run, fingerprint, profile))
    }
  }

  package func profile(
    of fingerprint: Fingerprint, before run: String
  ) async throws(StoreError) -> ScreenerProfile? {
    state.withLock { state in
      state.profiles.last { $0.fingerprint == fingerprint && $0.run < run }?.profile
    }
  }

  package func book(_ account: String, month: String, limit: Int) async throws(StoreError) -> Bool {
    try write { state in
      guard state.bookings[account + month, default: 0] < limit else { return false }
      state.bookings[account + month, default: 0] += 1
      return true
    }
  }

  package func unbook(_ account: String, month: String) async throws(StoreError) {
    try write { $0.bookings[account + month, default: 0] -= 1 }
  }

  package func booked(_ account: String, month: String) -> Int {
    state.withLock { $0.bookings[account + month] ?? 0 }
  }

  package func backlog(atMost count: Int) async throws(StoreError) -> [BacklogEntry] {
    state.withLock { state in
      state.documents.values.filter { $0.waiting > 0 || !$0.judged.isComplete }
        .map { BacklogEntry(source: $0.judged.document.source, uri: $0.judged.document.uri) }
        .sorted { ($0.source, $0.uri) < ($1.source, $1.uri) }.prefix(count).map { $0 }
    }
  }

  package func review(_ chunk: ChunkID, _ review: StandingReview) {
    state.withLock { $0.reviews[chunk] = review }
  }

  package func reviews(of document: DocumentID) async throws(StoreError) -> [ChunkID: StandingReview] {
    state.withLock { state in
      let chunks = state.documents[document]?.judged.chunks.map(\.chunk.id) ?? []
      return state.reviews.filter { chunks.contains($0.key) }
    }
  }

  /// Knows the kinds of scopes and their source; no other filter.
  package func documents(
    in scope: RescreenScope, policy: Fingerprint, reading: Fingerprint
  ) async throws(StoreError) -> RescreenList {
    state.withLock { state in
      let found = state.documents.values.filter { entry in
        let states = Set(entry.judged.chunks.map(\.state))
        let isInKind =
          switch scope.kind {
          case .quarantined: states.contains(.quarantined)
          case .unscreened: states.contains(.unscreened) || entry.waiting > 0
          case .stale: entry.judged.policy != policy
          case .all: true
          }
        return isInKind && (scope.source ?? entry.judged.document.source) == entry.judged.document.source
      }
      let readable = found.filter { $0.judged.reading == reading }
        .sorted {
          ($0.judged.document.source, $0.judged.document.uri) < (
            $1.judged.document.source, $1.judged.document.uri
          )
        }
      return RescreenList(
        documents: readable.map { .init(id: $0.judged.document.id, byteCount: $0.judged.byteCount) },
        unreadable: found.count - readable.count)
    }
  }

  package func storedDocument(_ id: DocumentID) async throws(StoreError) -> StoredDocument? {
    state.withLock { state in
      state.documents[id].map { entry in
        var document = entry.judged.document
        document.title = entry.judged.withheldNames.title ?? document.title
        let chunks = entry.judged.chunks.map { item in
          var chunk = item.chunk
          chunk.headingPath = entry.judged.withheldNames.headings[chunk.id.text] ?? chunk.headingPath
          return chunk
        }
        return StoredDocument(
          document: document, content: entry.judged.content, byteCount: entry.judged.byteCount,
          revision: entry.judged.revision, policy: entry.judged.policy, chunks: chunks,
          standings: entry.judged.chunks.map {
            ChunkStanding(state: $0.state, released: $0.released.map { Digest(of: $0.text) })
          })
      }
    }
  }

  package func beginRun(_ run: RunRecord) async throws(StoreError) {
    try write { $0.outcomes[run.id] = "running" }
  }

  package func finishRun(
    _ id: String, at time: String, outcome: String, summary: String
  ) async throws(StoreError) {
    try write { $0.outcomes[id] = outcome }
  }

  package func known(
    _ items: [ListedItem], of source: String, under policy: Fingerprint
  ) async throws(StoreError) -> [KnownItem?] {
    state.withLock { state in
      items.map { item in
        let id = DocumentID(source: source, uri: item.uri)
        let number = state.numbers.firstIndex(of: id).map(Int64.init)
        if let entry = state.documents[id], entry.judged.revision == item.revision, entry.waiting == 0,
          entry.judged.isComplete, entry.judged.policy == policy
        {
          return KnownItem(uri: item.uri, state: .unchanged, document: number)
        }
        let basis = ItemRecord.Basis(revision: item.revision, policy: policy)
        if let left = state.items[source + "\n" + item.uri], left.basis == basis {
          return KnownItem(uri: item.uri, state: left.state, reason: left.reason, document: number)
        }
        guard item.mayHaveMoved else { return nil }
        let moved = state.documents.values.first { entry in
          entry.judged.document.source == source && entry.judged.revision == item.revision
            && entry.waiting == 0 && entry.judged.isComplete && entry.judged.policy == policy
        }
        return moved.map { entry in
          KnownItem(
            uri: entry.judged.document.uri, state: .unchanged,
            document: state.numbers.firstIndex(of: entry.judged.document.id).map(Int64.init))
        }
      }
    }
  }

  package func lastRead(
    _ uri: String, of source: String, under policy: Fingerprint
  ) async throws(StoreError) -> (item: KnownItem, revision: Revision)? {
    let revisions: [Revision] = state.withLock { state in
      [
        state.documents[DocumentID(source: source, uri: uri)]?.judged.revision,
        state.items[source + "\n" + uri]?.basis?.revision,
      ].compactMap { $0 }
    }
    for revision in revisions {
      let item = ListedItem(uri: uri, revision: revision)
      if let known = try await known([item], of: source, under: policy)[0] { return (known, revision) }
    }
    return nil
  }

  package func revision(
    ofSource source: String, under policy: Fingerprint
  ) async throws(StoreError) -> Revision? {
    state.withLock { state in
      state.revisions[source].flatMap { $0.policy == policy ? $0.revision : nil }
    }
  }

  package func note(
    _ revision: Revision?, ofSource source: String, under policy: Fingerprint, run: String
  ) async throws(StoreError) {
    try write { state in
      let isWaiting = state.documents.values.contains { entry in
        entry.judged.document.source == source && (entry.waiting > 0 || !entry.judged.isComplete)
      }
      let hasLeft = state.items.contains { key, item in
        item.source == source && state.itemRuns[key] == run && (item.state == .failed || item.basis == nil)
      }
      state.revisions[source] = isWaiting || hasLeft ? nil : revision.map { ($0, policy) }
    }
  }

  package func met(
    _ items: [KnownItem], of source: String, run: String, at time: String
  ) async throws(StoreError) {
    try write { state in
      for item in items {
        if let number = item.document { state.seen.insert(run + state.numbers[Int(number)].text) }
      }
    }
  }

  package func documentCounts() async throws(StoreError) -> [String: Int] {
    state.withLock { state in
      state.documents.values.reduce(into: [:]) { $0[$1.judged.document.source, default: 0] += 1 }
    }
  }

  package func unseenCount(source: String, run: String) async throws(StoreError) -> Int {
    state.withLock { $0.unseen(source: source, run: run).count }
  }

  package func standing(of id: DocumentID) async throws(StoreError) -> DocumentStanding? {
    state.withLock { state in
      state.documents[id].map { entry in
        DocumentStanding(
          content: entry.judged.content, policy: entry.judged.policy,
          isComplete: entry.judged.isComplete && entry.waiting == 0,
          hasUnscreenedChunks: !entry.judged.isComplete)
      }
    }
  }

  package func replace(
    with judged: JudgedDocument, run: String, at time: String
  ) async throws(StoreError) {
    try write { state in
      if !state.numbers.contains(judged.document.id) { state.numbers.append(judged.document.id) }
      state.documents[judged.document.id] = (judged, 0, run)
      state.seen.insert(run + judged.document.id.text)
      state.items[judged.document.source + "\n" + judged.document.uri] = nil
    }
  }

  package func postpone(
    _ id: DocumentID, of source: String, waiting chunks: Int, run: String, at time: String
  ) async throws(StoreError) {
    try write { state in
      state.documents[id]?.waiting = chunks
      state.seen.insert(run + id.text)
    }
  }

  package func note(_ item: ItemRecord, run: String, at time: String) async throws(StoreError) {
    try write { state in
      let id = DocumentID(source: item.source, uri: item.uri)
      if item.state != .unchanged {
        state.items[item.source + "\n" + item.uri] = item
        state.itemRuns[item.source + "\n" + item.uri] = run
      }
      state.documents[id]?.judged.revision = item.state == .unchanged ? item.basis?.revision : nil
      state.seen.insert(run + id.text)
    }
  }

  package func removeUnseen(
    source: String, run: String, at time: String
  ) async throws(StoreError) -> [String] {
    try write { state in
      let gone = state.unseen(source: source, run: run)
      for id in gone.keys { state.documents[id] = nil }
      state.revisions[source] = nil
      return gone.values.map(\.judged.document.uri).sorted()
    }
  }

  package func totals() async throws(StoreError) -> CorpusTotals {
    state.withLock { state in
      var totals = CorpusTotals(documents: state.documents.count)
      for entry in state.documents.values {
        for chunk in entry.judged.chunks {
          switch chunk.state {
          case .clean where chunk.chunk.lane == .hidden: totals.hidden += 1
          case .clean: totals.clean += 1
          case .masked: totals.masked += 1
          case .quarantined: totals.quarantined += 1
          case .unscreened: totals.unscreened += 1
          }
        }
      }
      return totals
    }
  }

  private func write<Value: Sendable>(
    _ change: (inout State) -> sending Value
  ) throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = state.withLock { state in
      if let failure = state.failure { return .failure(failure) }
      return .success(change(&state))
    }
    return try result.get()
  }
}
