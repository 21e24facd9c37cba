/// One chunk of the clean corpus, as it leaves.
package struct CleanChunk: Sendable, Hashable {
  package var id: ChunkID
  package var documentID: DocumentID
  package var source: String
  package var uri: String
  package var title: String?
  package var mediaType: String
  package var headingPath: [String]
  package var ordinal: Int
  /// In the document's extracted text.
  package var span: TextSpan
  package var text: String
  /// Of `text`.
  package var digest: Digest
  package var masks: [MaskedText.Mask]
  package var screenedBy: [String]
  package var policy: Fingerprint
  package var run: String
  /// Who let the text out although it was held; `nil` for a text that the screeners let pass.
  package var release: Release?

  package struct Release: Sendable, Hashable {
    package var review: ULID
    package var reviewer: String

    package init(review: ULID, reviewer: String) {
      self.review = review
      self.reviewer = reviewer
    }
  }

  package init(
    id: ChunkID, documentID: DocumentID, source: String, uri: String, title: String?,
    mediaType: String, headingPath: [String], ordinal: Int, span: TextSpan, text: String,
    digest: Digest, masks: [MaskedText.Mask], screenedBy: [String], policy: Fingerprint, run: String,
    release: Release? = nil
  ) {
    self.id = id
    self.documentID = documentID
    self.source = source
    self.uri = uri
    self.title = title
    self.mediaType = mediaType
    self.headingPath = headingPath
    self.ordinal = ordinal
    self.span = span
    self.text = text
    self.digest = digest
    self.masks = masks
    self.screenedBy = screenedBy
    self.policy = policy
    self.run = run
    self.release = release
  }
}

/// Writes the clean corpus in one format. Pure: rows in, bytes out; files are somebody else's.
package protocol Exporter: Sendable {
  /// The format's name for `--format`.
  var name: String { get }

  /// The bytes of one row, its line end included.
  func row(for chunk: CleanChunk) throws -> [UInt8]
}
