import LazaretCore

/// reStructuredText. The visible lane is the decoded file, character for character, as with Markdown. What
/// the rendered page does not show (comments, `meta` and `title` directives) is in the hidden lane as well.
struct ReStructuredText: Extractor {
  let name = "restructuredtext"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw)
    var scan = ReStructuredTextScan(text.utf8)
    scan.run()
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title ?? scan.title ?? scan.headings.first?.title,
      mediaType: "text/x-rst", modified: raw.modified, fetched: raw.fetched,
      visible: Passage(text: String(decoding: text.utf8, as: UTF8.self), headings: scan.headings),
      hidden: scan.hidden.passage, notes: text.notes)
  }
}
