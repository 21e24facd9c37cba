/// Reads text in DrawingML: slides, notes, charts, diagrams, the drawings of sheets.
final class DrawingReader: MarkupSink {
  /// What a shape on a slide stands on.
  struct Canvas: Hashable {
    /// In EMU; `nil` where nothing is too far away to be seen.
    var width: Double?
    var height: Double?
    /// `nil` when it is not known what text would stand on.
    var background: CSSColor?
    /// The theme's colours by the names that slides use: `bg1`, `tx1`, `accent1`.
    var theme: [String: CSSColor] = [:]
    /// On layouts and masters: prompts in placeholders are not shown on slides.
    var isPattern = false
    /// True when something is drawn on the slide by its layout that text may stand on.
    var hasGraphics = false
  }

  /// Where children of a group are on the slide.
  private struct Placement {
    var x = 0.0
    var y = 0.0
    var scaleX = 1.0
    var scaleY = 1.0
  }

  private struct Frame {
    var name: String
    var reason: String?
    var placement = Placement()
    var cells = 0
    /// Of the shape that is open.
    var isShape = false
    var fill: CSSColor?
    var hasFill = false
    var placeholder: String?
    var isPlaceholder = false
    /// True for what stands in for something else, whose text is collected to be compared.
    var collects = false
  }

  private struct Run {
    var color: CSSColor?
    var isTiny = false
    var isTransparent = false
  }

  /// The slide's own background, where it says one that is plain.
  private(set) var background: CSSColor?
  private(set) var saysBackground = false
  private(set) var hasGraphics: Bool
  private(set) var isHiddenSlide = false
  /// Ids of relationships to charts and diagrams, in order of place.
  private(set) var shown: [(id: String, reason: String?)] = []
  private(set) var reasonToStop: String?

  private let output: OfficeText
  private let canvas: Canvas
  private var frames: [Frame]
  private var runs: [Run] = []
  private var isItem = false
  private var isOpen = false
  private var heading: Int?
  private var level = 0
  private var pending: [UInt8] = []
  private var stray: [UInt8] = []
  private var tables = 0
  private var alternatives: [(from: Int, hasChoice: Bool)] = []
  private var fallbacks: [[UInt8]] = []

