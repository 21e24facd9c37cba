import LazaretCore

/// The text of an office document while it is read: what is shown, laid out, and what is not, in pieces with
/// the reason for which nobody sees them. One use, one document; its parts' readers write into it in turn.
///
/// Memory: the text itself, and no more than a copy of it while a box or an alternative is open.
final class OfficeText {
  /// One flow of text. A text box is a flow of its own, so that it does not part the words around its anchor.
  fileprivate struct Flow {
    var visible = LaidOutText()
    var headings: [Passage.Heading] = []
    var pages: [Passage.Page] = []
    var openHeading: Int?
    var openPage: Int?
    /// Boxes that stand in the paragraph that is open.
    var boxes: [Flow] = []
  }

  private var flows = [Flow()]
  private(set) var hidden = HiddenLane()
  private var piece = LaidOutText()
  private var pieceReason: String?
  private var seenOnce: Set<[UInt8]> = []
  private var notes: [String] = []
  private var alternatives = 0
  private var captured: [UInt8] = []

  private var flow: Flow {
    get { flows[flows.count - 1] }
    _modify { yield &flows[flows.count - 1] }
  }

  // MARK: Text

  func append(_ bytes: [UInt8], hiddenBy reason: String?) {
    guard let reason else {
      if !bytes.allSatisfy(\.isWhitespace) { flushPiece() }
      flow.visible.append(bytes.span)
      if alternatives > 0 { captured.append(contentsOf: bytes.lazy.filter { !$0.isWhitespace }) }
      return
    }
    if reason != pieceReason {
      if bytes.allSatisfy(\.isWhitespace) { return }
      flushPiece()
      pieceReason = reason
    }
    piece.append(bytes.span)
  }

  func append(_ text: String, hiddenBy reason: String?) { append(Array(text.utf8), hiddenBy: reason) }

  /// A whole page, with its headings.
  func append(_ page: HTML.Page) {
    flushPiece()
    var box = Flow()
    box.visible.appendVerbatim(Array(page.visible.text.utf8).span)
    box.headings = page.visible.headings
    place(box)
    append(hidden: page.hidden)
    for note in page.notes { self.note(note) }
  }

  func append(hidden passage: Passage) {
    flushPiece()
    let text = Array(passage.text.utf8)
    for origin in passage.origins { hidden.add(text[origin.span.start..<origin.span.end], kind: origin.kind) }
  }

  /// A piece of the hidden lane that is whole.
  func addHidden(_ text: String, kind: String) { addHidden(Array(text.utf8), kind: kind) }

  func addHidden(_ text: [UInt8], kind: String) {
    flushPiece()
    hidden.add(text, kind: kind)
  }

  /// For what templates repeat on each of their pages.
  func addHiddenOnce(_ text: String, kind: String) {
    if seenOnce.insert(Array(text.utf8)).inserted { addHidden(text, kind: kind) }
  }

  func note(_ note: String) { if !notes.contains(note) { notes.append(note) } }

  // MARK: Layout

  func startLine(_ count: Int, hiddenBy reason: String? = nil) {
    if reason == nil { flow.visible.startLine(count) }
    piece.startLine(1)
  }

  func breakLine(hiddenBy reason: String?) {
    if reason == nil { flow.visible.breakLine() } else { piece.startLine(1) }
  }

  func startItem(depth: Int) { flow.visible.startItem(depth: depth) }
  func endItem() { flow.visible.endItem() }

  /// A table inside a cell does not take back the bar before the cell.
  func startRow(isNested: Bool = false) {
    if isNested { flow.visible.startLine(1) } else { flow.visible.startRow() }
    piece.startLine(1)
  }

  func startCell(isFirst: Bool) {
    flow.visible.startCell(isFirst: isFirst)
    piece.startLine(1)
  }

  func endRow() { flow.visible.endRow() }

  func startHeading(level: Int) {
    endHeading()
    flow.openHeading = min(max(level, 1), 9)
    flow.visible.markStart()
  }

