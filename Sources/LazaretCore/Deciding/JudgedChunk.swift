/// Every chunk is in exactly one of these.
package enum ChunkState: String, Sendable, Hashable, Codable, CaseIterable {
  case clean
  case masked
  case quarantined
  case unscreened
}

/// A chunk with what was decided about it.
package struct JudgedChunk: Sendable, Hashable {
  package var chunk: Chunk
  package var state: ChunkState
  /// What may leave: the chunk's own text when clean, the masked text when masked, `nil` otherwise.
  package var released: MaskedText?
  /// For a chunk that begins inside of a table: the table's header as it may leave. `nil` also when it may
  /// not, and for what is withheld itself.
  package var tableHeader: String?
  package var reasons: [Reason]
  package var findings: [JudgedFinding]
  /// The screeners that judged the text that may leave, in the order of the pipeline file.
  package var screenedBy: [String]
  /// What they were shown.
  package var window: ScreenedWindow?
  /// The release by which the text leaves although it was held, or the rejection that holds it.
  package var review: StandingReview?

  package init(
    chunk: Chunk, state: ChunkState, released: MaskedText?, tableHeader: String? = nil,
    reasons: [Reason] = [], findings: [JudgedFinding] = [], screenedBy: [String] = [],
    window: ScreenedWindow? = nil,
    review: StandingReview? = nil
  ) {
    self.chunk = chunk
    self.state = state
    self.released = released
    self.tableHeader = tableHeader
    self.reasons = reasons
    self.findings = findings
    self.screenedBy = screenedBy
    self.window = window
    self.review = review
  }
}

/// A document with every chunk decided.
package struct JudgedDocument: Sendable, Hashable {
  package var document: Document
  /// Of the item's bytes: an item with the same bytes under the same policy is unchanged.
  package var content: Digest
  package var byteCount: Int
  /// Of the item, when it can be relied on.
  package var revision: Revision?
  package var policy: Fingerprint
  /// Of how the text was read and cut: documents with another one cannot be judged again from the store.
  package var reading: Fingerprint
  /// What of its title and headings does not leave as it is.
  package var withheldNames: WithheldNames
  /// Both lanes; every byte of both is in one of them.
  package var chunks: [JudgedChunk]

  package init(
    document: Document, content: Digest, byteCount: Int, revision: Revision? = nil, policy: Fingerprint,
    reading: Fingerprint, withheldNames: WithheldNames = WithheldNames(), chunks: [JudgedChunk]
  ) {
    self.document = document
    self.content = content
    self.byteCount = byteCount
    self.revision = revision
    self.policy = policy
    self.reading = reading
    self.withheldNames = withheldNames
    self.chunks = chunks
  }

  /// True when nothing waits for an answer.
  package var isComplete: Bool { chunks.allSatisfy { $0.state != .unscreened } }
}
