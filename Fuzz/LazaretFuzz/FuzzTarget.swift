import LazaretAdapters
import LazaretCore
import LazaretTesting

/// Something that takes bytes from strangers.
struct FuzzTarget {
  let name: String
  /// Of files that make good seeds.
  let endings: [String]
  let body: @Sendable ([UInt8]) async -> Void

  /// Set once, before the driver begins.
  nonisolated(unsafe) static var chosen: FuzzTarget?

  /// Every format by itself, the parts of those that are containers, and what stands before and behind them.
  static let all: [FuzzTarget] =
    ExtractorCatalog.all.map { format in
      FuzzTarget(name: format.name, endings: format.fileExtensions) { bytes in
        let raw = RawDocument(
          source: "fuzz", uri: "input." + (format.fileExtensions.first ?? "txt"), bytes: bytes)
        await examine(raw, format.make())
      }
    }
    + ["docx", "pptx", "xlsx", "odt", "epub"].compactMap { name in
      ExtractorCatalog.all.first { $0.name == name }.map { format in
        FuzzTarget(name: name + "-parts", endings: [name + ".parts"]) { bytes in
          let raw = RawDocument(source: "fuzz", uri: "input." + name, bytes: container(bytes))
          await examine(raw, format.make())
        }
      }
    } + [
      FuzzTarget(name: "html-condensed", endings: ["html"]) { bytes in
        let raw = RawDocument(source: "fuzz", uri: "input.html", bytes: bytes)
        let condensed = try? HTML(condensingFrom: 0).extract(raw)
        let plain = try? HTML(condensingFrom: .max).extract(raw)
        if condensed != plain {
          fatalError(
            "condensed, a page is \(String(describing: condensed)), otherwise \(String(describing: plain))")
        }
      },
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

  /// A container that is whole, whatever its parts hold: few changes to a container's own bytes get past its
  /// checksums. A line `%%PATH` stands before each part.
  private static func container(_ bytes: [UInt8]) -> [UInt8] {
    var zip = ZipWriter()
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.starts(with: "%%".utf8) {
        zip.entries.append(ZipWriter.Entry(String(decoding: line.dropFirst(2), as: UTF8.self), []))
      } else if let last = zip.entries.indices.last {
        zip.entries[last].content += line + [0x0A]
      }
    }
    return zip.bytes
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
