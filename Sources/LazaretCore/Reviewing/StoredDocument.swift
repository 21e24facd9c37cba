/// A document as the store has it, with every byte of its text, so that it can be judged again without
/// its source.
package struct StoredDocument: Sendable, Hashable {
  /// Its lanes are put together from the chunks; headings and origins are not kept apart from them.
  package var document: Document
  package var content: Digest
  package var byteCount: Int
  package var revision: Revision?
  package var policy: Fingerprint
  /// Both lanes, the visible one first, each in order of place, with the headings that were extracted.
  package var chunks: [Chunk]
  /// How each chunk stands, in the order of `chunks`.
  package var standings: [ChunkStanding]

  package init(
    document: Document, content: Digest, byteCount: Int, revision: Revision?, policy: Fingerprint,
    chunks: [Chunk], standings: [ChunkStanding]
  ) {
    self.document = document
    self.content = content
    self.byteCount = byteCount
    self.revision = revision
    self.policy = policy
    self.chunks = chunks
    self.standings = standings
  }
}

/// What was decided about a stored chunk.
package struct ChunkStanding: Sendable, Hashable {
  package var state: ChunkState
  /// Of the text that may leave.
  package var released: Digest?

  package init(state: ChunkState, released: Digest?) {
    self.state = state
    self.released = released
  }
}