  init(output: OfficeText, canvas: Canvas = Canvas(), hiddenBy reason: String? = nil) {
    self.output = output
    self.canvas = canvas
    hasGraphics = canvas.hasGraphics
    frames = [Frame(name: "", reason: reason)]
  }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    flushStray()
    let parent = frames[frames.count - 1]
    var frame = parent
    frame.name = name
    frame.cells = 0
    frame.isShape = false
    frame.collects = false
    switch name {
    case "sld":
      if OfficeFlag.isOff(attributes.value("show")) {
        isHiddenSlide = true
        frame.reason = frame.reason ?? "hidden slide"
      }
    case "sp", "cxnSp", "pic", "graphicFrame", "wsp", "grpSp":
      frame.isShape = true
      frame.fill = nil
      frame.hasFill = false
      frame.placeholder = nil
      frame.isPlaceholder = false
      if name == "pic" || name == "graphicFrame" { hasGraphics = true }
    case "cNvPr", "docPr": readNames(attributes)
    case "ph":
      if let shape = shape {
        frames[shape].isPlaceholder = true
        frames[shape].placeholder = attributes.value("type") ?? "obj"
        if canvas.isPattern { frames[shape].reason = frames[shape].reason ?? "placeholder" }
        for inner in shape..<frames.count { frames[inner].reason = frames[shape].reason }
        frame = frames[frames.count - 1]
        frame.name = name
      }
    case "off", "chOff", "ext", "chExt": if parent.name == "xfrm" { corners[name] = attributes }
    case "p" where isText(namespace): startParagraph(frame)
    case "r", "fld": runs.append(Run())
    case "rPr", "endParaRPr":
      if let size = attributes.value("sz").flatMap({ Int($0) }), size <= 100, let last = runs.indices.last {
        runs[last].isTiny = true
      }
    case "pPr": if let lvl = attributes.value("lvl").flatMap({ Int($0) }) { level = max(0, min(lvl, 8)) }
    case "buNone": isItem = false
    case "buChar", "buAutoNum", "buBlip": isItem = true
    case "srgbClr", "schemeClr", "sysClr", "prstClr": startColor(parent, attributes)
    case "noFill": if parent.name == "rPr", let last = runs.indices.last { runs[last].isTransparent = true }
    case "gradFill", "blipFill", "pattFill":
      if parent.name == "spPr" || parent.name == "bgPr" { unknownFill(parent) }
    case "bg": saysBackground = true
    case "alpha":
      if frames.contains(where: { $0.name == "rPr" }), let last = runs.indices.last,
        let part = attributes.value("val").flatMap({ Int($0) }), part <= 5_000
      {
        runs[last].isTransparent = true
      }
    case "br" where parent.name == "p": output.breakLine(hiddenBy: reason)
    case "tbl":
      tables += 1
      output.startLine(2, hiddenBy: frame.reason)
    case "tr": if reason == nil { output.startRow() } else { output.startLine(1, hiddenBy: reason) }
    case "tc":
      let row = frames.lastIndex { $0.name == "tr" } ?? frames.count - 1
      if reason == nil { output.startCell(isFirst: frames[row].cells == 0) }
      frames[row].cells += 1
    case "chart", "relIds":
      if let id = attributes.prefixed("dm") ?? attributes.prefixed("id") { shown.append((id, reason)) }
    case "hlinkClick", "hlinkHover":
      if let tip = attributes.value("tooltip"), !tip.isEmpty { output.addHidden(tip, kind: "title") }
    case "cm", "comment": output.startLine(1, hiddenBy: frame.reason)
    case "AlternateContent": alternatives.append((output.startAlternatives(), false))
    case "Choice", "Fallback":
      if let last = alternatives.indices.last, name == "Choice", !alternatives[last].hasChoice {
        alternatives[last].hasChoice = true
      } else {
        fallbacks.append([])
        frame.collects = true
      }
    default: break
    }
    frames.append(frame)
  }

  func end(_ name: String, namespace: String?) {
    flushStray()
    guard frames.count > 1 else { return }
    let frame = frames.removeLast()
    switch name {
    case "t" where isText(namespace), "text", "v":
      emit(pending)
      pending = []
      if name != "t" { output.startLine(1, hiddenBy: reason) }
    case "p" where isText(namespace): endParagraph()
    case "r", "fld": _ = runs.popLast()
    case "xfrm": place()
    case "tr": output.endRow()
    case "tbl":
      tables -= 1
      output.startLine(2, hiddenBy: frame.reason)
    case "sp", "graphicFrame": output.startLine(2, hiddenBy: frame.reason)
    case "AlternateContent":
      _ = alternatives.popLast()
      output.endAlternatives()
    case "Choice", "Fallback": if frame.collects { endAlternative() }
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    let name = frames[frames.count - 1].name
    // Categories and names of a chart are strings in `c:strCache`; its numbers are data.
    let isText =
      name == "t" || name == "text"
      || name == "v" && frames.contains { $0.name == "strCache" || $0.name == "tx" || $0.name == "strDim" }
    bytes.withUnsafeBufferPointer {
      if isText { pending.append(contentsOf: $0) } else if name != "v" { stray.append(contentsOf: $0) }
    }
  }

  func comment(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { output.addHidden(Array($0), kind: "comment in the file") }
  }

  func instruction(_ bytes: Span<UInt8>) {}

  // MARK: Shapes

  private var shape: Int? { frames.lastIndex { $0.isShape } }
  private var corners: [String: [MarkupAttribute]] = [:]

  private func readNames(_ attributes: [MarkupAttribute]) {
    for key in ["descr", "title"] {
      if let text = attributes.value(key), !text.isEmpty { output.addHiddenOnce(text, kind: "alt") }
    }
    if OfficeFlag.isOn(attributes.value("hidden")) { hideShape("hidden drawing") }
  }

  private func hideShape(_ reason: String) {
    guard let shape else { return }
    for inner in shape..<frames.count { frames[inner].reason = frames[inner].reason ?? reason }
  }

  /// At the end of `xfrm`: is the shape on the slide?
  private func place() {
    defer { corners = [:] }
    func number(_ name: String, _ key: String) -> Double? {
      corners[name]?.value(key).flatMap { Double($0) }.flatMap { $0.isFinite && abs($0) < 1e12 ? $0 : nil }
    }
    guard let shape, let x = number("off", "x"), let y = number("off", "y"), let width = number("ext", "cx"),
      let height = number("ext", "cy")
    else { return }
    let around = frames[shape].placement
    let left = around.x + x * around.scaleX
    let top = around.y + y * around.scaleY
    let right = left + width * around.scaleX
    let bottom = top + height * around.scaleY
    if let pageWidth = canvas.width, let pageHeight = canvas.height,
      right <= 0 || bottom <= 0 || left >= pageWidth || top >= pageHeight, frames[shape].name != "grpSp"
    {
      hideShape("off the slide")
    }
    guard frames[shape].name == "grpSp", let innerX = number("chOff", "x"), let innerY = number("chOff", "y"),
      let innerWidth = number("chExt", "cx"), let innerHeight = number("chExt", "cy")
    else { return }
    var inner = Placement()
    inner.scaleX = innerWidth > 0 ? around.scaleX * width / innerWidth : around.scaleX
    inner.scaleY = innerHeight > 0 ? around.scaleY * height / innerHeight : around.scaleY
    inner.x = left - innerX * inner.scaleX
    inner.y = top - innerY * inner.scaleY
    for place in shape..<frames.count { frames[place].placement = inner }
  }

  private func unknownFill(_ parent: Frame) {
    if parent.name == "bgPr" { background = nil }
    guard parent.name == "spPr", let shape else { return }
    setFill(nil, of: shape)
  }

  private func setFill(_ color: CSSColor?, of shape: Int) {
    if !frames[shape].isPlaceholder || color != nil { hasGraphics = true }
    for place in shape..<frames.count {
      frames[place].fill = color
      frames[place].hasFill = true
    }
  }

  private func startColor(_ parent: Frame, _ attributes: [MarkupAttribute]) {
    let color = attributes.value("val").flatMap {
      CSSColor("#" + $0) ?? canvas.theme[$0] ?? CSSColor($0)
    }
    guard frames.count > 2 else { return }
    switch (frames[frames.count - 2].name, parent.name) {
    case ("rPr", "solidFill"): if let last = runs.indices.last { runs[last].color = color }
    case ("spPr", "solidFill"): if let shape { setFill(color, of: shape) }
    case ("tcPr", "solidFill"):
      for place in frames.indices where place >= (frames.lastIndex { $0.name == "tc" } ?? 0) {
        frames[place].fill = color
        frames[place].hasFill = true
      }
    case ("bgPr", "solidFill"), (_, "bgRef"): background = color
    default: break
    }
  }

  // MARK: Text

  private func isText(_ namespace: String?) -> Bool {
    switch OfficeNamespace(namespace) {
    case .drawing, .diagram: true
    default: false
    }
  }

  private var reason: String? {
    let frame = frames[frames.count - 1]
    if let reason = frame.reason { return reason }
    guard let run = runs.last else { return nil }
    if run.isTiny { return "font-size" }
    if run.isTransparent { return "transparent" }
    // In front of pictures and other shapes nobody knows what a text stands on.
    let behind =
      frame.hasFill
      ? frame.fill : hasGraphics || tables > 0 ? nil : (saysBackground ? background : canvas.background)
    if let color = run.color, let behind, color.isClose(to: behind) { return "same colour" }
    return nil
  }

  private func startParagraph(_ frame: Frame) {
    isOpen = false
    level = 0
    let kind = frame.isPlaceholder ? frame.placeholder : nil
    heading = kind == "title" || kind == "ctrTitle" ? 1 : nil
    isItem = kind == "obj" || kind == "body"
    output.startLine(tables > 0 || isItem ? 1 : 2, hiddenBy: frame.reason)
    if !fallbacks.isEmpty { fallbacks[fallbacks.count - 1].append(0x0A) }
  }

  private func endParagraph() {
    output.endHeading()
    output.endItem()
    output.startLine(1, hiddenBy: reason)
  }

  private func emit(_ text: [UInt8]) {
    if text.isEmpty { return }
    if let last = fallbacks.indices.last {
      fallbacks[last].append(contentsOf: text)
      return
    }
    let reason = reason
    if reason == "placeholder" {
      output.addHiddenOnce(String(decoding: text, as: UTF8.self), kind: "placeholder")
      return
    }
    if reason == nil, !isOpen, !text.allSatisfy(\.isWhitespace) {
      isOpen = true
      if let heading {
        output.startHeading(level: heading)
      } else if isItem {
        output.startItem(depth: level + 1)
      }
    }
    output.append(text, hiddenBy: reason)
  }

  /// Text where no office program looks for any. Formulas and ids of extensions are not for reading.
  private func flushStray() {
    if stray.isEmpty { return }
    let name = frames[frames.count - 1].name
    let isSetting = [
      "f", "formatCode", "pt", "posOffset", "from", "to", "col", "row", "rowOff", "colOff", "tableStyleId",
      "attrName",
    ].contains(name)
    if !isSetting, stray.contains(where: { $0 > 0x40 }) { output.addHidden(stray, kind: "text out of place") }
    stray = []
  }

  private func endAlternative() {
    guard let open = alternatives.last, let other = fallbacks.popLast() else { return }
    if output.isShown(other, since: open.from) { return }
    if let last = fallbacks.indices.last {
      fallbacks[last].append(contentsOf: other)
    } else {
      output.addHidden(other, kind: "alternate content")
    }
  }
}
