import LazaretCore

/// The lanes of a PDF, put together from its words.
///
/// Lines stand on lines, blocks apart by a blank line, pages too: the form feed of `pdftotext` is not in the
/// text. A word that was broken with a hyphen at the end of a line is one word. Blocks in larger letters
/// than most are headings, the larger the higher.
struct PDFText {
  private(set) var visible = Passage(text: "")
  private var utf8: [UInt8] = []
  private var hidden = HiddenLane()
  private var hiddenPages: [Int] = []
  private var headingSizes: [Int] = []
  private let bodySize: Float

  init(_ layout: PDFLayout, expectedBytes: Int) {
    bodySize = Self.bodySize(layout)
    headingSizes = Self.headingSizes(layout, body: bodySize)
    utf8.reserveCapacity(expectedBytes)
    for (index, page) in layout.pages.enumerated() { add(page, number: index + 1) }
    visible.text = String(decoding: utf8, as: UTF8.self)
    utf8 = []
  }

  /// Adds what stands on no page, or beside it.
  mutating func hide(_ text: String, kind: String, page: Int = 0) {
    let before = hidden.count
    hidden.add(text.utf8, kind: kind)
    if hidden.count > before { hiddenPages.append(page) }
  }

  var hiddenPassage: Passage {
    var passage = hidden.passage
    for (origin, page) in zip(passage.origins, hiddenPages) where page > 0 {
      if passage.pages.last?.number == page { continue }
      passage.pages.append(Passage.Page(number: page, start: origin.span.start))
    }
    return passage
  }

  private mutating func add(_ page: PDFLayout.Page, number: Int) {
    var start: Int?
    var hiddenLines: [PDFHiding: [String]] = [:]
    for block in page.blocks {
      for reason in PDFHiding.allCases {
        let lines = block.lines.map { line in line.words.filter { $0.reason == reason } }
        hiddenLines[reason, default: []] += lines.filter { !$0.isEmpty }.map(Self.text)
      }
      let lines = block.lines.map { line in line.words.filter { $0.reason == nil } }.filter { !$0.isEmpty }
      if lines.isEmpty { continue }
      if !utf8.isEmpty { utf8.append(contentsOf: [0x0A, 0x0A]) }
      let blockStart = utf8.count
      if start == nil {
        start = blockStart
        visible.pages.append(Passage.Page(number: number, start: blockStart))
      }
      add(lines)
      addHeading(lines, from: blockStart)
    }
    for reason in PDFHiding.allCases {
      let text = hiddenLines[reason, default: []].joined(separator: "\n")
      hide(text, kind: reason.rawValue, page: number)
    }
  }

  private mutating func add(_ lines: [[PDFLayout.Word]]) {
    var isBroken = false
    for (index, line) in lines.enumerated() {
      if index > 0, !isBroken { utf8.append(0x0A) }
      utf8.append(contentsOf: Self.text(line).utf8)
      isBroken = index + 1 < lines.count && Self.isBroken(line, before: lines[index + 1])
      if isBroken { utf8.removeLast() }
    }
  }

  /// True for `Kräu-` before `tertee`, and not for a dash or a number.
  private static func isBroken(_ line: [PDFLayout.Word], before next: [PDFLayout.Word]) -> Bool {
    guard let word = line.last?.text, word.hasSuffix("-"), let first = next.first?.text.unicodeScalars.first
    else { return false }
    let letters = word.unicodeScalars.dropLast()
    return first.properties.isLowercase && (letters.last?.properties.isAlphabetic ?? false)
  }

  // MARK: Headings

  private mutating func addHeading(_ lines: [[PDFLayout.Word]], from start: Int) {
    guard let size = Self.headingSize(lines, body: bodySize) else { return }
    guard let rank = headingSizes.firstIndex(of: size) else { return }
    let title = String(decoding: utf8[start...].map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
    visible.headings.append(
      Passage.Heading(level: min(rank + 1, 6), title: title, span: TextSpan(start, utf8.count)))
  }

  /// In whole points; `nil` for what is no heading: more than three lines, or 200 characters, or no letter, or
  /// letters that are less than a fifth larger than most.
  private static func headingSize(_ lines: [[PDFLayout.Word]], body: Float) -> Int? {
    guard lines.count <= 3, body > 0 else { return nil }
    let size = lines.map(size).min() ?? 0
    guard size >= body * 1.2, size < 1e4 else { return nil }
    let characters = lines.joined().map(\.text.utf8.count).reduce(0, +)
    guard characters <= 200 else { return nil }
    let hasLetter = lines.joined().contains {
      $0.text.unicodeScalars.contains(where: \.properties.isAlphabetic)
    }
    return hasLetter ? Int(size.rounded()) : nil
  }

  private static func headingSizes(_ layout: PDFLayout, body: Float) -> [Int] {
    var sizes: Set<Int> = []
    for block in layout.pages.lazy.flatMap(\.blocks) {
      let lines = block.lines.map { line in line.words.filter { $0.reason == nil } }.filter { !$0.isEmpty }
      if !lines.isEmpty, let size = headingSize(lines, body: body) { sizes.insert(size) }
    }
    return sizes.sorted(by: >)
  }

  /// The height of the lines that most of the letters stand in, to half a point.
  private static func bodySize(_ layout: PDFLayout) -> Float {
    var letters: [Int: Int] = [:]
    for line in layout.pages.lazy.flatMap(\.blocks).flatMap(\.lines) {
      let words = line.words.filter { $0.reason == nil }
      if words.isEmpty { continue }
      letters[Int((min(size(words), 1e4) * 2).rounded()), default: 0] += words.map(\.text.utf8.count).reduce(
        0, +)
    }
    let most = letters.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return Float(most?.key ?? 0) / 2
  }

  /// The smaller side of the words' boxes, which is the height of the letters whichever way they run.
  private static func size(_ words: [PDFLayout.Word]) -> Float {
    let long = words.max { $0.text.utf8.count < $1.text.utf8.count }
    return long.map { min($0.box.width, $0.box.height) } ?? 0
  }

  // MARK: Lines

  /// Words of one line, with a space where there is a gap.
  private static func text(_ words: [PDFLayout.Word]) -> String {
    var line = ""
    for (index, word) in words.enumerated() {
      if index > 0 {
        let before = words[index - 1].box
        if before.gap(to: word.box) >= min(word.box.width, word.box.height) * 0.03 { line += " " }
      }
      line += word.text
    }
    return ReadingDirection.logical(line)
  }
}
