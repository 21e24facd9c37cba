/// Finds the boundaries of a passage above the level of words, in one pass over its bytes, and sees by
/// the text where code, tables and lists stand.
///
/// What a line is follows from the line, the ones beside it and the block that is open, and a block that
/// is open is left at the latest after as many bytes as a chunk can have: an edit changes the boundaries
/// near it and no others, and a fence that nobody closes spoils no more than that.
struct BoundaryScan {
  private(set) var boundaries: [Boundary] = []
  /// The length of the whole passage in Unicode scalars.
  private(set) var scalarCount = 0
  /// The tables of more than a header, in order of place.
  private(set) var tables: [Table] = []

  /// A table as its lines show it.
  struct Table {
    /// The header's line, without its line end.
    var header: TextSpan
    /// Past the last row.
    var end: Int
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let abbreviations = Abbreviations.standard
  private let headings: [Passage.Heading]
  private var nextHeading = 0
  private let longest: Int
  /// In bytes: no block that a chunk can hold is longer.
  private let reach: Int

  /// How many bytes before the scan's place continue a scalar.
  private var continuations = 0
  /// Lines without text since the last line with some.
  private var blankLines = 0
  /// The last line with text, if there was one.
  private var last: Line?
  /// Where the heading ends that the scan is in, or was in last.
  private var headingEnd = 0
  /// Set behind a heading until text follows.
  private var isAfterHeading = false
  private var leaf: Leaf?
  private var list: List?
  /// Of the table that is open: its header's line, and where its last row ends.
  private var header: TextSpan?
  private var tableEnd = 0
  /// Where the last line with text ends.
  private var place = 0

  private struct Line {
    var start: Int
    var text: Int
    /// Past the last byte, without the line end.
    var end = 0
    var endsSentence = false
    var holdsBar = false
    var isRow = false
    /// How many boundaries there were before the line's own.
    var boundary = 0
    /// In scalars, of the line's start.
    var scalar = 0
    var isFenceEdge = false
  }

  /// What is inside of every list and holds no other block.
  private struct Leaf {
    enum Kind {
      /// - Parameter length: of the run of marks that opened it.
      case fence(mark: UInt8, length: Int)
      case indented(columns: Int)
      case table
    }
    var kind: Kind
    var start: Int
    var startScalar: Int
    /// The first boundary that may be inside.
    var boundary: Int
    var isLong = false
  }

  private struct List {
    /// How far its first marker is indented.
    var columns: Int
    /// Where its last item begins.
    var lastItem: Int
    var startScalar: Int
    var boundary: Int
    var isLong = false
  }

  /// - Parameters:
  ///   - headings: in any order; only those count whose span begins a line.
  ///   - longest: the longest chunk, in scalars; a block that is longer has to be torn.
  init(_ bytes: UnsafeBufferPointer<UInt8>, headings: [Passage.Heading], longest: Int) {
    self.bytes = bytes
    self.headings = headings.sorted { ($0.span.start, $0.level) < ($1.span.start, $1.level) }
    self.longest = longest
    reach = 4 * min(longest, 1 << 40)
    boundaries.reserveCapacity(bytes.count / 40)
    var place = 0
    while place < bytes.count { place = line(from: place) }
    closeTable()
    scalarCount = bytes.count - continuations
  }

  // MARK: - Lines

  /// - Returns: where the next line begins.
  private mutating func line(from start: Int) -> Int {
    var text = start
    var columns = 0
    while text < bytes.count {
      if bytes[text] == 0x20 {
        columns += 1
      } else if bytes[text] == 0x09 {
        columns += 4 - columns % 4
      } else {
        break
      }
      text += 1
    }
    if text == bytes.count { return text }
    if bytes[text] == 0x0A || bytes[text] == 0x0D {
      blankLines += 1
      if case .table = leaf?.kind { closeTable() }
      return Self.afterBreak(bytes, text)
    }
    var line = Line(start: start, text: text)
    line.boundary = boundaries.count
    line.scalar = start - continuations
    let isCode = begin(&line, columns)
    scan(&line, isCode: isCode)
    if !isCode { endText(&line) }
    lengthen()
    blankLines = 0
    last = line
    return line.end < bytes.count ? Self.afterBreak(bytes, line.end) : line.end
  }

