import LazaretAdapters
import LazaretCore

/// Something that takes bytes from strangers.
struct FuzzTarget {
  let name: String
  /// Of files that make good seeds.
  let endings: [String]
  let body: @Sendable ([UInt8]) async -> Void

  /// Set once, before the driver begins.
  nonisolated(unsafe) static var chosen: FuzzTarget?

  /// Every format by itself, and what stands before and behind them.
  static let all: [FuzzTarget] =
    ExtractorCatalog.all.map { format in
      FuzzTarget(name: format.name, endings: format.fileExtensions) { bytes in
        let raw = RawDocument(
          source: "fuzz", uri: "input." + (format.fileExtensions.first ?? "txt"), bytes: bytes)
        await examine(raw, format.make())
      }
    } + [
      FuzzTarget(name: "catalog", endings: ["md", "html", "txt"]) { bytes in
        await examine(RawDocument(source: "fuzz", uri: "input", bytes: bytes), CatalogExtractor())
      },
      FuzzTarget(name: "feed", endings: ["xml"]) { bytes in
        let source = FeedSource(
          name: "fuzz", location: "fuzz", fetcher: FixedFeed(bytes: bytes), maxBytes: 1 << 20)
        guard var listing = try? await source.list() else { return }
        while let item = try? await listing.next() {
          guard case .readable(let read) = item.content, let raw = try? await read() else { continue }
          await examine(raw, CatalogExtractor())
        }
      },
    ]

  func run(_ bytes: [UInt8]) {
    waiting { await body(bytes) }
  }

  /// What must hold of every document, whatever the bytes were.
  private static func examine(_ raw: RawDocument, _ extractor: any Extractor) async {
    guard let document = try? await extractor.extract(raw) else { return }
    for lane in Lane.allCases {
      let passage = document.passage(lane)
      let count = passage.text.utf8.count
      for heading in passage.headings {
        precondition(heading.span.end <= count, "a heading stands within its text")
      }
      for origin in passage.origins {
        precondition(origin.span.end <= count, "an origin stands within its text")
      }
      for (page, next) in zip(passage.pages, passage.pages.dropFirst()) {
        precondition(page.start <= next.start, "pages stand in order")
      }
      precondition(passage.pages.allSatisfy { $0.start <= count }, "a page begins within its text")
      let chunks = Chunker().chunks(of: passage, lane: lane, in: document.id)
      precondition(
        chunks.map(\.text).joined().utf8.elementsEqual(passage.text.utf8), "chunks join to the text")
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
