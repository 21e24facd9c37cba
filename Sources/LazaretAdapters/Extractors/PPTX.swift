import LazaretCore

/// PowerPoint's presentations (ECMA-376), with and without macros, shows and templates.
///
/// The visible lane: the slides in the order of the presentation, each a page, titles as headings, tables, groups,
/// charts and diagrams; behind them what layouts and masters draw on slides. The hidden lane: hidden slides,
/// slides that the presentation does not list, speaker notes, comments, alternative texts, shapes off the slide,
/// text in the colour of its background where both are told, text of a point and less, prompts of layouts,
/// properties.
///
/// Bounds are those of ``ZipContainer`` and ``OfficeXML``; memory is that of the unpacked parts and their text.
struct PPTX: Extractor {
  let name = "pptx"
  let version = 1

  func extract(_ raw: RawDocument) throws(ExtractionError) -> Document {
    var package = try OfficePackage(raw)
    let main = try package.mainPart()
    let kinds: Set<String> = [
      "slide", "slidelayout", "slidemaster", "notesslide", "comments", "chart", "chartex", "diagramdata",
      "theme",
      "core-properties", "extended-properties", "custom-properties",
    ]
    let parts = try package.readAll(from: main, following: kinds)
    guard let presentation = parts[main] else {
      throw .malformed("'\(raw.uri)' holds no presentation: the part that its relationships name is missing")
    }
    var reading = SlideReading(package: package, parts: parts, main: main)
    return try reading.read(presentation, raw)
  }
}

/// The parts of one presentation, read in turn.
private struct SlideReading {
  let package: OfficePackage
  let parts: [String: [UInt8]]
  let main: String
  let output = OfficeText()
  private var size: (width: Double, height: Double)?
  /// What is known of layouts and masters: their background and whether they draw anything.
  private var patterns: [String: DrawingReader.Canvas] = [:]

  init(package: OfficePackage, parts: [String: [UInt8]], main: String) {
    self.package = package
    self.parts = parts
    self.main = main
  }

  mutating func read(_ presentation: [UInt8], _ raw: RawDocument) throws(ExtractionError) -> Document {
    let list = SlideListReader()
    try package.read(presentation, into: list, as: "list of slides")
    size = list.size
    let listed = list.slides.compactMap { package.target(of: main, id: $0) }
    let others = package.targets(of: main, type: "slide").filter { !listed.contains($0) }
    // Layouts and masters are read before the slides, which stand on them, and shown after them.
    var shownByPatterns: [OfficeText.TakenText] = []
    for slide in listed {
      guard parts[slide] != nil else {
        throw .malformed("'\(raw.uri)' lists a slide that is not in it")
      }
      for layout in package.targets(of: slide, type: "slidelayout") where patterns[layout] == nil {
        try readPattern(layout, &shownByPatterns)
      }
    }
    for (number, slide) in (listed + others).enumerated() {
      guard let bytes = parts[slide] else { continue }
      output.startPage(number + 1)
      try read(slide: slide, bytes, hiddenBy: number < listed.count ? nil : "unlisted slide")
    }
    for text in shownByPatterns { output.place(text) }
    for part in package.targets(of: main, type: "comments") {
      if let bytes = parts[part] { try read(bytes, as: "list of comments", hiddenBy: "comment") }
    }
    let properties = try package.properties(parts)
    output.addHidden(properties.others.joined(separator: "\n"), kind: "properties")
    if package.names.contains(where: { $0.contains("/embeddings/") }) {
      output.note("files that are embedded in it were not opened")
    }
    return output.document(
      of: raw, mediaType: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      title: properties.title, language: properties.language ?? list.language, notes: package.container.notes)
  }

  private func read(slide: String, _ bytes: [UInt8], hiddenBy reason: String?) throws(ExtractionError) {
    var canvas = DrawingReader.Canvas(width: size?.width, height: size?.height)
    if let layout = package.targets(of: slide, type: "slidelayout").first, let pattern = patterns[layout] {
      canvas.background = pattern.background
      canvas.hasGraphics = pattern.hasGraphics
      canvas.theme = pattern.theme
    }
    let reader = DrawingReader(output: output, canvas: canvas, hiddenBy: reason)
    try package.read(bytes, into: reader, as: "slide")
    for (id, reason) in reader.shown {
      guard let part = package.target(of: slide, id: id), let bytes = parts[part] else { continue }
      try read(bytes, as: "drawing", hiddenBy: reason)
    }
    for part in package.targets(of: slide, type: "notesslide") {
      if let bytes = parts[part] { try read(bytes, as: "page of notes", hiddenBy: "speaker notes") }
    }
    for part in package.targets(of: slide, type: "comments") {
      if let bytes = parts[part] { try read(bytes, as: "list of comments", hiddenBy: "comment") }
    }
  }

  private func read(_ bytes: [UInt8], as role: String, hiddenBy reason: String?) throws(ExtractionError) {
    output.startLine(2)
    try package.read(bytes, into: DrawingReader(output: output, hiddenBy: reason), as: role)
    output.startLine(2)
  }

  /// A layout, and below it the master that it is made from.
  private mutating func readPattern(
    _ layout: String, _ shown: inout [OfficeText.TakenText]
  ) throws(ExtractionError) {
    var canvas = DrawingReader.Canvas(width: size?.width, height: size?.height, isPattern: true)
    let masters = package.targets(of: layout, type: "slidemaster")
    for name in masters.prefix(1) + [layout] {
      if name != layout, let known = patterns[name] {
        canvas = known
        continue
      }
      guard let bytes = parts[name] else { continue }
      if name != layout, let theme = package.targets(of: name, type: "theme").first, let bytes = parts[theme]
      {
        let reader = ThemeReader()
        try package.read(bytes, into: reader, as: "theme")
        canvas.theme = reader.colors
      }
      output.startBox()
      let reader = DrawingReader(output: output, canvas: canvas)
      try package.read(bytes, into: reader, as: "layout of slides")
      if let text = output.takeBox() { shown.append(text) }
      if reader.saysBackground { canvas.background = reader.background }
      canvas.hasGraphics = reader.hasGraphics
      patterns[name] = canvas
    }
  }
}

/// `presentation.xml`: which slides there are, in which order, and how large they are.
private final class SlideListReader: MarkupSink {
  private(set) var slides: [String] = []
  private(set) var size: (width: Double, height: Double)?
  private(set) var language: String?
  var reasonToStop: String? { nil }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    switch name {
    case "sldId": if let id = attributes.prefixed("id") { slides.append(id) }
    case "sldSz":
      if let width = attributes.value("cx").flatMap({ Double($0) }), width.isFinite, width > 0,
        let height = attributes.value("cy").flatMap({ Double($0) }), height.isFinite, height > 0
      {
        size = (width, height)
      }
    case "defRPr": language = language ?? attributes.value("lang")
    default: break
    }
  }

  func end(_ name: String, namespace: String?) {}
  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}