  /// Decides what the line is, and adds the boundary before it.
  ///
  /// - Returns: true when no sentence is to be looked for in it.
  private mutating func begin(_ line: inout Line, _ columns: Int) -> Bool {
    while nextHeading < headings.count, headings[nextHeading].span.start < line.start { nextHeading += 1 }
    if nextHeading < headings.count, headings[nextHeading].span.start == line.start {
      closeLeaf()
      list = nil
      headingEnd = max(headings[nextHeading].span.end, line.start + 1)
      add(line, isAfterHeading ? .afterHeading : .heading(headings[nextHeading].level))
      isAfterHeading = true
      return true
    }
    if line.start < headingEnd {
      add(line, .insideHeading)
      return true
    }
    let marks = fenceMarks(line)
    if let open = leaf, case .fence(let mark, let length) = open.kind {
      if line.start - open.start > reach {
        leaf = nil
      } else {
        return inFence(&line, columns, marks, mark: mark, length: length)
      }
    }
    if let open = leaf, case .indented(let least) = open.kind {
      if columns >= least {
        add(line, inLeaf(blankLines > 0 ? .codeParagraph : .codeLine))
        return true
      }
      leaf = nil
    }
    let isItem = Self.isItem(bytes, at: line.text)
    if let open = list, !isItem {
      let isBeside = columns <= open.columns
      if isBeside && (blankLines > 0 || marks != nil) || line.start - open.lastItem > reach { list = nil }
    }
    if let marks, opensFence(line, marks) {
      begin(.fence(mark: marks.mark, length: marks.length), line, outside(line))
      line.isFenceEdge = true
      return true
    }
    if isItem { return item(line, columns) }
    if list == nil, blankLines > 0 || last == nil, let least = codeIndentation(columns) {
      begin(.indented(columns: least), line, outside(line))
      return true
    }
    add(line, outside(line))
    return false
  }

  private mutating func item(_ line: Line, _ columns: Int) -> Bool {
    closeTable()
    if let open = list {
      add(line, inList(columns > open.columns + 1 ? .nestedItem : .item))
    } else {
      add(line, blankLines > 0 ? .paragraph : .list)
      list = List(
        columns: columns, lastItem: line.start, startScalar: line.scalar, boundary: boundaries.count)
    }
    list?.lastItem = line.start
    return false
  }

  /// The rank of a line that belongs to no leaf, or begins one.
  private func outside(_ line: Line) -> Boundary.Rank {
    if list != nil { return inList(blankLines > 0 ? .listParagraph : .listLine) }
    if blankLines > 0 { return .paragraph }
    guard let last else { return .paragraph }
    return !last.endsSentence && isWrapped(last, line) ? .wrappedLine : .line
  }

  /// True when the line goes on with what the line before says: it begins with a small letter, or the
  /// one before is as long as lines of prose are and ends within words.
  private func isWrapped(_ before: Line, _ line: Line) -> Bool {
    if before.isRow || before.isFenceEdge { return false }
    let first = bytes[line.text]
    if SentenceEnd.isLowercase(bytes, line.text) { return true }
    let end = bytes[before.end - 1]
    let isLetter = first >= 0x80 || (first | 0x20 >= 0x61 && first | 0x20 <= 0x7A)
    return isLetter && before.end - before.start >= 60 && (end >= 0x61 && end <= 0x7A || end == 0x2C)
  }

  // MARK: - Code

