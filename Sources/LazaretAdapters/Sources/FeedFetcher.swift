package import LazaretCore

/// Brings the bytes of a feed, from wherever its address points.
package protocol FeedFetcher: Sendable {
  /// Throws `tooLarge` for more than `maxBytes`; never returns a part.
  func fetch(_ location: String, maxBytes: Int) async throws(SourceError) -> FetchedFeed
}

package struct FetchedFeed: Sendable, Hashable {
  package var bytes: [UInt8]
  /// What the server said, lower case and without parameters.
  package var mediaType: String?
  package var charset: String?

  package init(bytes: [UInt8], mediaType: String? = nil, charset: String? = nil) {
    self.bytes = bytes
    self.mediaType = mediaType
    self.charset = charset
  }
}

/// Reads a feed that lies in a file.
package struct FileFeedFetcher: FeedFetcher {
  package init() {}

  package func fetch(_ location: String, maxBytes: Int) async throws(SourceError) -> FetchedFeed {
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
