import LazaretCore

/// Takes one item of a source through the run: read, extract, screen, store, account.
struct ItemIntake: Sendable {
  let run: String
  let policy: Fingerprint
  let reading: Fingerprint
  let extractor: any Extractor
  let screening: DocumentScreening
  /// Bounds the bytes of the documents that are held at once.
  let held: WeightedPermits
  /// What an item weighs whose size nobody knows.
  let unknownWeight: Int
  let store: any Store
  let accounting: RunAccounting
  let now: @Sendable () -> Timestamp
  let observe: @Sendable (RunEvent) -> Void
  /// Whether also what is as the last run left it is read and judged.
  let judgesUnchanged: Bool

  /// Accounts for the items that are as the last run left them.
  ///
  /// - Returns: the others, in their order.
  func passingOverKnown(
    _ items: [SourceItem], of source: String
  ) async throws(RunFailure) -> [SourceItem] {
    var places: [Int] = []
    var listed: [ListedItem] = []
    for (place, item) in items.enumerated() {
      guard case .readable = item.content, let revision = item.revision else { continue }
      places.append(place)
      listed.append(ListedItem(uri: item.uri, revision: revision, mayHaveMoved: item.mayHaveMoved))
    }
    if listed.isEmpty || judgesUnchanged { return items }
    var isKnown = [Bool](repeating: false, count: items.count)
    do throws(StoreError) {
      let found = try await store.known(listed, of: source, under: policy)
      for (place, item) in zip(places, found) where item != nil { isKnown[place] = true }
      let known = found.compactMap { $0 }
      if known.isEmpty { return items }
      try await store.met(known, of: source, run: run, at: now().iso8601)
      for item in known { tell(item.state, item.uri, of: source, item.reason) }
    } catch {
      throw .store(error)
    }
    return zip(items, isKnown).compactMap { $1 ? nil : $0 }
  }

  func take(_ item: SourceItem, from source: String) async throws(RunFailure) {
    switch item.content {
    case .skipped(let reason): try await leave(item.uri, of: source, .skipped, reason)
    case .failed(let reason): try await leave(item.uri, of: source, .failed, reason)
    case .readable(let read):
      try await handle(item, from: source) { _ throws(SourceError) in try await read() }
    case .fetchable(let read): try await handle(item, from: source, read)
    }
  }

  /// - Parameter read: takes what the item looked like when it was read last, and returns `nil` when it
  ///   looks like that still.
  private func handle(
    _ item: SourceItem, from source: String,
    _ read: @Sendable (Revision?) async throws(SourceError) -> RawDocument?
  ) async throws(RunFailure) {
    var last: (item: KnownItem, revision: Revision)?
    if case .fetchable = item.content, !judgesUnchanged {
      do throws(StoreError) {
        last = try await store.lastRead(item.uri, of: source, under: policy)
      } catch {
        throw .store(error)
      }
    }
    let known = last
    let done: Void? = try await held.holding(item.byteCount ?? unknownWeight) { () throws(RunFailure) in
      guard let extracted = try await extracted(item.uri, of: source, known, read) else { return }
      try await settle(extracted)
    }
    if done == nil { throw .interrupted }
  }

  /// What is left of an item once its bytes are no longer needed.
  private struct Extracted {
    let document: Document
    let content: Digest
    let byteCount: Int
    let revision: Revision?
    let standing: DocumentStanding?
  }

