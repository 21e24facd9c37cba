import Benchmark
import Foundation
import LazaretAdapters
import LazaretCore
import LazaretTesting

/// Pages and feeds, from bytes to text. `PAGES` and `FEEDS` name folders that are read instead of the fixtures.
func readingBenchmarks() {
  let pages = files(in: "PAGES", orBelow: "fixtures/documents", [".html", ".htm"])
  Benchmark("CatalogExtractor: \(pages.count) HTML pages of \(pages.reduce(0) { $0 + $1.count }) bytes") {
    benchmark in
    let catalog = CatalogExtractor()
    for _ in benchmark.scaledIterations {
      for bytes in pages {
        blackHole(try? await catalog.extract(RawDocument(source: "s", uri: "page.html", bytes: bytes)))
      }
    }
  }

  let feeds = files(in: "FEEDS", orBelow: "fixtures/feeds", [".xml", ".json", ".rss", ".atom", ".rdf"])
  Benchmark("FeedSource: \(feeds.count) feeds of \(feeds.reduce(0) { $0 + $1.count }) bytes, every entry") {
    benchmark in
    for _ in benchmark.scaledIterations {
      for bytes in feeds {
        let source = FeedSource(
          name: "s", location: "feed", fetcher: FixedFeed(bytes: bytes), maxBytes: 1 << 30)
        guard var listing = try? await source.list() else { continue }
        while let item = try? await listing.next() {
          if case .readable(let read) = item.content { blackHole(try? await read()) }
        }
      }
    }
  }
}

private struct FixedFeed: FeedFetcher {
  let bytes: [UInt8]

  func fetch(
    _ location: String, maxBytes: Int, unless known: Revision?
  ) async throws(SourceError) -> FetchedFeed? {
    FetchedFeed(bytes: bytes)
  }
}

/// The files of a folder with one of these endings, in order of their names.
private func files(in variable: String, orBelow folder: String, _ endings: [String]) -> [[UInt8]] {
  let folder = ProcessInfo.processInfo.environment[variable] ?? RepositoryFile.path(folder)
  let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
  return names.sorted().filter { name in endings.contains { name.hasSuffix($0) } }
    .compactMap { FileManager.default.contents(atPath: folder + "/" + $0).map(Array.init) }
}
