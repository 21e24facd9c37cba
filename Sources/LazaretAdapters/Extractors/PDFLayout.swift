/// What `pdftotext -bbox-layout` says of a file: words with their places, in reading order. Memory follows
/// the output, which is bounded.
struct PDFLayout {
  struct Box: Hashable {
    var left: Float
    var top: Float
    var right: Float
    var bottom: Float

    var width: Float { right - left }
    var height: Float { bottom - top }

    /// How far apart two boxes are, along the axis on which they are further.
    func gap(to other: Box) -> Float {
      let across = max(other.left - right, left - other.right)
      return max(across, other.top - bottom, top - other.bottom)
    }
  }

  struct Word {
    var text: String
    /// In points from the page's upper left corner as it is shown.
    var box: Box
    var reason: PDFHiding?
  }

  struct Line {
    var words: [Word] = []
  }

  struct Block {
    var lines: [Line] = []
  }

  struct Page {
    var width: Float
    var height: Float
    var blocks: [Block] = []

    var isEmpty: Bool { blocks.allSatisfy { $0.lines.allSatisfy(\.words.isEmpty) } }
  }

  var title: String?
  /// Names and values of what the file says about itself.
  var metadata: [(name: String, value: String)] = []
  var pages: [Page] = []

  /// `utf8` must be valid UTF-8.
  init(xhtml utf8: [UInt8]) throws(MarkupError) {
    let reader = PDFLayoutReader()
    try XMLEvents.readXML(utf8, into: reader)
    self = reader.layout
  }

  fileprivate init() {}
}

/// Why nobody sees a word. The value is the origin of the hidden piece.
enum PDFHiding: String, Sendable, CaseIterable {
  /// The page looks the same where the word stands as around it: its colour is that of the background, it is
  /// drawn without ink, cut away, switched off, or something lies over it.
  case invisible = "invisible text"
  case tiny = "tiny text"
  case offPage = "off the page"
}

private final class PDFLayoutReader: MarkupSink {
  var layout = PDFLayout()
  var reasonToStop: String? { nil }
  private var box: PDFLayout.Box?
  private var text: [UInt8] = []
  private var isInTitle = false

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    let page = layout.pages.count - 1
    switch name {
    case "page":
      layout.pages.append(
        PDFLayout.Page(width: number("width", attributes), height: number("height", attributes)))
    case "block" where page >= 0: layout.pages[page].blocks.append(PDFLayout.Block())
    case "line" where page >= 0:
      let block = layout.pages[page].blocks.count - 1
      if block >= 0 { layout.pages[page].blocks[block].lines.append(PDFLayout.Line()) }
    case "word":
      box = PDFLayout.Box(
        left: number("xMin", attributes), top: number("yMin", attributes), right: number("xMax", attributes),
        bottom: number("yMax", attributes))
      text = []
    case "title":
      isInTitle = true
      text = []
    case "meta":
      if let name = attributes.value("name"), let value = attributes.value("content") {
        layout.metadata.append((name, value))
      }
    default: break
    }
  }

  func end(_ name: String, namespace: String?) {
    switch name {
    case "word":
      guard let box, let page = layout.pages.indices.last else { return }
      guard let block = layout.pages[page].blocks.indices.last else { return }
      guard let line = layout.pages[page].blocks[block].lines.indices.last else { return }
      // A line end inside of a word would be one that no layout made.
      let word = text.map { $0.isWhitespace || $0 == 0 ? 0x20 : $0 }
      if word.contains(where: { $0 != 0x20 }) {
        layout.pages[page].blocks[block].lines[line].words.append(
          PDFLayout.Word(text: String(decoding: word, as: UTF8.self), box: box))
      }
      self.box = nil
    case "title" where isInTitle:
      isInTitle = false
      layout.title = String(decoding: text, as: UTF8.self)
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    if box == nil, !isInTitle { return }
    bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) }
  }

  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}

  /// What is no finite number is 0: hostile files make poppler print `nan`.
  private func number(_ name: String, _ attributes: [MarkupAttribute]) -> Float {
    guard let value = attributes.value(name).flatMap({ Float($0) }), value.isFinite else { return 0 }
    return min(max(value, -1e6), 1e6)
  }
}
