import LazaretCore

/// AsciiDoc. The visible lane is the decoded file, character for character, as with Markdown. Comments,
/// which the rendered page does not show, are in the hidden lane as well.
struct AsciiDoc: Extractor {
  let name = "asciidoc"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw)
    var scan = AsciiDocScan(text.utf8)
    scan.run()
    return Document(
      source: raw.source, uri: raw.uri,
      title: raw.title ?? scan.attributes["doctitle"] ?? scan.attributes["title"]
        ?? scan.headings.first?.title,
      mediaType: "text/asciidoc", language: scan.attributes["lang"], modified: raw.modified,
      fetched: raw.fetched,
      visible: Passage(text: String(decoding: text.utf8, as: UTF8.self), headings: scan.headings),
      hidden: scan.hidden.passage, notes: text.notes)
  }
}
