import LazaretCore

/// JSON Lines (also called NDJSON): one JSON text on each line. Each becomes a paragraph of
/// `path.to.key: value` lines; see ``JSONOutline``. A line that is not JSON stands as it is written and is
/// counted in a note: a log whose last line was cut off is still a log.
struct JSONRecords: Extractor {
  let name = "json-lines"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw)
    var outline = JSONOutline()
    var broken = 0
    let lines = TextLines(text.utf8)
    var next = text.utf8.isEmpty ? nil : lines.line(at: 0)
    while let span = next {
      next = lines.line(after: span)
      if lines.isBlank(span) { continue }
      let line = text.utf8[span.start..<span.end]
      outline.startParagraph()
      let length = outline.utf8.count
      do throws(JSONProblem) {
        try outline.add(line)
      } catch {
        outline.discard(from: length)
        outline.addVerbatim(line)
        broken += 1
      }
    }
    var notes = text.notes + JSON.notes(replaced: outline.replaced)
    if broken > 0 {
      notes.append(
        broken == 1
          ? "1 line is not JSON and stands as it is written"
          : "\(broken) lines are not JSON and stand as they are written")
    }
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title, mediaType: "application/x-ndjson",
      modified: raw.modified, fetched: raw.fetched,
      visible: Passage(text: String(decoding: outline.utf8, as: UTF8.self)), notes: notes)
  }
}
