import LazaretAdapters
import LazaretCore

extension SourceSettings {
  /// A feed lists what is new; one that is larger is something else.
  private static let maxFeedBytes = 50_000_000

  func source(http: VendorHTTP) -> any Source {
    switch place {
    case .directory(let directory):
      return DirectorySource(
        name: name, path: directory.path, include: directory.include, exclude: directory.exclude,
        maxFileBytes: directory.maxFileBytes, followSymlinks: directory.followsSymlinks,
        now: { Timestamp.now })
    case .feed(.file(let path)):
      return FeedSource(name: name, location: path, fetcher: FileFeedFetcher(), maxBytes: Self.maxFeedBytes)
    case .feed(.url(let url)):
      return FeedSource(
        name: name, location: url, fetcher: DownloadedFeed(http: http), maxBytes: Self.maxFeedBytes)
    }
  }
}

/// A feed over HTTP.
private struct DownloadedFeed: FeedFetcher {
  let http: VendorHTTP

  func fetch(_ location: String, maxBytes: Int) async throws(SourceError) -> FetchedFeed {
    let (bytes, mediaType, charset) = try await FeedDownload(http: http).fetch(location, maxBytes: maxBytes)
    return FetchedFeed(bytes: bytes, mediaType: mediaType, charset: charset)
  }
}
