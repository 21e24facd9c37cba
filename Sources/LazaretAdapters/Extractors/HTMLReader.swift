import LazaretCore

/// Takes the parser's events and sorts a page's text into its lanes. One use, one page.
struct HTMLReader {
  /// Deeper than the 512 levels at which browsers stop nesting. libxml2 takes time in proportion to the
  /// depth for each stray end tag, so the depth has to have a bound.
  static let maxDepth = 2_000

  /// The attributes of the start tag that is about to be reported.
  var attributes = HTMLAttributeList()
  var names = HTMLNameTable()
  /// Raised whenever ``wants(_:written:)`` would answer otherwise than before.
  private(set) var wishes = 0
  /// True when the parser should go no further.
  private(set) var isStopped = false
  /// Why, when the page cannot be read for it.
  private(set) var reasonToStop: String?
  /// True when a style sheet that matters came after text that it may hide, which is where the reader stops.
  private(set) var hasLateRules = false

  private var cascade: Cascade
  private let rulesAreKnown: Bool
  private let readsSheetsOnly: Bool
  private var frames: [HTMLFrame] = [HTMLFrame()]
  /// What selectors ask of each open element, one for each frame once there are rules.
  private var ancestors: [StyledElement.Open] = []
  private var visible = LaidOutText()
  private var headings: [Passage.Heading] = []
  private var openHeading: Int8?
  private var piece = LaidOutText()
  private var hidden = HiddenLane()
  private var sheet: [UInt8] = []
  /// How many sheets are known to come, up to the last that adds a rule.
  private var sheetsToCome = 0
  private var title: LaidOutText?
  private var isTitleClosed = false
  private var language: String?
  private var hasStyleSheet = false
  private var hasUnreadSheet = false
  private var script: [UInt8] = []
  /// How many documents this one is framed in.
  private let depth: Int
  private var notes: [String] = []

  /// - Parameters:
  ///   - outer: Rules that hold beside those that the page brings.
  ///   - plan: What sheets the page has, if that is known.
  init(outer: StyleRules?, plan: SheetPlan?, expectedBytes: Int, depth: Int) {
    self.init(outer ?? StyleRules(), areKnown: false, depth: depth)
    sheetsToCome = plan?.lastWithRules ?? 0
    visible.reserve(expectedBytes / 2)
  }

  /// - Parameter rules: All that hold.
  init(rules: StyleRules, expectedBytes: Int, depth: Int) {
    self.init(rules, areKnown: true, depth: depth)
    visible.reserve(expectedBytes / 2)
  }

  private init(_ rules: StyleRules, areKnown: Bool, depth: Int, readsSheetsOnly: Bool = false) {
    cascade = Cascade(rules)
    rulesAreKnown = areKnown
    self.depth = depth
    self.readsSheetsOnly = readsSheetsOnly
  }

  /// What the parser finds of sheets, and nothing else.
  static func rules(ofSheetsIn utf8: [UInt8], after outer: StyleRules?) throws(MarkupError) -> StyleRules {
    try HTMLEvents.read(utf8) {
      HTMLReader(outer ?? StyleRules(), areKnown: false, depth: 0, readsSheetsOnly: true)
    }.cascade.rules
  }

  consuming func finish() -> HTML.Page {
    closeHeading()
    flushPiece(.attribute)
    let titleText = title.map(\.utf8).map { String(decoding: $0, as: UTF8.self) }
    let text = String(decoding: visible.utf8, as: UTF8.self)
    for content in cascade.rules.contents { hidden.add(content, kind: "css content") }
    if cascade.rules.isTooLarge || cascade.isCut {
      notes.append("its style sheets are larger than what is read of them")
    }
    // The title leaves with every row of the export, so it has to be in a lane that is screened.
    if let title, !visible.utf8.holdsEarly(title.utf8) { hidden.add(title.utf8, kind: "title element") }
    return HTML.Page(
      title: titleText.flatMap { $0.isEmpty ? nil : $0 } ?? headings.first?.title, language: language,
      visible: Passage(text: text, headings: headings), hidden: hidden.passage, notes: notes)
  }

  // MARK: Events

