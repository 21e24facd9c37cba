/// What a person decided about one quarantined chunk. Append-only: a later review of the same chunk
/// counts instead of the earlier one, and both stay in the history.
///
/// A chunk's identifier is a function of its text, so a review is bound to this exact text at this
/// place: when the text changes, it is another chunk, and nobody has looked at it.
package struct Review: Sendable, Hashable {
  package var id: ULID
  package var chunk: ChunkID
  package var documentID: DocumentID
  package var source: String
  package var uri: String
  /// Of the text that was looked at.
  package var digest: Digest
  package var verdict: Verdict
  /// Who decided.
  package var reviewer: String
  /// Why, in the reviewer's words.
  package var reason: String
  /// ISO 8601, UTC.
  package var at: String

  package enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// The text may leave as it is.
    case released
    /// The text may never leave, whatever the screeners say later.
    case rejected
  }

  package init(
    id: ULID, chunk: ChunkID, documentID: DocumentID, source: String, uri: String, digest: Digest,
    verdict: Verdict, reviewer: String, reason: String, at: String
  ) {
    self.id = id
    self.chunk = chunk
    self.documentID = documentID
    self.source = source
    self.uri = uri
    self.digest = digest
    self.verdict = verdict
    self.reviewer = reviewer
    self.reason = reason
    self.at = at
  }
}

/// The review that counts for a chunk, as far as a decision needs it.
package struct StandingReview: Sendable, Hashable {
  package var id: ULID
  package var verdict: Review.Verdict

  package init(id: ULID, verdict: Review.Verdict) {
    self.id = id
    self.verdict = verdict
  }
}
