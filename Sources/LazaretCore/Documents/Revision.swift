/// What a source can say about an item's content without reading it, as one opaque text: the times and
/// the size of a file, the `ETag` of a page.
///
/// The promise: when an item has the revision that was noted while it was read, its bytes are those that
/// were read. A source that cannot promise it gives none, and the item is read.
package struct Revision: Hashable, Sendable {
  package let text: String

  package init(text: String) { self.text = text }
}
