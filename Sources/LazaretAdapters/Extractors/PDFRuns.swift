/// What `pdftohtml -xml` says of a file: runs of text with their places and colours, and the bookmarks.
struct PDFRuns {
  struct Run {
    var text: String
    /// Nobody could tell it from white paper.
    var isLight: Bool
    /// Wholly outside of the sheet.
    var isOffPage: Bool
  }

  /// By page, in the order of the file.
  var pages: [[Run]] = []
  var bookmarks: [String] = []

  /// `utf8` must be valid UTF-8.
  init(xml utf8: [UInt8]) throws(MarkupError) {
    let reader = PDFRunsReader()
    try XMLEvents.readXML(utf8, into: reader)
    self = reader.runs
  }

  /// Of a file that pdftohtml cannot read.
  static let none = PDFRuns()

  fileprivate init() {}
}

private final class PDFRunsReader: MarkupSink {
  var runs = PDFRuns()
  var reasonToStop: String? { nil }
  private var lightFonts: Set<String> = []
  private var size: (width: Double, height: Double) = (0, 0)
  private var run: PDFRuns.Run?
  private var isBookmark = false
  private var text: [UInt8] = []

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    switch name {
    case "page":
      size = (number("width", attributes), number("height", attributes))
      runs.pages.append([])
    case "fontspec":
      let color = attributes.value("color").flatMap { CSSColor($0) }
      if let id = attributes.value("id"), let color, color.isClose(to: .white) { lightFonts.insert(id) }
    case "text":
      let (left, top) = (number("left", attributes), number("top", attributes))
      let (right, bottom) = (left + number("width", attributes), top + number("height", attributes))
      run = PDFRuns.Run(
        text: "", isLight: lightFonts.contains(attributes.value("font") ?? ""),
        isOffPage: right < 0 || bottom < 0 || left > size.width || top > size.height)
      text = []
    case "item":
      isBookmark = true
      text = []
    default: break
    }
  }

  func end(_ name: String, namespace: String?) {
    switch name {
    case "text":
      guard var run, let page = runs.pages.indices.last else { return }
      run.text = String(decoding: text, as: UTF8.self)
      runs.pages[page].append(run)
      self.run = nil
    case "item":
      if isBookmark { runs.bookmarks.append(String(decoding: text, as: UTF8.self)) }
      isBookmark = false
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    if run == nil, !isBookmark { return }
    bytes.withUnsafeBufferPointer { text.append(contentsOf: $0) }
  }

  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}

  private func number(_ name: String, _ attributes: [MarkupAttribute]) -> Double {
    guard let value = attributes.value(name).flatMap({ Double($0) }), value.isFinite else { return 0 }
    return value
  }
}