  func endHeading() {
    guard let level = flow.openHeading else { return }
    flow.openHeading = nil
    guard let start = flow.visible.takeStart() else { return }
    let end = flow.visible.utf8.count
    let title = flow.visible.utf8[start.text..<end].map { $0 == 0x0A ? 0x20 : $0 }
    flow.headings.append(
      Passage.Heading(
        level: level, title: String(decoding: title, as: UTF8.self), span: TextSpan(start.line, end)))
  }

  /// A page begins with the next text that is shown.
  func startPage(_ number: Int) {
    endPage()
    flow.visible.startLine(2)
    flow.pages.append(Passage.Page(number: number, start: flow.visible.utf8.count))
  }

  /// A page without text has no place. Separators before its text belong to it.
  private func endPage() {
    if let last = flow.pages.last, last.start == flow.visible.utf8.count { flow.pages.removeLast() }
  }

  // MARK: Flows

  func startBox() { flows.append(Flow()) }

  /// The box comes after the paragraph in which it is anchored.
  func endBox() {
    guard flows.count > 1 else { return }
    endHeading()
    let boxes = flow.boxes
    var box = flows.removeLast()
    box.boxes = []
    flow.boxes.append(box)
    flow.boxes.append(contentsOf: boxes)
  }

  /// To be called between paragraphs.
  func placeBoxes() {
    if flow.boxes.isEmpty { return }
    let boxes = flow.boxes
    flow.boxes = []
    for box in boxes { place(box) }
  }

  /// The text that is shown since the last `startBox`, without placing it.
  func takeBox() -> TakenText? {
    guard flows.count > 1 else { return nil }
    endHeading()
    placeBoxes()
    return TakenText(flow: flows.removeLast())
  }

  func place(_ taken: TakenText) { place(taken.flow) }

  struct TakenText {
    fileprivate var flow: Flow
    var utf8: [UInt8] { flow.visible.utf8 }
  }

  private func place(_ box: Flow) {
    if box.visible.isEmpty { return }
    flow.visible.startLine(2)
    flow.visible.appendVerbatim(box.visible.utf8.span)
    let shift = flow.visible.utf8.count - box.visible.utf8.count
    for heading in box.headings {
      var moved = heading
      moved.span = TextSpan(heading.span.start + shift, heading.span.end + shift)
      flow.headings.append(moved)
    }
    flow.visible.startLine(2)
  }

  // MARK: Alternatives

  /// What is shown from here on can be compared with what stands in for it.
  func startAlternatives() -> Int {
    alternatives += 1
    return captured.count
  }

  func endAlternatives() {
    alternatives -= 1
    if alternatives == 0 { captured = [] }
  }

  /// True when `other` is what was shown since `start`, white space aside.
  func isShown(_ other: [UInt8], since start: Int) -> Bool {
    guard start <= captured.count else { return false }
    return captured[start...].elementsEqual(other.lazy.filter { !$0.isWhitespace })
  }

  // MARK: End

  private func flushPiece() {
    guard let reason = pieceReason else { return }
    pieceReason = nil
    hidden.add(piece.take(), kind: reason)
  }

  /// `title` is what the document's properties say. It leaves with every row of the export, so it has to be in a
  /// lane that is screened.
  func document(
    of raw: RawDocument, mediaType: String, title: String?, language: String?, notes others: [String]
  ) -> Document {
    endHeading()
    placeBoxes()
    endPage()
    flushPiece()
    let own = title.flatMap { $0.utf8.allSatisfy(\.isWhitespace) ? nil : $0 }
    if let own, !flow.visible.utf8.holdsEarly(Array(own.utf8)) {
      hidden.add(Array(own.utf8), kind: "title property")
    }
    let text = String(decoding: flow.visible.utf8, as: UTF8.self)
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title ?? own ?? flow.headings.first?.title,
      mediaType: mediaType, language: language, modified: raw.modified, fetched: raw.fetched,
      visible: Passage(text: text, headings: flow.headings, pages: flow.pages), hidden: hidden.passage,
      notes: others + notes)
  }
}
