/// Where documents come from: a directory, a feed.
///
/// The contract:
///
/// - A listing names every item once, also the ones that cannot be read: nothing that was met is
///   left out in silence.
/// - `complete` after the last item means that everything was listed. A listing that breaks off
///   throws, and a source that throws is a failed source, never an empty one.
/// - Nothing is read ahead: an item's bytes are fetched when its `read` is called.
/// - An item's `revision` may be compared with the one that an earlier `read` returned; see ``Revision``.
package protocol Source: Sendable {
  /// The name in the pipeline file, unique within it.
  var name: String { get }
  /// What a person would recognise it by: the directory's path, the feed's address without
  /// credentials.
  var location: String { get }
  /// True when an item that is no longer listed is gone. A feed's entries scroll out and are not.
  var absenceMeansDeleted: Bool { get }

  func list() async throws(SourceError) -> any SourceListing

  /// Asks a source that can say so whether it is as it was.
  ///
  /// - Parameter known: what an earlier listing had as its revision.
  /// - Returns: `nil` when the whole source is still that: what is stored of it stands.
  func list(unless known: Revision?) async throws(SourceError) -> (any SourceListing)?
}

extension Source {
  package func list(unless known: Revision?) async throws(SourceError) -> (any SourceListing)? {
    try await list()
  }
}

/// One walk through a source. Used by one task.
package protocol SourceListing {
  /// The next item, or `nil` when everything was listed.
  mutating func next() async throws(SourceError) -> SourceItem?
  /// What the whole source looks like; `nil` when only listing it can tell. An equal one promises that every
  /// item would be as it was.
  var revision: Revision? { get }
}

extension SourceListing {
  package var revision: Revision? { nil }
}

/// One item of a source.
package struct SourceItem: Sendable {
  package var uri: String
  package var content: Content
  /// The size of what `read` will return, as far as it is known before.
  package var byteCount: Int?
  /// What the item looks like now; `nil` when only reading it can tell.
  package var revision: Revision?
  /// True when an item of this very revision under another address is this one: a feed may give its entries
  /// other ids every night.
  package var mayHaveMoved: Bool

  package enum Content: Sendable {
    /// Can be read now, or so it seems.
    case readable(@Sendable () async throws(SourceError) -> RawDocument)
    /// Is asked for with the revision that it had when it was read last; `nil` when it still has that.
    case fetchable(@Sendable (Revision?) async throws(SourceError) -> RawDocument?)
    /// Left aside on purpose, with the reason: it is recorded, and the run is complete without it.
    case skipped(String)
    /// Should have been read and cannot be, with the reason.
    case failed(String)
  }

  package init(
    uri: String, content: Content, byteCount: Int? = nil, revision: Revision? = nil,
    mayHaveMoved: Bool = false
  ) {
    self.mayHaveMoved = mayHaveMoved
    self.uri = uri
    self.content = content
    self.byteCount = byteCount
    self.revision = revision
  }
}

/// Why a source or one of its items cannot be read, in words that name the thing and what to do.
package enum SourceError: Error, Sendable, Hashable {
  case notFound(String)
  case notPermitted(String)
  case tooLarge(String)
  case malformed(String)
  case unreachable(String)

  package var description: String {
    switch self {
    case .notFound(let why), .notPermitted(let why), .tooLarge(let why), .malformed(let why),
      .unreachable(let why):
      why
    }
  }
}

extension SourceError: CustomStringConvertible {}
