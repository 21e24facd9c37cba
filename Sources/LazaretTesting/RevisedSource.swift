package import LazaretCore
import Synchronization

/// A source of texts with revisions, as a directory has them. Remembers what was read.
package final class RevisedSource: Source, Sendable {
  package struct Item: Sendable {
    package var text: String
    package var revision: String
    /// False when the revision that is told with the bytes cannot be relied on.
    package var isTelling: Bool

    package init(_ text: String, revision: String, isTelling: Bool = true) {
      self.text = text
      self.revision = revision
      self.isTelling = isTelling
    }
  }

  package let name: String
  package var location: String { "test:\(name)" }
  package let absenceMeansDeleted = true
  private let items: [(uri: String, item: Item)]
  private let failure: SourceError?
  private let reads = Mutex<[String]>([])

  /// - Parameter failure: thrown after the last item.
  package init(_ items: [String: Item], named name: String = "docs", failure: SourceError? = nil) {
    self.name = name
    self.failure = failure
    self.items = items.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The addresses of what was read, sorted.
  package var read: [String] { reads.withLock { $0.sorted() } }

  package func list() async throws(SourceError) -> any SourceListing {
    let listed = items.map { uri, item in
      SourceItem(
        uri: uri,
        content: .readable { [self] () throws(SourceError) in
          reads.withLock { $0.append(uri) }
          return RawDocument(
            source: name, uri: uri, bytes: Array(item.text.utf8),
            revision: item.isTelling ? Revision(text: item.revision) : nil)
        }, byteCount: item.text.utf8.count, revision: Revision(text: item.revision))
    }
    return try await ListedSource(name, items: listed, failure: failure).list()
  }
}
