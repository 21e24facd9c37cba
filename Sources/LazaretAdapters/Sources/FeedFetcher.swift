package import LazaretCore

/// Brings the bytes of a feed or of a page that it links to, from wherever the address points.
package protocol FeedFetcher: Sendable {
  /// Throws `tooLarge` for more than `maxBytes`; never returns a part.
  ///
  /// - Parameter known: what an earlier fetch of this address had as its revision.
  /// - Returns: `nil` when it is still that.
  func fetch(_ location: String, maxBytes: Int, unless known: Revision?) async throws(SourceError)
    -> FetchedFeed?
}

package struct FetchedFeed: Sendable, Hashable {
  package var bytes: [UInt8]
  /// What the server said, lower case and without parameters.
  package var mediaType: String?
  package var charset: String?
  /// Where it came from in the end, for relative links; `nil` for a file.
  package var location: String?
  /// When it came over a network, in ISO 8601.
  package var fetched: String?
  /// What the server can tell it by, if it can.
  package var revision: Revision?

  package init(
    bytes: [UInt8], mediaType: String? = nil, charset: String? = nil, location: String? = nil,
    fetched: String? = nil, revision: Revision? = nil
  ) {
    self.bytes = bytes
    self.mediaType = mediaType
    self.charset = charset
    self.location = location
    self.fetched = fetched
    self.revision = revision
  }
}

/// Reads a feed that lies in a file.
package struct FileFeedFetcher: FeedFetcher {
  package init() {}

  package func fetch(
    _ location: String, maxBytes: Int, unless known: Revision?
  ) async throws(SourceError) -> FetchedFeed? {
    let file: OpenFile
    do throws(SystemError) {
      file = try OpenFile.at(location)
    } catch {
      if error.isMissing {
        throw .notFound("there is no file '\(location)'; correct the key 'feed' of the pipeline file")
      }
      throw .whenReading(location, error)
    }
    do throws(OpenFile.ReadError) {
      return FetchedFeed(bytes: try file.readAll(maxBytes: maxBytes).bytes)
    } catch {
      throw .whenReading(location, error, limit: "the limit for feeds", maxBytes: maxBytes)
    }
  }
}
