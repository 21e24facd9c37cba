import LazaretCore

/// Excel's workbooks (ECMA-376), with and without macros, and templates.
///
/// The visible lane: the sheets in their order, each a page under its name, rows with bars between their cells; dates
/// as ISO 8601 writes them, percentages, and other numbers as they are stored; what is drawn on the sheets. The
/// hidden lane: hidden sheets, rows and columns, text in the colour of its cell or of a point and less, values whose
/// format shows nothing, comments, input messages, texts inside formulas, printed headers, alternative texts,
/// properties.
///
/// Bounds are those of ``ZipContainer`` and ``OfficeXML``, and 64 MiB of text for a sheet; memory is that of the
/// unpacked parts and their text.
struct XLSX: Extractor {
  let name = "xlsx"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    var package = try OfficePackage(raw)
    let main = try package.mainPart()
    let kinds: Set<String> = [
      "worksheet", "chartsheet", "dialogsheet", "sharedstrings", "styles", "theme", "comments",
      "threadedcomment",
      "drawing", "chart", "chartex", "diagramdata", "core-properties", "extended-properties",
      "custom-properties",
    ]
    let parts = try package.readAll(from: main, following: kinds)
    guard let workbook = parts[main] else {
      throw .malformed("'\(raw.uri)' holds no workbook: the part that its relationships name is missing")
    }
    return try WorkbookReading(package: package, parts: parts, main: main).read(workbook, raw)
  }
}

/// The parts of one workbook, read in turn.
private struct WorkbookReading {
  let package: OfficePackage
  let parts: [String: [UInt8]]
  let main: String
  let output = OfficeText()

  init(package: OfficePackage, parts: [String: [UInt8]], main: String) {
    self.package = package
    self.parts = parts
    self.main = main
  }

  func read(_ workbook: [UInt8], _ raw: RawDocument) throws(ExtractionError) -> Document {
    let list = SheetListReader()
    try package.read(workbook, into: list, as: "list of sheets")
    for text in list.formulas.flatMap(SheetFormula.texts) { output.addHidden(text, kind: "formula") }
    let shared = try shared(countsFrom1904: list.countsFrom1904)
    var number = 0
    var listed: Set<String> = []
    for sheet in list.sheets {
      guard let part = package.target(of: main, id: sheet.id), let bytes = parts[part] else {
        throw .malformed("'\(raw.uri)' lists a sheet that is not in it")
      }
      number += 1
      listed.insert(part)
      try read(
        part, bytes, number, named: sheet.name, shared, hiddenBy: sheet.isHidden ? "hidden sheet" : nil)
    }
    for part in package.targets(of: main, type: "worksheet") where listed.insert(part).inserted {
      guard let bytes = parts[part] else { continue }
      number += 1
      try read(part, bytes, number, named: nil, shared, hiddenBy: "unlisted sheet")
    }
    let properties = try package.properties(parts)
    output.addHidden(properties.others.joined(separator: "\n"), kind: "properties")
    if package.names.contains(where: { $0.contains("/embeddings/") }) {
      output.note("files that are embedded in it were not opened")
    }
    if package.names.contains(where: { $0.contains("/pivotCache/") || $0.contains("/externalLinks/") }) {
      output.note("what its pivot tables and links keep of other data was not read")
    }
    return output.document(
      of: raw, mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      title: properties.title, language: properties.language, notes: package.container.notes)
  }

  /// What all sheets refer to.
  private func shared(countsFrom1904: Bool) throws(ExtractionError) -> SheetReader.Workbook {
    let theme = ThemeReader()
    if let bytes = first("theme") { try package.read(bytes, into: theme, as: "theme") }
    let styles = SheetStyles(theme: theme.colors)
    if let bytes = first("styles") { try package.read(bytes, into: styles, as: "list of styles") }
    let strings = SharedStringsReader(palette: styles.palette)
    if let bytes = first("sharedstrings") { try package.read(bytes, into: strings, as: "list of texts") }
    for text in strings.phonetics { output.addHidden(text, kind: "phonetic guide") }
    return SheetReader.Workbook(strings: strings.strings, styles: styles, countsFrom1904: countsFrom1904)
  }

  private func first(_ type: String) -> [UInt8]? {
    package.targets(of: main, type: type).first.flatMap { parts[$0] }
  }

  private func read(
    _ part: String, _ bytes: [UInt8], _ number: Int, named name: String?, _ shared: SheetReader.Workbook,
    hiddenBy reason: String?
  ) throws(ExtractionError) {
    output.startPage(number)
    if let name {
      if reason == nil { output.startHeading(level: 1) }
      output.append(name, hiddenBy: reason)
      output.endHeading()
      output.startLine(2, hiddenBy: reason)
    }
    try package.read(
      bytes, into: SheetReader(output: output, workbook: shared, hiddenBy: reason), as: "sheet")
    for drawing in package.targets(of: part, type: "drawing") {
      guard let bytes = parts[drawing] else { continue }
      let reader = DrawingReader(output: output, hiddenBy: reason)
      try package.read(bytes, into: reader, as: "drawing")
      for (id, reason) in reader.shown {
        guard let chart = package.target(of: drawing, id: id), let bytes = parts[chart] else { continue }
        try package.read(bytes, into: DrawingReader(output: output, hiddenBy: reason), as: "drawing")
      }
      output.startLine(2)
    }
    for type in ["comments", "threadedcomment"] {
      for comments in package.targets(of: part, type: type) {
        guard let bytes = parts[comments] else { continue }
        try package.read(bytes, into: SheetCommentsReader(output: output), as: "list of comments")
      }
    }
  }
}

/// `workbook.xml`: which sheets there are, in which order, and which of them are seen.
private final class SheetListReader: MarkupSink {
  private(set) var sheets: [(id: String, name: String, isHidden: Bool)] = []
  private(set) var countsFrom1904 = false
  /// What names stand for.
  private(set) var formulas: [[UInt8]] = []
  private var isName = false
  var reasonToStop: String? { nil }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    switch name {
    case "sheet":
      if let id = attributes.prefixed("id") {
        sheets.append(
          (id, attributes.value("name") ?? "", (attributes.value("state") ?? "visible") != "visible"))
      }
    case "workbookPr": countsFrom1904 = OfficeFlag.isOn(attributes.value("date1904"))
    case "definedName":
      isName = true
      formulas.append([])
    default: break
    }
  }

  func end(_ name: String, namespace: String?) { if name == "definedName" { isName = false } }

  func text(_ bytes: Span<UInt8>) {
    if isName { bytes.withUnsafeBufferPointer { formulas[formulas.count - 1].append(contentsOf: $0) } }
  }
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}
