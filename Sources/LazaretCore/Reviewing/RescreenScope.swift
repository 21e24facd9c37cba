/// Which documents are judged again. A document is judged as a whole: what is found in one chunk may hold
/// another.
package struct RescreenScope: Sendable, Hashable {
  package var kind: Kind
  /// Narrows the scope to one source.
  package var source: String?
  /// Narrows the scope to documents with a finding or a reason of this label, or of a pattern of one.
  package var label: String?
  /// Narrows the scope to documents in which this screener found something, or whose chunks wait for it.
  package var screener: String?
  /// Narrows the scope to documents of which a chunk is held, or waits, since this time or later; ISO 8601.
  package var since: String?
  /// Only these; `nil` for all.
  package var documents: [DocumentID]?

  package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Something of the document is quarantined.
    case quarantined
    /// Something of the document waits for an answer.
    case unscreened
    /// The document was judged under another policy.
    case stale
    case all
  }

  package init(
    _ kind: Kind, source: String? = nil, label: String? = nil, screener: String? = nil,
    since: String? = nil, documents: [DocumentID]? = nil
  ) {
    self.kind = kind
    self.source = source
    self.label = label
    self.screener = screener
    self.since = since
    self.documents = documents
  }
}

/// The documents of a scope.
package struct RescreenList: Sendable, Hashable {
  /// In order of source and address.
  package var documents: [Item]
  /// How many more are in the scope whose text is not kept as the pipeline would now read and cut it:
  /// only their source can give it.
  package var unreadable: Int

  package struct Item: Sendable, Hashable {
    package var id: DocumentID
    /// Of the item that the document was read from; so much memory is set aside for it.
    package var byteCount: Int

    package init(id: DocumentID, byteCount: Int) {
      self.id = id
      self.byteCount = byteCount
    }
  }

  package init(documents: [Item], unreadable: Int) {
    self.documents = documents
    self.unreadable = unreadable
  }
}
