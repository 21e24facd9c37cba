/// Reads one part of a Word document (the main text, a header, the notes, the comments) into its text.
final class WordReader: MarkupSink {
  /// What the part's readers found out for those of other parts.
  struct References: Hashable {
    var headersAndFooters: Set<String> = []
    var footnotes: Set<String> = []
    var endnotes: Set<String> = []
    /// Relationships to parts that are shown where they are named: charts, diagrams, imported parts.
    var shown: [String] = []
  }

  private struct Paragraph {
    var style: WordStyles.Style?
    var outline: Int?
    var numbering: Int?
    var listLevel: Int?
    var background: WordColor?
    var mark = WordRunStyle()
    var isMarkDeleted = false
    /// Why nobody sees the paragraph, whatever its runs are like.
    var reason: String?
    var isOpen = false
    /// True for one that stands on the line of the one before.
    var isJoined = false
  }

  private struct Frame {
    var name: String
    var space: OfficeNamespace
    var reason: String?
    /// The children's properties are those of before a tracked change.
    var isPast = false
    /// Of the text box or table cell around it; `nil` when it is not known.
    var background: CSSColor? = .white
    var cells = 0
    var keepsSpace = false
    /// Of `mc:AlternateContent`: where what is shown begins, and whether it was there.
    var alternativesFrom = 0
    var hasChoice = false
    var isPaintedTable = false
    /// The one colour that a shape is filled with, if it says so.
    var fill: CSSColor?
  }

  private(set) var references = References()
  private(set) var reasonToStop: String?

  private let output: OfficeText
  private let styles: WordStyles
  /// Of notes: those that the text refers to. `nil` when all are shown.
  private let shownNotes: Set<String>?
  private var frames: [Frame]
  private var paragraphs: [Paragraph] = []
  private var runs: [(style: WordRunStyle, id: String?)] = []
  private var pending: [UInt8] = []
  private var stray: [UInt8] = []
  private var instruction: [UInt8] = []
  private var fieldDepth = 0
  private var fallbacks: [[UInt8]] = []
  private var joinsNext = false
  private var tables = 0

  init(
    output: OfficeText, styles: WordStyles, page: CSSColor? = .white, hiddenBy reason: String? = nil,
    shownNotes: Set<String>? = nil
  ) {
    self.output = output
    self.styles = styles
    self.shownNotes = shownNotes
    frames = [Frame(name: "", space: .other, reason: reason, background: page)]
  }

  func wants(attribute name: String) -> Bool { true }