  /// A run of three or more marks at the beginning of a line.
  ///
  /// - Returns: the mark, how many there are, and whether the line holds nothing else.
  private func fenceMarks(_ line: Line) -> (mark: UInt8, length: Int, isBare: Bool)? {
    let mark = bytes[line.text]
    guard mark == 0x60 || mark == 0x7E || mark == 0x2D || mark == 0x2E else { return nil }
    var place = line.text
    while place < bytes.count, bytes[place] == mark { place += 1 }
    let length = place - line.text
    guard length >= 3 else { return nil }
    while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
    let isBare = place == bytes.count || bytes[place] == 0x0A || bytes[place] == 0x0D
    // AsciiDoc's marks stand alone in their line.
    if !isBare, mark == 0x2D || mark == 0x2E { return nil }
    if !isBare, mark == 0x60 {
      // More backticks make it code within a line.
      while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D {
        if bytes[place] == 0x60 { return nil }
        place += 1
      }
    }
    return (mark, length, isBare)
  }

  /// A bare mark opens unless it looks like the end of a block whose beginning was not seen.
  private func opensFence(_ line: Line, _ marks: (mark: UInt8, length: Int, isBare: Bool)) -> Bool {
    switch marks.mark {
    case 0x2D:
      // `----` is code behind `[source]` and an underline or a rule elsewhere.
      return marks.length >= 4 && blankLines == 0 && last.map { bytes[$0.text] == 0x5B } ?? false
    case 0x2E: if marks.length < 4 { return false }
    default: break
    }
    return !marks.isBare || blankLines > 0 || last == nil || !isBlankLine(after: line.text)
  }

  private mutating func inFence(
    _ line: inout Line, _ columns: Int, _ marks: (mark: UInt8, length: Int, isBare: Bool)?, mark: UInt8,
    length: Int
  ) -> Bool {
    guard let marks, marks.mark == mark, marks.length >= length else {
      add(line, inLeaf(blankLines > 0 ? .codeParagraph : .codeLine))
      return true
    }
    line.isFenceEdge = true
    // A mark with a language, or with a blank line before it and code behind it, begins a block: the
    // one before was never closed.
    if !marks.isBare || (blankLines > 0 && !isBlankLine(after: line.text)) {
      leaf = nil
      begin(.fence(mark: mark, length: marks.length), line, outside(line))
    } else {
      add(line, inLeaf(.codeLine))
      lengthen(to: line.text + marks.length)
      leaf = nil
    }
    return true
  }

  /// True when the line after the one at the place is blank, or there is none.
  private func isBlankLine(after place: Int) -> Bool {
    var place = place
    while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
    if place == bytes.count { return true }
    place = Self.afterBreak(bytes, place)
    while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
    return place == bytes.count || bytes[place] == 0x0A || bytes[place] == 0x0D
  }

  /// How far code is indented that begins here, or `nil`: four columns, or two behind `::`.
  private func codeIndentation(_ columns: Int) -> Int? {
    if columns >= 4 { return 4 }
    guard columns >= 2, let last, last.end - last.start >= 2 else { return nil }
    return bytes[last.end - 1] == 0x3A && bytes[last.end - 2] == 0x3A ? 2 : nil
  }

  // MARK: - Blocks

  private mutating func begin(_ kind: Leaf.Kind, _ line: Line, _ rank: Boundary.Rank) {
    closeTable()
    add(line, rank)
    leaf = Leaf(kind: kind, start: line.start, startScalar: line.scalar, boundary: boundaries.count)
  }

  private func inLeaf(_ rank: Boundary.Rank) -> Boundary.Rank {
    leaf?.isLong ?? false ? rank.inLongBlock : rank
  }

  private func inList(_ rank: Boundary.Rank) -> Boundary.Rank {
    list?.isLong ?? false ? rank.inLongBlock : rank
  }

  private mutating func closeLeaf() {
    closeTable()
    leaf = nil
  }

