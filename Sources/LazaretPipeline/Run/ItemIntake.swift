import LazaretCore

/// Takes one item of a source through the run: read, extract, screen, store, account.
struct ItemIntake: Sendable {
  let run: String
  let policy: Fingerprint
  let extractor: any Extractor
  let screening: DocumentScreening
  let store: any Store
  let accounting: RunAccounting
  let now: @Sendable () -> Timestamp
  let observe: @Sendable (RunEvent) -> Void

  func take(_ item: SourceItem, from source: String) async throws(RunFailure) {
    switch item.content {
    case .skipped(let reason): try await leave(item.uri, of: source, .skipped, reason)
    case .failed(let reason): try await leave(item.uri, of: source, .failed, reason)
    case .readable(let read):
      let raw: RawDocument
      do throws(SourceError) {
        raw = try await read()
      } catch {
        if Task.isCancelled { throw .interrupted }
        return try await leave(item.uri, of: source, .failed, error.description)
      }
      try await take(raw)
    }
  }

  private func take(_ raw: RawDocument) async throws(RunFailure) {
    accounting.read(raw.bytes.count)
    let content = Self.digest(of: raw)
    do {
      let standing = try await store.standing(of: DocumentID(source: raw.source, uri: raw.uri))
      if let standing, standing.isComplete, standing.content == content, standing.policy == policy {
        try await note(raw.uri, of: raw.source, .unchanged, nil)
        accounting.met(.unchanged)
        observe(.documentUnchanged(source: raw.source, uri: raw.uri))
        return
      }
      let document: Document
      do throws(ExtractionError) {
        document = try extractor.extract(raw)
      } catch {
        switch error {
        case .unknownType(let why): return try await leave(raw.uri, of: raw.source, .skipped, why)
        case .malformed(let why): return try await leave(raw.uri, of: raw.source, .failed, why)
        }
      }
      try await settle(document, raw, content, standing)
    } catch {
      throw RunFailure(error)
    }
  }

  private func settle(
    _ document: Document, _ raw: RawDocument, _ content: Digest, _ standing: DocumentStanding?
  ) async throws(RunFailure) {
    let (chunks, title) = try await screening.judged(document)
    var released = document
    released.title = title
    let judged = JudgedDocument(
      document: released, content: content, byteCount: raw.bytes.count, policy: policy, chunks: chunks)
    do throws(StoreError) {
      if judged.isComplete || (standing?.hasUnscreenedChunks ?? true) {
        try await store.replace(with: judged, run: run, at: now().iso8601)
      } else {
        // A whole older version exists, and readers keep it until the new one is whole as well.
        try await store.postpone(
          document.id, waiting: judged.chunks.count { $0.state == .unscreened }, run: run,
          at: now().iso8601)
      }
    } catch {
      throw .store(error)
    }
    switch standing {
    case nil: accounting.met(.new)
    case .some(let standing): accounting.met(standing.content == content ? .unchanged : .changed)
    }
    accounting.settled(document, judged.chunks)
    observe(
      .documentSettled(
        source: document.source, uri: document.uri,
        states: judged.chunks.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }))
  }

  private func leave(
    _ uri: String, of source: String, _ state: ItemRecord.State, _ reason: String
  ) async throws(RunFailure) {
    do throws(StoreError) {
      try await note(uri, of: source, state, reason)
    } catch {
      throw .store(error)
    }
    if state == .failed {
      accounting.met(.failed)
      accounting.failure(source: source, uri: uri, reason: reason)
      observe(.itemFailed(source: source, uri: uri, reason: reason))
    } else {
      accounting.met(.skipped)
      observe(.itemSkipped(source: source, uri: uri, reason: reason))
    }
  }

  private func note(
    _ uri: String, of source: String, _ state: ItemRecord.State, _ reason: String?
  ) async throws(StoreError) {
    try await store.note(
      ItemRecord(source: source, uri: uri, state: state, reason: reason), run: run, at: now().iso8601)
  }

  /// Of everything that extraction depends on.
  private static func digest(of raw: RawDocument) -> Digest {
    Digest(fields: [
      Digest(of: raw.bytes).hex, raw.mediaType ?? "", raw.charset ?? "", raw.title ?? "",
    ])
  }
}
