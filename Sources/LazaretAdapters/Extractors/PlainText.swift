import LazaretCore

/// Text that is shown as it is written. The visible lane is the decoded file, character for character.
struct PlainText: Extractor {
  let name = "plain-text"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw)
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title, mediaType: "text/plain", modified: raw.modified,
      fetched: raw.fetched,
      visible: Passage(text: String(decoding: text.utf8, as: UTF8.self)), notes: text.notes)
  }
}
