import LazaretCore

/// XML of no particular kind, through libxml2. The visible lane holds text and attributes, see ``XMLText``;
/// the hidden lane comments, processing instructions, and the texts in a document type definition. White
/// space is collapsed. Nothing outside of the file is loaded, and entities expand to 1 MiB at the most.
///
/// What is not well-formed is an error with its line: where elements end is then a guess, and a
/// reader that guesses otherwise would see another text.
struct XMLSource: Extractor {
  let name = "xml"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw, declared: DeclaredCharset.inXML(raw.bytes))
    let start = text.utf8.firstIndex { !$0.isWhitespace } ?? text.utf8.count
    let reader = XMLText(expectedBytes: text.utf8.count)
    var notes = text.notes
    do throws(MarkupError) {
      let ready = try XMLReferences(Array(text.utf8[start...]))
      for aside in ready.asides { reader.addHidden(aside.text, kind: aside.kind) }
      for entity in ready.declared { reader.addHidden(entity, kind: "entity declaration") }
      try XMLEvents.readXML(ready.utf8, into: reader)
      notes += Self.notes(on: ready)
    } catch {
      let line = error.line + text.utf8[..<start].count { $0 == 0x0A }
      throw .malformed("'\(raw.uri)' cannot be read as XML beyond line \(line): \(error.reason)")
    }
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title ?? reader.title, mediaType: "application/xml",
      language: reader.language, modified: raw.modified, fetched: raw.fetched, visible: reader.visible,
      hidden: reader.hidden.passage, notes: notes)
  }

  private static func notes(on ready: XMLReferences) -> [String] {
    var notes: [String] = []
    if ready.unknown > 0 {
      notes.append(
        ready.unknown == 1
          ? "1 entity is not declared and stands as it is written"
          : "\(ready.unknown) references to entities that are not declared stand as they are written")
    }
    if ready.forbidden > 0 {
      let characters = ready.forbidden == 1 ? "1 character" : "\(ready.forbidden) characters"
      notes.append("\(characters) that XML forbids became U+FFFD")
    }
    if ready.hasOutsideParts {
      notes.append("its document type definition refers to other parts, and those were not loaded")
    }
    return notes
  }
}
