import LazaretCore

/// Markdown. The visible lane is the decoded file, character for character: markup is kept, because
/// it is what people edit and models read. What the rendered page does not show is in the hidden lane as
/// well: comments, what the HTML in the file hides, texts that stand in for images, titles of links, titles
/// of link definitions, which `[//]: # (…)` misuses for comments, and definitions that nothing refers to.
struct Markdown: Extractor {
  let name = "markdown"
  let version = 2

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw)
    var scan = MarkdownScan(text.utf8)
    scan.run()
    var hidden = scan.hidden
    if let html = scan.html(), let page = try? HTML.read(html, uri: raw.uri) {
      let utf8 = Array(page.hidden.text.utf8)
      // Comments are read as Markdown has them.
      for origin in page.hidden.origins where !["comment", "unfinished markup"].contains(origin.kind) {
        hidden.add(utf8[origin.span.start..<origin.span.end], kind: origin.kind)
      }
    }
    return Document(
      source: raw.source, uri: raw.uri,
      title: raw.title ?? scan.frontMatter["title"] ?? scan.headings.first?.title,
      mediaType: "text/markdown",
      language: scan.frontMatter["lang"] ?? scan.frontMatter["language"], modified: raw.modified,
      fetched: raw.fetched,
      visible: Passage(text: String(decoding: text.utf8, as: UTF8.self), headings: scan.headings),
      hidden: hidden.passage, notes: text.notes)
  }
}
