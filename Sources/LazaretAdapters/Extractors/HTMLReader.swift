import LazaretCore

/// Listens to the parser and sorts a page's text into its lanes. One use, one page.
final class HTMLReader: MarkupSink {
  /// Deeper than the 512 levels at which browsers stop nesting. libxml2 takes time in proportion to the
  /// depth for each stray end tag, so the depth has to have a bound.
  static let maxDepth = 2_000

  private(set) var rules: StyleRules
  /// True when a style sheet that matters came after text that it may hide.
  private(set) var hasLateRules = false
  private(set) var reasonToStop: String?

  private let rulesAreKnown: Bool
  private var frames: [HTMLFrame] = [HTMLFrame()]
  /// What selectors ask of each open element, one for each frame; empty elements unless a rule asks.
  private var ancestors: [StyledElement] = [.none]
  private var visible = LaidOutText()
  private var headings: [Passage.Heading] = []
  private var openHeading: Int?
  private var piece = LaidOutText()
  private var hidden = HiddenLane()
  private var sheet: [UInt8] = []
  private var title: LaidOutText?
  private var isTitleClosed = false
  private var language: String?
  private var hasStyleSheet = false
  private var hasUnreadSheet = false
  private var script: [UInt8] = []
  /// How many documents this one is framed in.
  private let depth: Int
  private var notes: [String] = []

  /// `rules` are all that hold; with `nil`, those of `outer` hold and those that the page brings.
  init(rules: StyleRules?, outer: StyleRules? = nil, expectedBytes: Int, depth: Int = 0) {
    self.depth = depth
    self.rules = rules ?? outer ?? StyleRules()
    rulesAreKnown = rules != nil
    visible.reserve(expectedBytes / 2)
  }

  func finish() -> HTML.Page {
    closeHeading()
    flushPiece("hidden")
    let titleText = title.map(\.utf8).map { String(decoding: $0, as: UTF8.self) }
    let text = String(decoding: visible.utf8, as: UTF8.self)
    for content in rules.contents { hidden.add(content, kind: "css content") }
    if rules.isTooLarge { notes.append("its style sheets are larger than what is read of them") }
    // The title leaves with every row of the export, so it has to be in a lane that is screened.
    if let title, !Self.hasEarly(visible.utf8, title.utf8) { hidden.add(title.utf8, kind: "title element") }
    return HTML.Page(
      title: titleText.flatMap { $0.isEmpty ? nil : $0 } ?? headings.first?.title, language: language,
      visible: Passage(text: text, headings: headings), hidden: hidden.passage, notes: notes)
  }

  // MARK: Events