  /// Asked once for each name, so that the many attributes that nobody reads are never copied, and again
  /// whenever ``wishes`` was raised.
  func wants(_ attribute: HTMLName, written text: String) -> Bool {
    if readsSheetsOnly { return attribute.word == .media }
    return switch attribute.word {
    case .classes, .id: !cascade.isEmpty
    case let word: HTMLAttributes.isWanted(word) || cascade.rules.attributeNames.contains(text)
    }
  }

  mutating func start(_ name: HTMLName) {
    if frames.count > Self.maxDepth {
      isStopped = true
      reasonToStop = "its elements are nested deeper than 2,000 levels"
      return
    }
    var frame = frames[frames.count - 1].child(name)
    if readsSheetsOnly {
      if attributes.hasOthers { frame.apply(attributes, style: HiddenStyle(), sheets: .none) }
      frames.append(frame)
      return
    }
    let style =
      cascade.isEmpty ? attributes.value(.style).map { cascade.style(inline: $0) } : openStyled(name)
    if style != nil || attributes.hasOthers {
      frame.apply(attributes, style: style ?? HiddenStyle(), sheets: sheets)
    }
    if attributes.hasOthers {
      if name.word == .script { frame.scriptKind = ScriptKind(type: attributes.text(.type)) }
      read(name.word)
    }
    frame.settle()
    layOut(start: &frame)
    frames.append(frame)
    if sheetsToCome > 0, hasText { stopForLateRules() }
  }

  mutating func end(_ name: HTMLName) {
    var place = frames.count - 1
    while place > 0, frames[place].name != name { place -= 1 }
    guard place > 0 else { return }
    while frames.count > place {
      if !ancestors.isEmpty { ancestors.removeLast() }
      close(frames.removeLast())
    }
  }

