/// Which documents are judged again. A document is judged as a whole: what is found in one chunk may hold
/// another.
package struct RescreenScope: Sendable, Hashable {
  package var kind: Kind
  /// Narrows the scope to one source.
  package var source: String?
  /// Narrows the scope to documents of which a chunk was found to hold this label, or a pattern of one.
  package var label: String?
  /// Narrows the scope to documents in which this screener found something.
  package var screener: String?
  /// Narrows the scope to documents of which a chunk was held at this time or later; ISO 8601.
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
  package var documents: [DocumentID]
  /// How many more are in the scope whose text is not kept as the pipeline would now read and cut it:
  /// only their source can give it.
  package var unreadable: Int

  package init(documents: [DocumentID], unreadable: Int) {
    self.documents = documents
    self.unreadable = unreadable
  }
}