  /// Lets go of a block that no chunk can hold: it is torn between its lines.
  private mutating func lengthen(to end: Int? = nil) {
    let scalar = (end ?? place) - continuations
    if let open = leaf, !open.isLong, scalar - open.startScalar > longest {
      leaf?.isLong = true
      promote(from: open.boundary) { $0.isLeaf }
    }
    if let open = list, !open.isLong, scalar - open.startScalar > longest {
      list?.isLong = true
      promote(from: open.boundary) { $0.isList }
    }
  }

  private mutating func promote(from first: Int, where suits: (Boundary.Rank) -> Bool) {
    for index in min(first, boundaries.count)..<boundaries.count where suits(boundaries[index].rank) {
      boundaries[index].rank = boundaries[index].rank.inLongBlock
    }
  }

  // MARK: - Tables

  /// Decides about a line of text once its end is known.
  private mutating func endText(_ line: inout Line) {
    guard list == nil || !Self.isItem(bytes, at: line.text) else { return }
    let follows = blankLines == 0
    let first = bytes[line.text]
    line.isRow = first == 0x7C || (first == 0x2B && isRule(line, 0x2B)) || holdsSpacedBar(line)
    if line.holdsBar, follows, !line.isRow {
      // Without spaces around its bars a row is one under a rule, and a rule is one under a header.
      let isRule = isRule(line, 0x7C)
      if isRule, let last, last.holdsBar, !last.isRow {
        begin(tableAt: last)
        line.isRow = true
      } else if case .table = leaf?.kind {
        line.isRow = true
      }
    }
    guard line.isRow else {
      closeTable()
      return
    }
    if follows, case .table = leaf?.kind {
      row(line)
    } else {
      closeTable()
      begin(tableAt: line)
    }
  }

  private mutating func begin(tableAt line: Line) {
    leaf = Leaf(
      kind: .table, start: line.start, startScalar: line.scalar,
      boundary: firstInside(line))
    header = isRule(line, bytes[line.text]) ? nil : TextSpan(line.start, line.end)
    tableEnd = line.end
  }

  /// A further row: what looked like sentences before it are cells.
  private mutating func row(_ line: Line) {
    guard let open = leaf else { return }
    if tableEnd == last?.end, let before = last, before.start == open.start {
      // The header was read as text.
      let kept = firstInside(before)
      boundaries.removeSubrange(kept..<max(kept, min(line.boundary, boundaries.count)))
    }
    if let index = boundaries.lastIndex(where: { $0.place <= line.start }),
      boundaries[index].place == line.start
    {
      boundaries.removeSubrange((index + 1)...)
      boundaries[index].rank = inLeaf(.tableRow)
    }
    if header == nil, !isRule(line, bytes[line.text]) { header = TextSpan(line.start, line.end) }
    tableEnd = line.end
  }

  /// The index of the first boundary behind the beginning of the line.
  private func firstInside(_ line: Line) -> Int {
    guard line.boundary < boundaries.count else { return boundaries.count }
    return boundaries[line.boundary].place == line.start ? line.boundary + 1 : line.boundary
  }

  private mutating func closeTable() {
    guard case .table = leaf?.kind else { return }
    leaf = nil
    if let header, tableEnd > header.end { tables.append(Table(header: header, end: tableEnd)) }
    header = nil
  }

  /// True for `|---|:--:|`, `+---+---+` and `|===`.
  private func isRule(_ line: Line, _ corner: UInt8) -> Bool {
    guard corner == 0x7C || corner == 0x2B else { return false }
    var hasDash = false
    for place in line.text..<line.end {
      switch bytes[place] {
      case 0x2D, 0x3D: hasDash = true
      case corner, 0x20, 0x09, 0x3A: break
      default: return false
      }
    }
    return hasDash
  }

  private func holdsSpacedBar(_ line: Line) -> Bool {
    guard line.holdsBar else { return false }
    for place in (line.text + 1)..<line.end where bytes[place] == 0x7C && bytes[place - 1] == 0x20 {
      if place + 1 == line.end || bytes[place + 1] == 0x20 { return true }
    }
    return false
  }

  // MARK: - Within a line

