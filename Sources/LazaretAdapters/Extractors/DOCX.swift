import LazaretCore

/// Word's documents (ECMA-376, ISO/IEC 29500, strict and usual form), with and without macros, and templates.
///
/// The visible lane: headers, the main text with its tables, lists, headings and text boxes, charts and diagrams,
/// footnotes, endnotes, footers. Tracked insertions are text. The hidden lane: hidden text (by run, style or
/// paragraph), tracked deletions, comments, text in the colour of its background or of a point and less,
/// instructions of fields, alternative texts, what stands in for a drawing when it says something else,
/// properties, custom XML, building blocks, and notes and headers that nothing refers to.
///
/// Bounds are those of ``ZipContainer`` and ``OfficeXML``; memory is that of the unpacked parts and their text.
struct DOCX: Extractor {
  let name = "docx"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    var package = try OfficePackage(raw)
    let main = try package.mainPart()
    let links = package.links(of: main)
    let outer = package.links(of: "")
    let kinds: Set<String> = [
      "header", "footer", "footnotes", "endnotes", "comments", "styles", "numbering", "settings", "customxml",
      "glossarydocument", "afchunk", "chart", "chartex", "diagramdata", "core-properties",
      "extended-properties", "custom-properties",
    ]
    var wanted = [main]
    for link in links + outer where kinds.contains(link.type) { wanted.append(link.target) }
    for link in links where ["header", "footer", "footnotes", "endnotes"].contains(link.type) {
      for inner in package.links(of: link.target) where kinds.contains(inner.type) {
        wanted.append(inner.target)
      }
    }
    let parts = try package.read(Set(wanted))
    guard let text = parts[main] else {
      throw .malformed("'\(raw.uri)' holds no main text: the part that its relationships name is missing")
    }
    var reading = WordReading(package: package, parts: parts, main: main)
    return try reading.read(text, raw)
  }
}

/// The parts of one Word document, read in turn.
private struct WordReading {
  let package: OfficePackage
  let parts: [String: [UInt8]]
  let main: String
  let output = OfficeText()
  let styles = WordStyles()
  var references = WordReader.References()

  init(package: OfficePackage, parts: [String: [UInt8]], main: String) {
    self.package = package
    self.parts = parts
    self.main = main
  }

  mutating func read(_ text: [UInt8], _ raw: RawDocument) throws(ExtractionError) -> Document {
    let links = package.links(of: main)
    for name in targets("styles") {
      if let part = parts[name] { try package.read(part, into: styles, as: "list of styles") }
    }
    let names = WordNamesReader()
    for name in targets("numbering") + targets("settings") {
      if let part = parts[name] { try package.read(part, into: names, as: "list of settings") }
    }
    // Headers come before the text, so what the text refers to is found out by a reader of its own.
    output.startBox()
    try read(text, as: "main text", from: main)
    let body = output.takeBox()
    let shown = references
    try readMargins("header", links, shown)
    if let body { output.place(body) }
    try readShown(shown.shown, of: main)
    try readNotes("footnotes", shown.footnotes)
    try readNotes("endnotes", shown.endnotes)
    try readMargins("footer", links, shown)
    for name in targets("comments") {
      if let part = parts[name] { try read(part, as: "list of comments", from: name, hiddenBy: "comment") }
    }
    for name in targets("glossarydocument") {
      if let part = parts[name] {
        try read(part, as: "building block", from: name, hiddenBy: "building block")
      }
    }
    for (kind, text) in names.found { output.addHidden(text, kind: kind) }
    for name in targets("customxml") {
      guard let part = parts[name] else { continue }
      let reader = PlainXMLReader()
      try package.read(part, into: reader, as: "custom XML part")
      output.addHidden(reader.text, kind: "custom XML")
    }
    let properties = try package.properties(parts)
    output.addHidden(properties.others.joined(separator: "\n"), kind: "properties")
    if package.names.contains(where: { $0.contains("/embeddings/") }) {
      output.note("files that are embedded in it were not opened")
    }
    return output.document(
      of: raw, mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      title: properties.title, language: properties.language ?? names.language,
      notes: package.container.notes)
  }

  private func targets(_ kind: String) -> [String] {
    var seen: Set<String> = []
    return package.targets(of: main, type: kind).filter { seen.insert($0).inserted }
  }

  private mutating func read(
    _ part: [UInt8], as role: String, from name: String, hiddenBy reason: String? = nil,
    notes: Set<String>? = nil
  ) throws(ExtractionError) {
    let reader = WordReader(output: output, styles: styles, hiddenBy: reason, shownNotes: notes)
    try package.read(part, into: reader, as: role)
    references.headersAndFooters.formUnion(reader.references.headersAndFooters)
    references.footnotes.formUnion(reader.references.footnotes)
    references.endnotes.formUnion(reader.references.endnotes)
    references.shown = reader.references.shown
    output.startLine(2)
  }

  /// Each text once: most documents have the same header for several sections.
  private mutating func readMargins(
    _ kind: String, _ links: [OfficePackage.Relationship], _ shown: WordReader.References
  ) throws(ExtractionError) {
    var seen: Set<[UInt8]> = []
    var done: Set<String> = []
    for link in links where link.type == kind && done.insert(link.target).inserted {
      guard let part = parts[link.target] else { continue }
      let ids = links.filter { $0.target == link.target }.map(\.id)
      let isShown = ids.contains { shown.headersAndFooters.contains($0) }
      output.startBox()
      try read(part, as: kind, from: link.target, hiddenBy: isShown ? nil : "unused \(kind)")
      let inner = references.shown
      if let box = output.takeBox(), seen.insert(box.utf8).inserted { output.place(box) }
      try readShown(inner, of: link.target)
    }
  }

  private mutating func readNotes(_ kind: String, _ shown: Set<String>) throws(ExtractionError) {
    for name in targets(kind) {
      guard let part = parts[name] else { continue }
      try read(part, as: "list of \(kind)", from: name, notes: shown)
      try readShown(references.shown, of: name)
    }
  }

  /// Charts, diagrams and imported parts, in the order in which the text names them.
  private func readShown(_ ids: [String], of part: String) throws(ExtractionError) {
    var seen: Set<String> = []
    for id in ids {
      guard let name = package.target(of: part, id: id), seen.insert(name).inserted, let bytes = parts[name]
      else {
        continue
      }
      let link = package.links(of: part).first { $0.id == id }
      output.startLine(2)
      if link?.type == "afchunk" {
        try readImported(bytes)
      } else {
        try package.read(bytes, into: DrawingReader(output: output), as: "drawing")
      }
    }
  }

  private func readImported(_ bytes: [UInt8]) throws(ExtractionError) {
    guard ContentSignature.binary(bytes) == nil, ContentSignature.isHTML(bytes) else {
      output.note("a part that was imported from another format was not read")
      return
    }
    let text = DecodedText.decode(bytes, charset: DeclaredCharset.inHTML(bytes))
    let page = try HTML.read(text.utf8, uri: package.uri)
    output.append(page)
  }
}
