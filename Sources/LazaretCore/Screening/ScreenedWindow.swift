/// What the screeners were shown when they judged a text that may leave: the link from a chunk to the
/// answers that are kept about it.
package struct ScreenedWindow: Sendable, Hashable {
  /// Of the chunk with its margins, as it was sent; of the masked ones where something was masked.
  package var digest: Digest
  /// By screener: of the pieces that were sent instead, for those that take no text that long.
  package var pieces: [String: [Digest]]

  package init(digest: Digest, pieces: [String: [Digest]] = [:]) {
    self.digest = digest
    self.pieces = pieces
  }

  /// What was sent to this screener.
  package func digests(for screener: String) -> [Digest] { pieces[screener] ?? [digest] }
}
