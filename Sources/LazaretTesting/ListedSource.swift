package import LazaretCore

/// A source of items that stand in the test.
package struct ListedSource: Source {
  package let name: String
  package let absenceMeansDeleted: Bool
  private let items: [SourceItem]
  private let failure: SourceError?

  package var location: String { "test:\(name)" }

  /// - Parameter failure: thrown after the last item.
  package init(
    _ name: String = "docs", items: [SourceItem], failure: SourceError? = nil,
    absenceMeansDeleted: Bool = true
  ) {
    self.name = name
    self.items = items
    self.failure = failure
    self.absenceMeansDeleted = absenceMeansDeleted
  }

  /// Items of plain text by address, in order of address.
  package init(
    _ name: String = "docs", texts: [String: String], failure: SourceError? = nil,
    absenceMeansDeleted: Bool = true
  ) {
    self.init(
      name,
      items: texts.sorted { $0.key < $1.key }.map { uri, text in
        SourceItem(
          uri: uri,
          content: .readable { () throws(SourceError) in
            RawDocument(source: name, uri: uri, bytes: Array(text.utf8))
          })
      }, failure: failure, absenceMeansDeleted: absenceMeansDeleted)
  }

  package func list() async throws(SourceError) -> any SourceListing {
    Listing(rest: items[...], failure: failure)
  }

  private struct Listing: SourceListing {
    var rest: ArraySlice<SourceItem>
    let failure: SourceError?

    mutating func next() async throws(SourceError) -> SourceItem? {
      if let item = rest.popFirst() { return item }
      if let failure { throw failure }
      return nil
    }
  }
}

/// Takes every item for UTF-8 text, visible as it is.
package struct TextExtractor: Extractor {
  package var name: String { "text" }
  package var version: Int { 1 }

  package init() {}

  package func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    guard let text = String(validating: raw.bytes, as: UTF8.self) else {
      throw .malformed("'\(raw.uri)' is not UTF-8")
    }
    if raw.uri.hasSuffix(".bin") { throw .unknownType("no extractor takes '\(raw.uri)'") }
    return Document(
      source: raw.source, uri: raw.uri, mediaType: "text/plain", visible: Passage(text: text))
  }
}