  /// - Returns: `nil` when there is nothing more to do for the item.
  private func extracted(
    _ uri: String, of source: String, _ last: (item: KnownItem, revision: Revision)?,
    _ read: @Sendable (Revision?) async throws(SourceError) -> RawDocument?
  ) async throws(RunFailure) -> Extracted? {
    let found: RawDocument?
    do throws(SourceError) {
      found = try await read(last?.revision)
    } catch {
      if Task.isCancelled { throw .interrupted }
      try await leave(uri, of: source, .failed, error.description)
      return nil
    }
    guard let raw = found else {
      if let item = last?.item {
        try await pass(over: item, of: source)
      } else {
        try await leave(uri, of: source, .failed, "'\(uri)' is said to be as before, and was never read")
      }
      return nil
    }
    accounting.read(raw.bytes.count)
    let content = Self.digest(of: raw)
    let basis = raw.revision.map { ItemRecord.Basis(revision: $0, policy: policy) }
    do {
      let standing = try await store.standing(of: DocumentID(source: raw.source, uri: raw.uri))
      if let standing, !judgesUnchanged, standing.isComplete, standing.content == content,
        standing.policy == policy
      {
        try await note(raw.uri, of: raw.source, .unchanged, nil, basis)
        tell(.unchanged, raw.uri, of: raw.source, nil)
        return nil
      }
      let document: Document
      do throws(ExtractionError) {
        document = try await extractor.extract(raw)
      } catch {
        // The same bytes would come to the same end, so they are not read again while they look the same,
        // unless it was the machine's fault.
        switch error {
        case .unknownType(let why): try await leave(raw.uri, of: raw.source, .skipped, why, basis)
        case .malformed(let why): try await leave(raw.uri, of: raw.source, .failed, why, basis)
        case .programMissing(let why): try await leave(raw.uri, of: raw.source, .skipped, why)
        case .exhausted(let why): try await leave(raw.uri, of: raw.source, .failed, why)
        }
        return nil
      }
      return Extracted(
        document: document, content: content, byteCount: raw.bytes.count, revision: raw.revision,
        standing: standing)
    } catch {
      throw RunFailure(error)
    }
  }

  private func pass(over item: KnownItem, of source: String) async throws(RunFailure) {
    do throws(StoreError) {
      try await store.met([item], of: source, run: run, at: now().iso8601)
    } catch {
      throw .store(error)
    }
    tell(item.state, item.uri, of: source, item.reason)
  }

  private func settle(_ extracted: Extracted) async throws(RunFailure) {
    let document = extracted.document
    let reviews: [ChunkID: StandingReview]
    do throws(StoreError) { reviews = try await store.reviews(of: document.id) } catch { throw .store(error) }
    let outcome = try await screening.judged(document, reviews: reviews)
    var released = document
    released.title = outcome.title
    let judged = JudgedDocument(
      document: released, content: extracted.content, byteCount: extracted.byteCount,
      revision: extracted.revision, policy: policy, reading: reading, withheldNames: outcome.withheldNames,
      chunks: outcome.chunks)
    do throws(StoreError) {
      if judged.isComplete || (extracted.standing?.hasUnscreenedChunks ?? true) {
        try await store.replace(with: judged, run: run, at: now().iso8601)
      } else {
        // A whole older version exists, and readers keep it until the new one is whole as well.
        try await store.postpone(
          document.id, of: document.source, waiting: judged.chunks.count { $0.state == .unscreened },
          run: run,
          at: now().iso8601)
      }
    } catch {
      throw .store(error)
    }
    switch extracted.standing {
    case nil: accounting.met(.new)
    case .some(let standing): accounting.met(standing.content == extracted.content ? .unchanged : .changed)
    }
    accounting.settled(document, judged.chunks)
    observe(
      .documentSettled(
        source: document.source, uri: document.uri,
        states: judged.chunks.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }))
  }

  private func leave(
    _ uri: String, of source: String, _ state: ItemRecord.State, _ reason: String,
    _ basis: ItemRecord.Basis? = nil
  ) async throws(RunFailure) {
    do throws(StoreError) {
      try await note(uri, of: source, state, reason, basis)
    } catch {
      throw .store(error)
    }
    tell(state, uri, of: source, reason)
  }

  /// Accounts for an item that has nothing new.
  private func tell(_ state: ItemRecord.State, _ uri: String, of source: String, _ reason: String?) {
    let why = reason ?? "no reason was noted"
    switch state {
    case .unchanged:
      accounting.met(.unchanged)
      observe(.documentUnchanged(source: source, uri: uri))
    case .skipped:
      accounting.met(.skipped)
      observe(.itemSkipped(source: source, uri: uri, reason: why))
    case .failed:
      accounting.met(.failed)
      accounting.failure(source: source, uri: uri, reason: why)
      observe(.itemFailed(source: source, uri: uri, reason: why))
    }
  }

  private func note(
    _ uri: String, of source: String, _ state: ItemRecord.State, _ reason: String?,
    _ basis: ItemRecord.Basis?
  ) async throws(StoreError) {
    try await store.note(
      ItemRecord(source: source, uri: uri, state: state, reason: reason, basis: basis), run: run,
      at: now().iso8601)
  }

  /// Of everything that extraction depends on.
  private static func digest(of raw: RawDocument) -> Digest {
    Digest(fields: [
      Digest(of: raw.bytes).hex, raw.mediaType ?? "", raw.charset ?? "", raw.title ?? "",
    ])
  }
}
