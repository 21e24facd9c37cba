/// One chunk of the clean corpus, as it leaves.
package struct CleanChunk: Sendable, Hashable {
  package var id: ChunkID
  package var documentID: DocumentID
  package var source: String
  package var uri: String
  package var title: String?
  package var mediaType: String
  /// What the document declares (BCP 47), if it does.
  package var language: String?
  /// When the document says it was last changed.
  package var modified: String?
  /// When its bytes were fetched, in ISO 8601, for documents that came over a network.
  package var fetched: String?
  package var headingPath: [String]
  /// Of the table that the text begins in, with its own masks.
  package var tableHeader: String?
  /// The page or slide on which the text begins.
  package var page: Int?
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
    mediaType: String, language: String? = nil, modified: String? = nil, fetched: String? = nil,
    headingPath: [String], tableHeader: String? = nil, page: Int? = nil, ordinal: Int, span: TextSpan,
    text: String, digest: Digest, masks: [MaskedText.Mask], screenedBy: [String], policy: Fingerprint,
    run: String, release: Release? = nil
  ) {
    self.id = id
    self.documentID = documentID
    self.source = source
    self.uri = uri
    self.title = title
    self.mediaType = mediaType
    self.language = language
    self.modified = modified
    self.fetched = fetched
    self.headingPath = headingPath
    self.tableHeader = tableHeader
    self.page = page
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
