/// One item as a source handed it over: bytes, and what the source knows about them.
package struct RawDocument: Sendable, Hashable {
  /// The name of the source in the pipeline file.
  package var source: String
  /// The item's address within the source: a path relative to the directory with `/`, or an entry's
  /// link or identifier. Together with `source` it is the document's identity.
  package var uri: String
  package var bytes: [UInt8]
  /// The media type that the source was told, lower case and without parameters; `nil` when nothing
  /// was said and the name and the bytes must decide.
  package var mediaType: String?
  /// The charset that the source was told, for example by an HTTP header.
  package var charset: String?
  /// A title that stands outside the bytes, such as a feed entry's.
  package var title: String?
  /// When the item says it was last changed, in ISO 8601.
  package var modified: String?
  /// When the bytes were fetched, in ISO 8601, for items that come over a network.
  package var fetched: String?
  /// What the item's revision was while it was read, if it stood still and a later change would give it
  /// another.
  package var revision: Revision?

  package init(
    source: String, uri: String, bytes: [UInt8], mediaType: String? = nil, charset: String? = nil,
    title: String? = nil, modified: String? = nil, fetched: String? = nil, revision: Revision? = nil
  ) {
    self.source = source
    self.uri = uri
    self.bytes = bytes
    self.mediaType = mediaType
    self.charset = charset
    self.title = title
    self.modified = modified
    self.fetched = fetched
    self.revision = revision
  }
}