  mutating func text(_ bytes: Span<UInt8>) {
    // Not the frame as a whole: a copy of it costs more than the text does.
    let last = frames.count - 1
    switch frames[last].element.role {
    case .ignored:
      if frames[last].scriptKind != nil { bytes.withUnsafeBufferPointer { script.append(contentsOf: $0) } }
      return
    case .style:
      bytes.withUnsafeBufferPointer { sheet.append(contentsOf: $0) }
      return
    default: if readsSheetsOnly { return }
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

  /// True when white space counts where the next text stands.
  var keepsWhitespace: Bool { frames[frames.count - 1].keepsWhitespace }

  mutating func comment(_ bytes: Span<UInt8>) { add(bytes, "comment") }

  mutating func instruction(_ bytes: Span<UInt8>) {
    let isDeclaration = bytes.withUnsafeBufferPointer { $0.starts(with: "xml ".utf8) }
    if !isDeclaration { add(bytes, "processing instruction") }
  }

  /// Markup at the end of the page that was opened and never closed: a comment without its `-->`, a tag
  /// without its `>`. The parser makes nothing of it.
  mutating func unfinished(_ bytes: Span<UInt8>) {
    add(bytes, "unfinished markup")
    notes.append("it ends inside a comment or a tag")
  }

  /// Opens the element for the rules, and says what they and its own style say about it, if anything.
  private mutating func openStyled(_ name: HTMLName) -> HiddenStyle? {
    while ancestors.count < frames.count { ancestors.append(.none) }
    var id: ArraySlice<UInt8>?
    var classes: ArraySlice<UInt8>?
    var inline: ArraySlice<UInt8>?
    var asked: [MarkupAttribute] = []
    for attribute in attributes.entries {
      switch attribute.name.word {
      case .id: id = attributes.value(of: attribute)
      case .classes: classes = attributes.value(of: attribute)
      case .style: inline = attributes.value(of: attribute)
      default: break
      }
      if !cascade.rules.attributeNames.isEmpty {
        let text = names.text(of: attribute.name)
        if cascade.rules.attributeNames.contains(text) {
          asked.append(MarkupAttribute(name: text, value: attributes.text(of: attribute)))
        }
      }
    }
    let kind = cascade.kind(name.number, written: names.text(of: name), id: id, classes: classes)
    let style = cascade.style(of: kind, asked, in: ancestors, inline: inline)
    let element = cascade.element(kind)
    let around = ancestors.last?.bits ?? NameBits()
    ancestors.append(StyledElement.Open(element: element, attributes: asked, bits: around | element.bits))
    return style
  }

  // MARK: Layout

  private mutating func layOut(start frame: inout HTMLFrame) {
    if frame.reason != nil {
      if frame.element.breaks > 0 || frame.element.role == .lineBreak || frame.element.role == .cell {
        piece.startLine(1)
      }
      return
    }
    visible.startLine(Int(frame.element.breaks))
    switch frame.element.role {
    case .lineBreak: visible.breakLine()
    case .heading:
      closeHeading()
      openHeading = frame.element.level
      visible.markStart()
    case .list: frame.listDepth += 1
    case .item: visible.startItem(depth: Int(frame.listDepth))
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

  private mutating func close(_ frame: HTMLFrame) {
    if frame.element.role == .style { readSheet(holds: frame.sheetHolds) }
    if readsSheetsOnly { return }
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
    visible.startLine(Int(frame.element.breaks))
  }

  /// HTML drops one line end right after `<pre>`.
  private mutating func appendVerbatim(_ bytes: Span<UInt8>) {
    var dropped = 0
    if frames[frames.count - 1].isAtStart, !bytes.isEmpty {
      if bytes[0] == 0x0D { dropped = 1 }
      if dropped < bytes.count, bytes[dropped] == 0x0A { dropped += 1 }
      frames[frames.count - 1].isAtStart = false
    }
    visible.appendVerbatim(bytes.extracting(dropped..<bytes.count))
  }

  private mutating func closeHeading() {
    guard let level = openHeading else { return }
    openHeading = nil
    guard let start = visible.takeStart() else { return }
    let end = visible.utf8.count
    let title = visible.utf8[start.text..<end].map { $0 == 0x0A ? 0x20 : $0 }
    headings.append(
      Passage.Heading(
        level: Int(level), title: String(decoding: title, as: UTF8.self), span: TextSpan(start.line, end)))
  }

  // MARK: The hidden lane

  private mutating func flushPiece(_ reason: HiddenReason) {
    if piece.isEmpty {
      _ = piece.take()
    } else {
      hidden.add(piece.take(), kind: reason.text)
    }
  }

  private mutating func add(_ bytes: Span<UInt8>, _ kind: String) {
    if readsSheetsOnly { return }
    bytes.withUnsafeBufferPointer { hidden.add($0, kind: kind) }
  }

  private mutating func read(_ element: HTMLWord) {
    if element == .html || (element == .body && language == nil) {
      language = attributes.text(.lang) ?? attributes.text(.xmlLang) ?? language
      if language == "" { language = nil }
    }
    if element == .link {
      let isSheet = attributes.text(.rel)?.lowercased().holds("stylesheet") ?? false
      hasUnreadSheet = hasUnreadSheet || isSheet
    }
    if element == .iframe, let framed = attributes.text(.srcdoc) { readFramed(framed) }
    HTMLAttributes.add(attributes, of: element, to: &hidden)
  }

  private mutating func readSheet(holds: Bool) {
    let text = sheet
    sheet = []
    sheetsToCome -= 1
    hasStyleSheet = hasStyleSheet || text.contains { !$0.isWhitespace }
    if rulesAreKnown || !holds { return }
    let before = cascade.rules.count
    cascade.add(sheet: text)
    wishes += 1
    if hasText, cascade.rules.count > before { stopForLateRules() }
  }

  private mutating func stopForLateRules() {
    hasLateRules = true
    isStopped = true
  }

  private var sheets: HTMLFrame.Sheets {
    if hasUnreadSheet || cascade.rules.mayColorMore { return .unknown }
    return hasStyleSheet ? .known : .none
  }

  private mutating func readScript(_ kind: ScriptKind) {
    let text = script
    script = []
    switch kind {
    case .json:
      for sentence in JSONStrings.sentences(in: text) { hidden.add(sentence, kind: kind.text) }
    case .other: hidden.add(text, kind: kind.text)
    }
  }

  /// A document within this one: its text is laid out, and is another document's text.
  private mutating func readFramed(_ html: String) {
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
}
