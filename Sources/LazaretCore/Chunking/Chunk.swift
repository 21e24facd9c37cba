/// A piece of a document as it is stored and exported: a span of one lane.
package struct Chunk: Sendable, Hashable {
  package var id: ChunkID
  package var documentID: DocumentID
  package var lane: Lane
  /// 0-based, in order of place within the lane.
  package var ordinal: Int
  /// Where the chunk stands in the lane's text.
  package var span: TextSpan
  package var text: String
  /// The headings that the chunk's first byte stands under, the highest first.
  package var headingPath: [String]
  /// The page or slide on which the chunk's first byte stands, for formats that have them.
  package var page: Int?
  /// For a chunk that begins inside of a table: where the table's header stands in the lane's text. It is
  /// another chunk's text, and may leave as little as that chunk.
  package var tableHeader: TextSpan?
  /// Of `text`, before any masking.
  package var digest: Digest

  package init(
    id: ChunkID, documentID: DocumentID, lane: Lane, ordinal: Int, span: TextSpan, text: String,
    headingPath: [String], page: Int? = nil, tableHeader: TextSpan? = nil, digest: Digest
  ) {
    self.id = id
    self.documentID = documentID
    self.lane = lane
    self.ordinal = ordinal
    self.span = span
    self.text = text
    self.headingPath = headingPath
    self.page = page
    self.tableHeader = tableHeader
    self.digest = digest
  }
}

/// The identity of a chunk: a function of its document, its lane, its text before masking and how
/// many equal texts stand before it. An edit elsewhere in the document does not change it.
package struct ChunkID: Hashable, Sendable, Codable {
  package let text: String

  /// - Parameter occurrence: how many chunks of the same text stand before this one in the lane.
  package init(document: DocumentID, lane: Lane, digest: Digest, occurrence: Int) {
    text =
      Digest(fields: ["chunk", document.text, lane.rawValue, digest.hex, String(occurrence)]).short
  }

  package init(text: String) { self.text = text }
}

extension ChunkID: CustomStringConvertible {
  package var description: String { text }
}
