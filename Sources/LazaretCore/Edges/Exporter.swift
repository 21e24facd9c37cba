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
  /// The answers that the text leaves by; `nil` when nobody asked for them.
  package var proof: [Proof]?

  /// An answer that is kept, by what it is found under.
  package struct Proof: Sendable, Hashable {
    package var screener: String
    package var fingerprint: Fingerprint
    /// Of what was sent.
    package var text: Digest
    /// The vendor's, if it gives one.
    package var requestID: String?
    /// ISO 8601, UTC.
    package var at: String

    package init(screener: String, fingerprint: Fingerprint, text: Digest, requestID: String?, at: String) {
      self.screener = screener
      self.fingerprint = fingerprint
      self.text = text
      self.requestID = requestID
      self.at = at
    }
  }

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
    run: String, release: Release? = nil, proof: [Proof]? = nil
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
    self.proof = proof
  }
}

/// Writes the clean corpus in one format. Pure: rows in, bytes out; files are somebody else's.
package protocol Exporter: Sendable {
  /// The format's name for `--format`.
  var name: String { get }
  var layout: ExportLayout { get }
  /// What stands before the first row of a file.
  var header: [UInt8] { get }
  /// The key of a row's identifier when a delta can be told in this format: its rows say whether they are to
  /// be taken or dropped. `nil` when it cannot.
  var deltaKey: String? { get }
  /// Whether a row has a place for the answers that it leaves by.
  var proves: Bool { get }

  /// The bytes of one row, its line end included.
  ///
  /// - Parameter isUpsert: whether it is the row of a delta, and says so.
  func row(for chunk: CleanChunk, isUpsert: Bool) throws -> [UInt8]
}

extension Exporter {
  package var layout: ExportLayout { .file }
  package var header: [UInt8] { [] }
  package var deltaKey: String? { nil }
  package var proves: Bool { false }

  package func row(for chunk: CleanChunk) throws -> [UInt8] { try row(for: chunk, isUpsert: false) }
}

package enum ExportLayout: Sendable, Hashable {
  /// All rows in one file.
  case file
  /// A file for each document.
  case folder
}