  // MARK: Events

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    flushStray()
    let parent = frames[frames.count - 1]
    var frame = parent
    frame.name = name
    frame.space = OfficeNamespace(namespace)
    frame.cells = 0
    frame.keepsSpace = false
    switch frame.space {
    case .word: startWord(&frame, parent, attributes)
    case .compatibility: startAlternative(&frame, parent)
    case .placement: startPlacement(&frame, parent, attributes)
    case .vml: startVML(&frame, attributes)
    case .drawing, .other, .slides, .sheets, .chart, .diagram, .math:
      startDrawing(&frame, parent, attributes)
    }
    frames.append(frame)
  }

  func end(_ name: String, namespace: String?) {
    flushStray()
    guard frames.count > 1 else { return }
    let frame = frames.removeLast()
    switch frame.space {
    case .word: endWord(frame)
    case .compatibility: endAlternative(frame)
    case .math where frame.name == "t", .drawing where frame.name == "t": emit(pending: frame)
    case .math where frame.name == "oMathPara": output.startLine(1, hiddenBy: frame.reason)
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    let frame = frames[frames.count - 1]
    let isText =
      frame.space == .word && ["t", "delText", "instrText", "delInstrText"].contains(frame.name)
      || (frame.space == .math || frame.space == .drawing) && frame.name == "t"
    bytes.withUnsafeBufferPointer {
      if isText { pending.append(contentsOf: $0) } else { stray.append(contentsOf: $0) }
    }
  }

  func comment(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { output.addHidden(Array($0), kind: "comment in the file") }
  }

  func instruction(_ bytes: Span<UInt8>) {}

  // MARK: Words

  private func startWord(_ frame: inout Frame, _ parent: Frame, _ attributes: [MarkupAttribute]) {
    if startTable(&frame, parent, attributes) || startProperties(&frame, parent, attributes) { return }
    switch frame.name {
    case "p": startParagraph(frame)
    case "r": runs.append((WordRunStyle(), nil))
    case "t", "delText", "instrText", "delInstrText":
      frame.keepsSpace = attributes.local("space") == "preserve" || frame.name != "t"
      if frame.name == "delText" { frame.reason = frame.reason ?? "deleted" }
    case "del", "moveFrom":
      // In properties these mark the paragraph mark or the row.
      if parent.name == "rPr" {
        if let last = paragraphs.indices.last, frames.count > 1, frames[frames.count - 2].name == "pPr" {
          paragraphs[last].isMarkDeleted = true
        }
      } else if parent.name != "trPr" {
        frame.reason = frame.reason ?? "deleted"
      }
    case "tab", "ptab": if parent.name == "r" { emit(" ", frame) }
    case "br", "cr": output.breakLine(hiddenBy: reason(in: frame))
    case "noBreakHyphen": emit("\u{2011}", frame)
    case "softHyphen": emit("\u{AD}", frame)
    case "sym": emit(Self.symbol(attributes), frame)
    case "fldChar":
      switch attributes.local("fldCharType") {
      case "begin":
        fieldDepth += 1
        flushInstruction()
      case "separate": flushInstruction()
      case "end":
        fieldDepth = max(0, fieldDepth - 1)
        flushInstruction()
      default: break
      }
    case "fldSimple":
      if let code = attributes.local("instr") { keep(instruction: Array(code.utf8)) }
    case "txbxContent": startBox(&frame)
    case "headerReference", "footerReference":
      if let id = attributes.prefixed("id") { references.headersAndFooters.insert(id) }
    case "footnoteReference": if let id = attributes.local("id") { references.footnotes.insert(id) }
    case "endnoteReference": if let id = attributes.local("id") { references.endnotes.insert(id) }
    case "footnote", "endnote":
      if let shownNotes, let id = attributes.local("id"), !shownNotes.contains(id),
        ["normal", nil].contains(attributes.local("type"))
      {
        frame.reason = frame.reason ?? "unreferenced note"
      }
    case "altChunk": if let id = attributes.prefixed("id") { references.shown.append(id) }
    case "hyperlink": if let tip = attributes.local("tooltip") { output.addHidden(tip, kind: "title") }
    case "alias", "statusText", "helpText", "default", "docPartCategory":
      if let text = attributes.local("val"), text.utf8.contains(where: \.isWhitespace) {
        output.addHidden(text, kind: "form field")
      }
    case "listItem":
      if let text = attributes.local("displayText") ?? attributes.local("value") {
        output.addHidden(text, kind: "form field")
      }
    case "background":
      if let color = attributes.local("color").flatMap({ CSSColor("#" + $0) }), frames.count <= 3 {
        frames[frames.count - 1].background = color
      }
    default: break
    }
  }

  private func endWord(_ frame: Frame) {
    switch frame.name {
    case "p": endParagraph(frame)
    case "r": _ = runs.popLast()
    case "t", "delText": emit(pending: frame)
    case "instrText", "delInstrText":
      instruction.append(contentsOf: pending)
      pending = []
      if fieldDepth == 0 { flushInstruction() }
    case "txbxContent": output.endBox()
    case "tr": output.endRow()
    case "tbl":
      tables -= 1
      output.startLine(tables > 0 ? 1 : 2, hiddenBy: frame.reason)
    default: break
    }
  }

  // MARK: Paragraphs

  private func startParagraph(_ frame: Frame) {
    var paragraph = Paragraph()
    paragraph.style = styles.style(styles.defaultParagraph)
    // How much space stands before it depends on what it is, which its properties have yet to say.
    if !joinsNext { output.startLine(1, hiddenBy: frame.reason) }
    paragraph.isJoined = joinsNext
    joinsNext = false
    paragraphs.append(paragraph)
  }

  /// Called when a paragraph's properties are known, before its first text.
  private func open(_ paragraph: inout Paragraph) {
    paragraph.isOpen = true
    let level = paragraph.outline.map { $0 < 9 ? $0 + 1 : nil } ?? paragraph.style?.headingLevel
    let isItem = (paragraph.numbering ?? paragraph.style?.numbering ?? 0) != 0
    if !paragraph.isJoined { output.startLine(tables > 0 || (isItem && level == nil) ? 1 : 2) }
    if let level {
      output.startHeading(level: level)
    } else if isItem {
      output.startItem(depth: max(0, min(paragraph.listLevel ?? paragraph.style?.listLevel ?? 0, 8)) + 1)
    }
  }

  private func endParagraph(_ frame: Frame) {
    flushInstruction()
    guard let paragraph = paragraphs.popLast() else { return }
    if let last = fallbacks.indices.last { fallbacks[last].append(0x0A) }
    output.endHeading()
    output.endItem()
    // Where its mark is not seen, a paragraph and the next stand on one line.
    joinsNext = paragraph.isMarkDeleted || paragraph.mark.isVanished == true
    if !joinsNext {
      let isItem = (paragraph.numbering ?? paragraph.style?.numbering ?? 0) != 0
      output.startLine(tables > 0 || isItem ? 1 : 2, hiddenBy: frame.reason)
      if paragraphs.isEmpty { output.placeBoxes() }
    }
  }

  // MARK: Properties

  /// True for what was one.
  private func startProperties(
    _ frame: inout Frame, _ parent: Frame, _ attributes: [MarkupAttribute]
  ) -> Bool {
    if frame.name.hasSuffix("PrChange") || frame.name == "numberingChange" {
      frame.isPast = true
      return true
    }
    if frame.isPast { return true }
    let grandparent = frames.count > 1 ? frames[frames.count - 2].name : ""
    switch (parent.name, frame.name) {
    case ("pPr", "rPr"), ("p", "pPr"), ("r", "rPr"), ("rPr", "rStyle"), ("pPr", "pStyle"):
      if frame.name == "rStyle", grandparent == "r", let last = runs.indices.last {
        runs[last].id = attributes.local("val")
      } else if frame.name == "pStyle", let last = paragraphs.indices.last {
        paragraphs[last].style = styles.style(attributes.local("val")) ?? paragraphs[last].style
      }
      return true
    case ("rPr", _):
      if ["del", "moveFrom"].contains(frame.name) { return false }
      if grandparent == "r", let last = runs.indices.last {
        runs[last].style.read(frame.name, attributes)
      } else if grandparent == "pPr", let last = paragraphs.indices.last {
        paragraphs[last].mark.read(frame.name, attributes)
      }
      return true
    case ("pPr", _), ("numPr", _):
      guard let last = paragraphs.indices.last else { return false }
      return read(paragraph: &paragraphs[last], frame.name, attributes)
    default: return false
    }
  }

  private func read(
    paragraph: inout Paragraph, _ name: String, _ attributes: [MarkupAttribute]
  ) -> Bool {
    func number(_ key: String) -> Int? { attributes.local(key).flatMap { Int($0) } }
    switch name {
    case "outlineLvl": paragraph.outline = number("val")
    case "numId": paragraph.numbering = number("val")
    case "ilvl": paragraph.listLevel = number("val")
    case "shd": paragraph.background = WordColor(shading: attributes)
    case "spacing":
      // Lines of a twentieth of a point are clipped to nothing.
      if attributes.local("lineRule") == "exact", let line = number("line"), line <= 20 {
        paragraph.reason = "line height"
      }
    case "ind":
      // Twentieths of a point: further to the left than any page is wide.
      if let left = number("left") ?? number("start"), left < -12_000 { paragraph.reason = "off the page" }
    case "framePr":
      for key in ["x", "y"] {
        if let place = number(key), place < -12_000 { paragraph.reason = "off the page" }
      }
    case "numPr": break
    default: return false
    }
    return true
  }

  // MARK: Tables

  /// True for what belongs to one.
  private func startTable(
    _ frame: inout Frame, _ parent: Frame, _ attributes: [MarkupAttribute]
  ) -> Bool {
    switch frame.name {
    case "tbl":
      tables += 1
      frame.isPaintedTable = false
      output.startLine(tables > 1 ? 1 : 2, hiddenBy: frame.reason)
    case "tblStyle":
      if styles.style(attributes.local("val"))?.isPainted == true, frames.count > 1 {
        frames[frames.count - 2].isPaintedTable = true
      }
    case "tr":
      if frame.reason == nil {
        output.startRow(isNested: tables > 1)
      } else {
        output.startLine(1, hiddenBy: frame.reason)
      }
    case "tc":
      let place = frames.lastIndex { $0.name == "tr" } ?? frames.count - 1
      if frame.reason == nil { output.startCell(isFirst: frames[place].cells == 0) }
      frames[place].cells += 1
      if frame.isPaintedTable { frame.background = nil }
    case "shd" where parent.name == "tcPr":
      guard frames.count > 1 else { return true }
      switch WordColor(shading: attributes) {
      case .color(let color): frames[frames.count - 2].background = color
      case .unknown: frames[frames.count - 2].background = nil
      case .automatic, nil: break
      }
    case "del" where parent.name == "trPr", "cellDel" where parent.name == "tcPr":
      if frames.count > 1 { frames[frames.count - 2].reason = frames[frames.count - 2].reason ?? "deleted" }
    case "hidden" where parent.name == "trPr":
      if WordStyles.isOn(attributes), frames.count > 1 {
        frames[frames.count - 2].reason = frames[frames.count - 2].reason ?? "hidden row"
      }
    case "trHeight" where parent.name == "trPr":
      if attributes.local("hRule") == "exact", let height = attributes.local("val").flatMap({ Int($0) }),
        height <= 20, frames.count > 1
      {
        frames[frames.count - 2].reason = frames[frames.count - 2].reason ?? "line height"
      }
    default: return false
    }
    return true
  }

  // MARK: Drawings

  private func startBox(_ frame: inout Frame) {
    output.startBox()
    // A box without a fill of its own may stand on anything.
    frame.background = frame.fill
    frame.isPaintedTable = false
  }

  private func startPlacement(_ frame: inout Frame, _ parent: Frame, _ attributes: [MarkupAttribute]) {
    if frame.name == "anchor" || frame.name == "inline" { frame.fill = nil }
    if frame.name == "anchor", OfficeFlag.isOn(attributes.local("hidden")) {
      frame.reason = frame.reason ?? "hidden drawing"
    }
    if frame.name == "docPr" { readNames(attributes, hides: frames.count - 1) }
  }

  private func readNames(_ attributes: [MarkupAttribute], hides place: Int) {
    for key in ["descr", "title"] {
      if let text = attributes.local(key), !text.isEmpty { output.addHiddenOnce(text, kind: "alt") }
    }
    if OfficeFlag.isOn(attributes.local("hidden")) {
      frames[place].reason = frames[place].reason ?? "hidden drawing"
    }
  }

  private func startVML(_ frame: inout Frame, _ attributes: [MarkupAttribute]) {
    for key in ["alt", "title"] {
      if let text = attributes.local(key), !text.isEmpty { output.addHiddenOnce(text, kind: "alt") }
    }
    if frame.name == "textpath", let text = attributes.local("string") {
      // A text that is drawn as a shape: what stands across a page as its watermark.
      output.startBox()
      output.append(text, hiddenBy: reason(in: frame))
      output.endBox()
    }
    let style = attributes.local("style")?.lowercased().filter { !$0.isWhitespace } ?? ""
    if style.contains("visibility:hidden") || style.contains("display:none") {
      frame.reason = frame.reason ?? "hidden drawing"
    }
    if let fill = attributes.local("fillcolor"), attributes.local("filled") != "f" {
      frame.fill = CSSColor(attribute: fill)
    }
  }

  private func startDrawing(_ frame: inout Frame, _ parent: Frame, _ attributes: [MarkupAttribute]) {
    switch frame.name {
    case "cNvPr": readNames(attributes, hides: frames.count - 1)
    case "chart", "relIds":
      if let id = attributes.prefixed("id") ?? attributes.prefixed("dm") { references.shown.append(id) }
    case "srgbClr":
      // A shape's own fill stands before the text in it.
      if parent.name == "solidFill", frames.count > 2, frames[frames.count - 2].name == "spPr",
        let shape = frames.lastIndex(where: { ["wsp", "sp"].contains($0.name) })
      {
        frames[shape].fill = attributes.local("val").flatMap { CSSColor("#" + $0) }
      }
    case "noFill":
      if parent.name == "textFill", let last = runs.indices.last { runs[last].style.isTransparent = true }
    case "alpha":
      // In Word's own effects this counts how much is seen through.
      if frames.contains(where: { $0.name == "textFill" }), let last = runs.indices.last,
        let part = attributes.local("val").flatMap({ Int($0) }), part >= 95_000
      {
        runs[last].style.isTransparent = true
      }
    case "wsp": frame.fill = nil
    default: break
    }
  }

  // MARK: Alternatives

  /// The first choice is what programs of today show; what stands in for it for others mostly says the same.
  private func startAlternative(_ frame: inout Frame, _ parent: Frame) {
    switch frame.name {
    case "AlternateContent":
      frame.alternativesFrom = output.startAlternatives()
      frame.hasChoice = false
    case "Choice", "Fallback":
      let isFirst = !parent.hasChoice && frame.name == "Choice"
      if isFirst {
        frames[frames.count - 1].hasChoice = true
      } else {
        fallbacks.append([])
      }
      frame.hasChoice = isFirst
    default: break
    }
  }

  private func endAlternative(_ frame: Frame) {
    switch frame.name {
    case "AlternateContent": output.endAlternatives()
    case "Choice" where frame.hasChoice: break
    case "Choice", "Fallback":
      guard let other = fallbacks.popLast() else { return }
      if !output.isShown(other, since: frames[frames.count - 1].alternativesFrom) {
        if fallbacks.isEmpty {
          output.addHidden(other, kind: "alternate content")
        } else {
          fallbacks[fallbacks.count - 1].append(contentsOf: other)
        }
      }
    default: break
    }
  }

  // MARK: Text

  private func reason(in frame: Frame) -> String? {
    if let reason = frame.reason { return reason }
    guard let paragraph = paragraphs.last else { return nil }
    if let reason = paragraph.reason { return reason }
    guard let run = runs.last else { return nil }
    return style(of: run, in: paragraph).reason(on: background(of: paragraph, in: frame))
  }

  private func style(of run: (style: WordRunStyle, id: String?), in paragraph: Paragraph) -> WordRunStyle {
    var style = styles.defaults
    let around = paragraph.style?.run ?? WordRunStyle()
    style.lay(around)
    if let own = styles.style(run.id)?.run {
      style.lay(own)
      // Said by both styles, it is switched off again.
      if around.isVanished == true, own.isVanished == true { style.isVanished = false }
    }
    style.lay(run.style)
    return style
  }

  private func background(of paragraph: Paragraph, in frame: Frame) -> CSSColor? {
    switch paragraph.background ?? paragraph.style?.background {
    case .color(let color): color
    case .unknown: nil
    case .automatic, nil: frame.background
    }
  }

  private func emit(pending frame: Frame) {
    var text = pending[...]
    pending = []
    // White space at the ends counts only where the document says so; Word shows none.
    if frame.space == .word, !frame.keepsSpace {
      text = text.drop(while: \.isWhitespace)
      while text.last?.isWhitespace == true { text.removeLast() }
    }
    emit(Array(text), frame)
  }

  private func emit(_ text: String, _ frame: Frame) { emit(Array(text.utf8), frame) }

  private func emit(_ text: [UInt8], _ frame: Frame) {
    if text.isEmpty { return }
    if !fallbacks.isEmpty {
      fallbacks[fallbacks.count - 1].append(contentsOf: text)
      return
    }
    var reason = reason(in: frame)
    if reason == nil, let run = runs.last, let paragraph = paragraphs.last,
      style(of: run, in: paragraph).isVanishedOnWeb == true
    {
      // Page numbers in a table of contents are marked so, and stand on the page.
      let isNumber = text.allSatisfy { (0x30...0x39).contains($0) || $0.isWhitespace }
      reason = isNumber ? nil : "hidden on the web"
    }
    if reason == nil, let last = paragraphs.indices.last, !paragraphs[last].isOpen,
      !text.allSatisfy(\.isWhitespace)
    {
      open(&paragraphs[last])
    }
    output.append(text, hiddenBy: reason)
  }

  /// Text where no office program looks for any.
  private func flushStray() {
    if stray.isEmpty { return }
    let frame = frames[frames.count - 1]
    if frame.name == "posOffset", let offset = Int(String(decoding: stray, as: UTF8.self)),
      !(-25_000_000...25_000_000).contains(offset),
      let anchor = frames.lastIndex(where: { $0.name == "anchor" })
    {
      // In EMU, 914,400 to an inch: beyond the largest page.
      frames[anchor].reason = frames[anchor].reason ?? "off the page"
      for inner in anchor..<frames.count { frames[inner].reason = frames[anchor].reason }
    }
    let isSetting =
      frame.space == .placement
      || ["fldData", "binData", "posOffset", "pctWidth", "pctHeight"].contains(frame.name)
    if !isSetting, stray.contains(where: { $0 > 0x40 }) { output.addHidden(stray, kind: "text out of place") }
    stray = []
  }

  private func flushInstruction() {
    if instruction.isEmpty { return }
    let text = instruction
    instruction = []
    keep(instruction: text)
  }

  private func keep(instruction text: [UInt8]) {
    let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    let arguments = words.dropFirst().filter { !$0.hasPrefix("\\") }
    // `PAGE`, `TOC \o "1-3"`, `HYPERLINK "https://…"`: nothing to read.
    if let first = words.first, Self.fields.contains(first.uppercased()), arguments.count <= 2 { return }
    output.addHidden(text, kind: "field")
  }

  private static let fields: Set<String> = [
    "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "REF", "NOTEREF", "TOC", "SEQ", "DATE", "TIME",
    "HYPERLINK", "STYLEREF", "MERGEFIELD", "FILENAME", "AUTHOR", "TITLE", "INDEX", "FORMTEXT", "FORMCHECKBOX",
    "FORMDROPDOWN", "CREATEDATE", "SAVEDATE", "PRINTDATE", "DOCPROPERTY", "NUMWORDS", "LISTNUM", "SYMBOL",
  ]

  /// `w:sym` names a place in a font. The fonts of signs have their own meaning for each; in any other it is a
  /// letter.
  private static func symbol(_ attributes: [MarkupAttribute]) -> String {
    guard let value = attributes.local("char").flatMap({ UInt32($0, radix: 16) }) else { return "" }
    let font = attributes.local("font")?.lowercased() ?? ""
    let hasSigns = ["symbol", "wingdings", "webdings", "dingbats"].contains { font.contains($0) }
    let plain = (0xF020...0xF0FF).contains(value) && !hasSigns ? value - 0xF000 : value
    return Unicode.Scalar(plain).map { String(Character($0)) } ?? ""
  }
}
