import LazaretCore

/// JSON (RFC 8259). The visible lane holds every key and every value with its path, in the order of
/// the file; see ``JSONOutline``. A second value of the same key stands there like the first. What is not
/// JSON is an error with line and column: which part of a broken file its readers would see, nobody knows.
struct JSON: Extractor {
  let name = "json"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw)
    var outline = JSONOutline()
    if text.utf8.contains(where: { !$0.isWhitespace }) {
      do throws(JSONProblem) {
        try outline.add(text.utf8[...])
      } catch {
        throw .malformed(
          "'\(raw.uri)' is not valid JSON: line \(error.line), column \(error.column): \(error.reason)")
      }
    }
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title ?? outline.title, mediaType: "application/json",
      modified: raw.modified, fetched: raw.fetched,
      visible: Passage(text: String(decoding: outline.utf8, as: UTF8.self)),
      notes: text.notes + Self.notes(replaced: outline.replaced))
  }

  static func notes(replaced: Int) -> [String] {
    if replaced == 0 { return [] }
    let escapes = replaced == 1 ? "1 escape stood" : "\(replaced) escapes stood"
    return ["\(escapes) for half a character or for NUL and became U+FFFD"]
  }
}
