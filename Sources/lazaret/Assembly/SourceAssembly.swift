import FoundationEssentials
import LazaretAdapters
import LazaretCore
import LazaretPipeline

extension SourceSettings {
  /// A feed lists what is new; one that is larger is something else. And so is a page.
  private static let maxFeedBytes = 50_000_000

  /// - Parameters:
  ///   - pace: of the pages that feeds link to, one for all sources.
  ///   - isOffline: whether nothing may be fetched.
  func source(pace: HostPace<ContinuousClock>, isOffline: Bool = false) -> any Source {
    if isOffline, case .feed(let feed) = place, let location = feed.networkLocation {
      return OfflineSource(name: name, location: location)
    }
    switch place {
    case .directory(let directory):
      return DirectorySource(
        name: name, path: directory.path, include: directory.include, exclude: directory.exclude,
        maxFileBytes: directory.maxFileBytes, followSymlinks: directory.followsSymlinks,
        now: { Timestamp.now })
    case .feed(let feed):
      let pages: (any FeedFetcher)? =
        feed.fetchesArticles
        ? PacedPages(
          pages: FeedDownload(
            .page, allowsPrivateAddresses: feed.allowsPrivateAddresses, now: { Timestamp.now }), pace: pace)
        : nil
      switch feed.location {
      case .file(let path):
        return FeedSource(
          name: name, location: path, fetcher: FileFeedFetcher(), pages: pages, maxBytes: Self.maxFeedBytes)
      case .url(let url):
        let download = FeedDownload(
          allowsPrivateAddresses: feed.allowsPrivateAddresses, now: { Timestamp.now })
        return FeedSource(
          name: name, location: url, fetcher: download, pages: pages, maxBytes: Self.maxFeedBytes)
      }
    }
  }
}

extension FeedSettings {
  /// The address of a feed that cannot be read without a network.
  fileprivate var networkLocation: String? {
    switch location {
    case .url(let url): url
    case .file(let path): fetchesArticles ? path : nil
    }
  }
}

extension HostPace<ContinuousClock> {
  /// What a reader with a browser might do.
  static var polite: HostPace { HostPace(perSecond: 1, inFlight: 2, clock: ContinuousClock()) }
}

/// Pages of other people, asked for one by one.
private struct PacedPages: FeedFetcher {
  let pages: FeedDownload
  let pace: HostPace<ContinuousClock>

  func fetch(
    _ location: String, maxBytes: Int, unless known: Revision?
  ) async throws(SourceError) -> FetchedFeed? {
    let host = URL(string: location)?.host()?.lowercased() ?? ""
    let done: FetchedFeed?? = try await pace.turn(of: host) { () async throws(SourceError) -> FetchedFeed? in
      try await pages.fetch(location, maxBytes: maxBytes, unless: known)
    }
    guard let done else { throw .unreachable("a page was not read: the run was stopped") }
    return done
  }
}
