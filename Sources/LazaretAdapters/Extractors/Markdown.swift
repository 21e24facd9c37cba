import LazaretCore

/// Markdown. The visible lane is the decoded file, character for character: markup is kept, because
/// it is what people edit and models read. What the rendered page does not show (comments, and the
/// titles of link definitions, which `[//]: # (…)` misuses for comments) is in the hidden lane as well.
struct Markdown: Extractor {
  let name = "markdown"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw)
    var scan = MarkdownScan(text.utf8)
    scan.run()
    return Document(
      source: raw.source, uri: raw.uri,
      title: raw.title ?? scan.frontMatter["title"] ?? scan.headings.first?.title,
      mediaType: "text/markdown",
      language: scan.frontMatter["lang"] ?? scan.frontMatter["language"], modified: raw.modified,
      visible: Passage(text: String(decoding: text.utf8, as: UTF8.self), headings: scan.headings),
      hidden: scan.hidden.passage, notes: text.notes)
  }
}