  /// Goes to the end of the line, counts its scalars and adds what ends a sentence.
  private mutating func scan(_ line: inout Line, isCode: Bool) {
    var place = line.text
    var continued = continuations
    var sentenceEnd = -1
    ByteKind.table.withUnsafeBufferPointer { kinds in
      while place < bytes.count {
        let kind = kinds[Int(bytes[place])]
        if kind <= ByteKind.continuation {
          continued += Int(kind)
          place += 1
          continue
        }
        if kind == ByteKind.lineEnd { break }
        if isCode {
          place += 1
          continue
        }
        if kind == ByteKind.bar {
          line.holdsBar = true
          place += 1
          continue
        }
        let found: SentenceEnd?
        let start = place
        if kind == ByteKind.stop {
          place += 1
          while place < bytes.count, kinds[Int(bytes[place])] == ByteKind.stop { place += 1 }
          found = SentenceEnd.ascii(bytes, at: start, run: place - start, abbreviations)
        } else {
          found = SentenceEnd.wide(bytes, at: place)
          place += 1
        }
        guard let found else { continue }
        if found.endsLine {
          sentenceEnd = found.next
        } else if list == nil {
          add(
            found.next, found.next - continued - found.continuations,
            found.isDoubtful ? .doubtfulSentence : .sentence)
        } else if !found.isDoubtful {
          add(found.next, found.next - continued - found.continuations, inList(.listSentence))
        }
      }
    }
    continuations = continued
    line.end = place
    line.endsSentence = sentenceEnd == place
    self.place = place
    if line.start >= headingEnd { isAfterHeading = false }
  }

  private mutating func add(_ line: Line, _ rank: Boundary.Rank) {
    add(line.start, line.scalar, isAfterHeading && rank > .afterHeading ? .afterHeading : rank)
  }

  private mutating func add(_ place: Int, _ scalar: Int, _ rank: Boundary.Rank) {
    guard place > 0, place < bytes.count, !TextScalars.extends(bytes, at: place) else { return }
    if let last = boundaries.last, last.place >= place { return }
    boundaries.append(
      Boundary(place: place, scalar: scalar, rank: rank, hash: TextScalars.hash(bytes, from: place)))
  }

  private static func afterBreak(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int {
    bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A ? end + 2 : end + 1
  }

  /// True behind `-`, `*`, `+`, a bullet, or a number of up to three digits with a full stop or a bracket.
  private static func isItem(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    func isSpace(_ place: Int) -> Bool {
      place < bytes.count && (bytes[place] == 0x20 || bytes[place] == 0x09)
    }
    switch bytes[place] {
    case 0x2D, 0x2A, 0x2B: return isSpace(place + 1)
    case 0xE2:
      // • ‣ – and the like.
      guard place + 2 < bytes.count, bytes[place + 1] == 0x80 else { return false }
      let third = bytes[place + 2]
      return (third == 0xA2 || third == 0xA3 || third == 0x93) && isSpace(place + 3)
    case 0x30...0x39:
      var end = place + 1
      while end < bytes.count, end < place + 3, bytes[end] >= 0x30, bytes[end] <= 0x39 { end += 1 }
      return end < bytes.count && (bytes[end] == 0x2E || bytes[end] == 0x29) && isSpace(end + 1)
    default: return false
    }
  }
}

/// What the scan of a line does with a byte.
private enum ByteKind {
  static let text: UInt8 = 0
  static let continuation: UInt8 = 1
  static let lineEnd: UInt8 = 2
  static let stop: UInt8 = 3
  static let bar: UInt8 = 4
  static let wide: UInt8 = 5

  static let table: [UInt8] = (0...255).map { value in
    let byte = UInt8(value)
    switch byte {
    case 0x0A, 0x0D: return lineEnd
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return stop
    case UInt8(ascii: "|"): return bar
    case _ where byte & 0xC0 == 0x80: return continuation
    case _ where SentenceEnd.mayBegin(byte): return wide
    default: return text
    }
  }
}