  func wants(attribute name: String) -> Bool {
    switch name {
    case "class", "id": !rules.isEmpty
    default:
      HTMLAttributes.wanted.contains(name) || name.hasPrefix("data-") || rules.attributeNames.contains(name)
    }
  }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    if frames.count > Self.maxDepth {
      reasonToStop = "its elements are nested deeper than 2,000 levels"
      return
    }
    var frame = frames[frames.count - 1].child(name)
    var styled = StyledElement.none
    if !attributes.isEmpty || !rules.isEmpty {
      if !rules.isEmpty { styled = StyledElement(name, attributes) }
      let style = rules.style(of: styled, in: ancestors, inline: attributes.value("style"))
      frame.apply(attributes, of: name, style: style, sheets: sheets)
      if name == "script" { frame.scriptKind = Self.kind(ofScript: attributes.value("type")) }
      read(attributes, of: name)
    }
    frame.settle()
    layOut(start: &frame)
    frames.append(frame)
    ancestors.append(styled)
  }

  func end(_ name: String, namespace: String?) {
    guard let place = frames.lastIndex(where: { $0.name == name }), place > 0 else { return }
    while frames.count > place {
      ancestors.removeLast()
      close(frames.removeLast())
    }
  }

  func text(_ bytes: Span<UInt8>) {
    // Not the frame as a whole: a copy of it costs more than the text does.
    let last = frames.count - 1
    switch frames[last].element.role {
    case .ignored:
      if frames[last].scriptKind != nil { bytes.withUnsafeBufferPointer { script.append(contentsOf: $0) } }
      return
    case .style:
      bytes.withUnsafeBufferPointer { sheet.append(contentsOf: $0) }
      return
    default: break
    }
    if frames[last].reason != nil {
      piece.append(bytes)
    } else if frames[last].isInTitle {
      if isTitleClosed { add(bytes, "title element") } else { title?.append(bytes) }
    } else if frames[last].keepsWhitespace {
      appendVerbatim(bytes)
    } else {
      visible.append(bytes)
    }
  }

  func comment(_ bytes: Span<UInt8>) { add(bytes, "comment") }

  func instruction(_ bytes: Span<UInt8>) {
    let isDeclaration = bytes.withUnsafeBufferPointer { $0.starts(with: "xml ".utf8) }
    if !isDeclaration { add(bytes, "processing instruction") }
  }

  func unfinished(_ bytes: Span<UInt8>) {
    add(bytes, "unfinished markup")
    notes.append("it ends inside a comment or a tag")
  }

  // MARK: Layout

  private func layOut(start frame: inout HTMLFrame) {
    if frame.reason != nil {
      if frame.element.breaks > 0 || [.lineBreak, .cell].contains(frame.element.role) {
        piece.startLine(1)
      }
      return
    }
    visible.startLine(frame.element.breaks)
    switch frame.element.role {
    case .lineBreak: visible.breakLine()
    case .heading:
      closeHeading()
      openHeading = frame.element.level
      visible.markStart()
    case .list: frame.listDepth += 1
    case .item: visible.startItem(depth: frame.listDepth)
    case .row: visible.startRow()
    case .cell:
      visible.startCell(isFirst: frames[frames.count - 1].cells == 0)
      frames[frames.count - 1].cells += 1
    case .preformatted: frame.isAtStart = true
    case .title:
      if !frame.isInDrawing, title == nil { title = LaidOutText() }
    default: break
    }
  }

  private func close(_ frame: HTMLFrame) {
    if frame.element.role == .style { readSheet(holds: frame.sheetHolds) }
    if let kind = frame.scriptKind { readScript(kind) }
    if let reason = frame.reason {
      if frame.element.breaks > 0 { piece.startLine(1) }
      if frames[frames.count - 1].reason == nil { flushPiece(reason) }
      return
    }
    switch frame.element.role {
    case .heading: closeHeading()
    case .item: visible.endItem()
    case .row: visible.endRow()
    case .title: if !frame.isInDrawing { isTitleClosed = true }
    default: break
    }
    visible.startLine(frame.element.breaks)
  }

  /// HTML drops one line end right after `<pre>`.
  private func appendVerbatim(_ bytes: Span<UInt8>) {
    var dropped = 0
    if frames[frames.count - 1].isAtStart, !bytes.isEmpty {
      if bytes[0] == 0x0D { dropped = 1 }
      if dropped < bytes.count, bytes[dropped] == 0x0A { dropped += 1 }
      frames[frames.count - 1].isAtStart = false
    }
    visible.appendVerbatim(bytes.extracting(dropped..<bytes.count))
  }

  private func closeHeading() {
    guard let level = openHeading else { return }
    openHeading = nil
    guard let start = visible.takeStart() else { return }
    let end = visible.utf8.count
    let title = visible.utf8[start.text..<end].map { $0 == 0x0A ? 0x20 : $0 }
    headings.append(
      Passage.Heading(
        level: level, title: String(decoding: title, as: UTF8.self), span: TextSpan(start.line, end)))
  }

  // MARK: The hidden lane

  private func flushPiece(_ reason: String) {
    if piece.isEmpty {
      _ = piece.take()
    } else {
      hidden.add(piece.take(), kind: reason)
    }
  }

  private func add(_ bytes: Span<UInt8>, _ kind: String) {
    bytes.withUnsafeBufferPointer { hidden.add($0, kind: kind) }
  }

  private func read(_ attributes: [MarkupAttribute], of name: String) {
    if name == "html" || (name == "body" && language == nil) {
      language = attributes.value("lang") ?? attributes.value("xml:lang") ?? language
      if language == "" { language = nil }
    }
    if name == "link" {
      let isSheet = attributes.value("rel")?.lowercased().contains("stylesheet") ?? false
      hasUnreadSheet = hasUnreadSheet || isSheet
    }
    if name == "iframe", let framed = attributes.value("srcdoc") { readFramed(framed) }
    for (kind, value) in HTMLAttributes.readable(attributes, of: name) {
      hidden.add(Array(value.utf8), kind: kind)
    }
  }

  private func readSheet(holds: Bool) {
    let text = sheet
    sheet = []
    hasStyleSheet = hasStyleSheet || text.contains { !$0.isWhitespace }
    if rulesAreKnown || !holds { return }
    let before = rules.count
    rules.add(sheet: text)
    if hasText, rules.count > before { hasLateRules = true }
  }

  private var sheets: HTMLFrame.Sheets {
    if hasUnreadSheet || rules.mayColorMore { return .unknown }
    return hasStyleSheet ? .known : .none
  }

  /// Scripts are programs unless their type says otherwise: data and templates are for reading.
  private static func kind(ofScript type: String?) -> String? {
    guard let type = type?.lowercased(), !type.isEmpty else { return nil }
    if type.contains("json") { return "json-ld" }
    let programs = [
      "javascript", "ecmascript", "jscript", "livescript", "vbscript", "module", "map", "rules",
    ]
    if programs.contains(where: type.contains) || type.hasPrefix("x-shader") { return nil }
    return "script text"
  }

  private func readScript(_ kind: String) {
    let text = script
    script = []
    if kind == "json-ld" {
      for sentence in JSONStrings.sentences(in: text) { hidden.add(sentence, kind: kind) }
    } else {
      hidden.add(text, kind: kind)
    }
  }

  /// A document within this one: its text is laid out, and is another document's text.
  private func readFramed(_ html: String) {
    if depth < 2, let page = try? HTML.read(Array(html.utf8), uri: "srcdoc", depth: depth + 1) {
      hidden.add(Array(page.visible.text.utf8), kind: "srcdoc")
      for origin in page.hidden.origins {
        let piece = page.hidden.text.utf8.dropFirst(origin.span.start).prefix(origin.span.count)
        hidden.add(Array(piece), kind: origin.kind)
      }
    } else {
      hidden.add(Array(html.utf8), kind: "srcdoc")
    }
  }

  private var hasText: Bool { !visible.isEmpty || !hidden.isEmpty }

  /// Looks only where headings are, and for titles that are no longer than titles are.
  static func hasEarly(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    let text = text.prefix(1 << 16)
    guard let first = part.first, part.count <= 300, part.count <= text.count else { return part.isEmpty }
    var place = 0
    while place + part.count <= text.count {
      if text[place] == first, text[place..<place + part.count].elementsEqual(part) { return true }
      place += 1
    }
    return false
  }
}
