package import LazaretCore

/// A folder with a Markdown file for each document: front matter, then its chunks in order, each text as it may
/// leave. Where a part is withheld, a comment says so.
package struct MarkdownFolder: Exporter {
  package let name = "markdown"
  package let layout = ExportLayout.folder

  package init() {}

  /// The row on its own; within a document ``text(of:after:)`` says what follows what.
  package func row(for chunk: CleanChunk, isUpsert: Bool) -> [UInt8] {
    frontMatter(of: chunk) + text(of: chunk, after: nil) + [0x0A]
  }

  /// What stands before the first chunk. A string of JSON is one of YAML.
  package func frontMatter(of chunk: CleanChunk) -> [UInt8] {
    var lines = "---\n"
    func put(_ name: String, _ value: String?) {
      guard let value else { return }
      lines += "\(name): \(JSONText.text { $0.string(value) })\n"
    }
    put("document_id", chunk.documentID.text)
    put("source", chunk.source)
    put("uri", chunk.uri)
    put("title", chunk.title)
    put("media_type", chunk.mediaType)
    put("modified", chunk.modified)
    put("policy", chunk.policy.hex)
    return Array((lines + "---\n\n").utf8)
  }

  /// What is added to the file when the chunk follows another: overlaps are written once, gaps are marked.
  ///
  /// - Parameter end: where the chunks so far end in the document's extracted text; `nil` for the first.
  package func text(of chunk: CleanChunk, after end: Int?) -> [UInt8] {
    let end = end ?? 0
    if chunk.span.start > end {
      return Array("\n\n<!-- a part of this document is withheld -->\n\n".utf8) + Array(chunk.text.utf8)
    }
    return Array(chunk.text.utf8.dropFirst(Self.place(end - chunk.span.start, in: chunk)))
  }

  /// Where a byte of the unmasked chunk stands in its masked text. A mask that reaches across it stays whole.
  private static func place(_ original: Int, in chunk: CleanChunk) -> Int {
    var moved = 0
    for mask in chunk.masks.sorted(by: { $0.original.start < $1.original.start }) {
      if original <= mask.original.start { break }
      if original < mask.original.end { return mask.span.start }
      moved = mask.span.end - mask.original.end
    }
    return max(0, min(original + moved, chunk.text.utf8.count))
  }
}
