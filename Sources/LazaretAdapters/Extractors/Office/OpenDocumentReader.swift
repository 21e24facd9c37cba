/// Reads `content.xml` or `styles.xml` of an OpenDocument file. Attributes are taken with the prefixes that all
/// programs write. Where a document uses others, what they hide is taken for text that is shown.
final class OpenDocumentReader: MarkupSink {
  private struct Frame {
    var name: String
    var reason: String?
    var background: CSSColor? = .white
    var style = OpenDocumentStyles.Style()
    var cells = 0
    var isBox = false
    /// Of a frame on a slide.
    var isTitle = false
    /// True where white space and text belong to what is shown.
    var holdsText = false
  }

  private(set) var styles: OpenDocumentStyles
  private(set) var reasonToStop: String?
  private let output: OfficeText
  private var frames: [Frame]
  private var lists = 0
  private var tables = 0
  private var pages = 0
  private var isItem = false
  private var heading: Int?
  private var isOpen = false
  private var paragraphs: [(isOpen: Bool, heading: Int?)] = []

  init(output: OfficeText, styles: OpenDocumentStyles = OpenDocumentStyles()) {
    self.output = output
    self.styles = styles
    frames = [Frame(name: "")]
  }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    let parent = frames[frames.count - 1]
    var frame = parent
    frame.name = name
    frame.cells = 0
    frame.isBox = false
    styles.start(name, attributes)
    let isMeta = namespace?.hasSuffix("meta:1.0") == true || namespace?.contains("/dc/elements/") == true
    if isMeta {
      // Names and dates of those who commented or changed.
      frame.reason = frame.reason ?? "properties"
      if ["creator", "date"].contains(name) { frame.holdsText = false }
      frames.append(frame)
      return
    }
    switch name {
    case "p", "h": startParagraph(name, &frame, attributes)
    case "span", "a", "ruby": lay(styles.style("text", attributes.value("text:style-name")), on: &frame)
    case "s":
      // More than one space is shown as one.
      emit(" ", in: frame)
    case "tab": emit(" ", in: frame)
    case "line-break": output.breakLine(hiddenBy: reason(in: frame))
    case "list":
      lists += 1
      output.startLine(lists > 1 ? 1 : 2, hiddenBy: frame.reason)
    case "list-item", "list-header": isItem = name == "list-item"
    case "tracked-changes": frame.reason = frame.reason ?? "deleted"
    case "annotation":
      frame.reason = frame.reason ?? "comment"
      startBox(&frame)
    case "notes": frame.reason = frame.reason ?? "speaker notes"
    case "note-body", "text-box": startBox(&frame)
    case "note-citation": frame.holdsText = false
    case "section":
      let display = attributes.value("text:display") ?? "true"
      if display != "true" { frame.reason = frame.reason ?? "hidden section" }
    case "hidden-text":
      frame.reason = frame.reason ?? "hidden text"
      if let text = attributes.value("text:string-value") { output.addHidden(text, kind: "hidden text") }
    case "conditional-text":
      for key in ["text:string-value-if-true", "text:string-value-if-false"] {
        if let text = attributes.value(key) { output.addHidden(text, kind: "conditional text") }
      }
    case "hidden-paragraph":
      if attributes.value("text:is-hidden") == "true",
        let place = frames.lastIndex(where: { ["p", "h"].contains($0.name) })
      {
        for inner in place..<frames.count { frames[inner].reason = frames[inner].reason ?? "hidden text" }
        frame.reason = frames[place].reason
      }
    case "title" where namespace?.contains("svg") == true, "desc":
      frame.reason = frame.reason ?? "alt"
      frame.holdsText = true
    case "script", "event-listeners":
      frame.reason = frame.reason ?? name
    case "page": startPage(&frame, attributes)
    case "table": startTable(&frame, attributes)
    case "table-row", "table-column":
      let isOff = ["collapse", "filter"].contains(attributes.value("table:visibility") ?? "")
      if isOff { frame.reason = frame.reason ?? "hidden row" }
      if name == "table-row", frame.reason == nil { output.startRow(isNested: tables > 1) }
    case "table-cell", "covered-table-cell":
      let row = frames.lastIndex { $0.name == "table-row" } ?? frames.count - 1
      if frame.reason == nil { output.startCell(isFirst: frames[row].cells == 0) }
      frames[row].cells += 1
      let style = styles.style("table-cell", attributes.value("table:style-name"))
      frame.background = style.background.map { $0.isTransparent ? frame.background : $0 } ?? frame.background
      lay(style, on: &frame)
    case "user-defined", "variable-set", "user-field-decl", "variable-get":
      if attributes.value("text:display") == "none" { frame.reason = frame.reason ?? "hidden text" }
    case "master-page": frame.holdsText = false
    case "header-first", "header", "header-left", "footer", "footer-left", "footer-first":
      if attributes.value("style:display") == "false" { frame.reason = frame.reason ?? "unused header" }
      output.startLine(2, hiddenBy: frame.reason)
    case "frame", "custom-shape", "rect", "g":
      let style = styles.style("graphic", attributes.value("draw:style-name"))
      frame.background = style.background
      if attributes.value("presentation:class") != nil, frames.contains(where: { $0.name == "master-page" }) {
        frame.reason = frame.reason ?? "placeholder"
      }
      frame.isTitle = attributes.value("presentation:class") == "title"
      if attributes.value("draw:display") == "none" { frame.reason = frame.reason ?? "hidden drawing" }
    default:
      for key in [
        "form:label", "form:value", "form:title", "office:value-text", "table:message", "xlink:title",
      ] {
        if let text = attributes.value(key), text.utf8.contains(where: \.isWhitespace) {
          output.addHidden(text, kind: "form field")
        }
      }
    }
    frames.append(frame)
  }

  func end(_ name: String, namespace: String?) {
    styles.end(name)
    guard frames.count > 1 else { return }
    let frame = frames.removeLast()
    switch name {
    case "p", "h": endParagraph(frame)
    case "list": lists = max(0, lists - 1)
    case "table-row": output.endRow()
    case "table":
      tables -= 1
      output.startLine(2, hiddenBy: frame.reason)
    case "desc": output.startLine(1, hiddenBy: frame.reason)
    default: break
    }
    if frame.isBox {
      output.endBox()
      if let last = paragraphs.popLast() { (isOpen, heading) = last }
    }
  }

  func text(_ bytes: Span<UInt8>) {
    let frame = frames[frames.count - 1]
    bytes.withUnsafeBufferPointer { buffer in
      if frame.holdsText {
        emit(Array(buffer), in: frame)
      } else if buffer.contains(where: { $0 > 0x40 }), frame.name != "note-citation",
        !["creator", "date", "date-string"].contains(frame.name),
        frames.contains(where: { $0.name == "body" })
      {
        output.addHidden(Array(buffer), kind: "text out of place")
      }
    }
  }

  func comment(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { output.addHidden(Array($0), kind: "comment in the file") }
  }

  func instruction(_ bytes: Span<UInt8>) {}

  // MARK: Structure

  private func startParagraph(_ name: String, _ frame: inout Frame, _ attributes: [MarkupAttribute]) {
    let style = styles.style("paragraph", attributes.value("text:style-name"))
    lay(style, on: &frame)
    frame.holdsText = true
    isOpen = false
    heading = nil
    if name == "h" {
      heading = attributes.value("text:outline-level").flatMap { Int($0) } ?? 1
    } else if frames.last(where: { $0.name == "frame" })?.isTitle == true {
      heading = 1
    }
    output.startLine(tables > 0 || lists > 0 ? 1 : 2, hiddenBy: frame.reason)
  }

  private func endParagraph(_ frame: Frame) {
    output.endHeading()
    output.endItem()
    isItem = false
    output.startLine(tables > 0 || lists > 0 ? 1 : 2, hiddenBy: frame.reason)
    if !frames.contains(where: { ["p", "h"].contains($0.name) }) { output.placeBoxes() }
  }

  /// A note or a text box comes after the paragraph that it is anchored in.
  private func startBox(_ frame: inout Frame) {
    output.startBox()
    paragraphs.append((isOpen, heading))
    frame.isBox = true
    frame.holdsText = false
  }

  private func startPage(_ frame: inout Frame, _ attributes: [MarkupAttribute]) {
    pages += 1
    output.startPage(pages)
    if styles.style("drawing-page", attributes.value("draw:style-name")).isOff {
      frame.reason = frame.reason ?? "hidden slide"
    }
    frame.background = nil
  }

  /// Each sheet of a spreadsheet has its name above it.
  private func startTable(_ frame: inout Frame, _ attributes: [MarkupAttribute]) {
    if styles.style("table", attributes.value("table:style-name")).isOff {
      frame.reason = frame.reason ?? "hidden sheet"
    }
    let isSheet = frames[frames.count - 1].name == "spreadsheet"
    if isSheet {
      pages += 1
      output.startPage(pages)
      if let name = attributes.value("table:name") {
        if frame.reason == nil { output.startHeading(level: 1) }
        output.append(name, hiddenBy: frame.reason)
        output.endHeading()
      }
    }
    output.startLine(2, hiddenBy: frame.reason)
    tables += 1
    frame.holdsText = false
  }

  // MARK: Text

  private func lay(_ style: OpenDocumentStyles.Style, on frame: inout Frame) {
    frame.style.isHidden = style.isHidden ?? frame.style.isHidden
    frame.style.color = style.color ?? frame.style.color
    frame.style.size = style.size ?? frame.style.size
    if let background = style.background, !background.isTransparent { frame.background = background }
  }

  private func reason(in frame: Frame) -> String? {
    if let reason = frame.reason { return reason }
    if frame.style.isHidden == true { return "hidden text" }
    if let size = frame.style.size, size <= 1 { return "font-size" }
    guard let color = frame.style.color else { return nil }
    if color.isTransparent { return "transparent" }
    return frame.background.map { color.isClose(to: $0) } == true ? "same colour" : nil
  }

  private func emit(_ text: String, in frame: Frame) { emit(Array(text.utf8), in: frame) }

  private func emit(_ text: [UInt8], in frame: Frame) {
    let reason = reason(in: frame)
    if reason == nil, !isOpen, !text.allSatisfy(\.isWhitespace) {
      isOpen = true
      if let heading {
        output.startHeading(level: heading)
      } else if isItem {
        output.startItem(depth: lists)
        isItem = false
      }
    }
    output.append(text, hiddenBy: reason)
  }
}
