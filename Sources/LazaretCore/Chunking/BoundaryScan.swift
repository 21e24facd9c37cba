/// Finds the lines of a passage before which a chunk may begin, in one pass over its bytes, and sees by the
/// text where code, tables and lists stand. Sentences are looked for afterwards, where they are wanted.
///
/// What a line is follows from the line, the ones beside it and the block that is open, and a block that
/// is open is left at the latest after as many bytes as a chunk can have: an edit changes the boundaries
/// near it and no others, and a fence that nobody closes spoils no more than that.
///
/// Not copyable, so that no call makes a copy of it unseen.
struct BoundaryScan: ~Copyable {
  /// Those before lines; ``boundaries(inside:of:)`` adds the sentences.
  private(set) var boundaries: [Boundary] = []
  /// The lines in which sentences may begin.
  private var prose: [SentenceScan.Line] = []
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
  private var landmarks: Landmarks
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
  private var last: TextLine?
  /// Where the heading ends that the scan is in, or was in last.
  private var headingEnd = 0
  /// Set behind a heading until text follows.
  private var isAfterHeading = false
  private var leaf: OpenLeaf?
  private var list: OpenList?
  /// Of the table that is open: its header's line, and where its last row ends.
  private var header: TextSpan?
  private var tableEnd = 0
  /// Where the last line with text ends.
  private var place = 0

  /// - Parameters:
  ///   - headings: in any order; only those count whose span begins a line.
  ///   - longest: the longest chunk, in scalars; a block that is longer has to be torn.
  init(_ bytes: UnsafeBufferPointer<UInt8>, headings: [Passage.Heading], longest: Int) {
    self.bytes = bytes
    landmarks = Landmarks(bytes)
    self.headings = headings.sorted { ($0.span.start, $0.level) < ($1.span.start, $1.level) }
    self.longest = longest
    reach = 4 * min(longest, 1 << 40)
    boundaries.reserveCapacity(bytes.count / 64)
    prose.reserveCapacity(bytes.count / 64)
    var place = 0
    while place < bytes.count { place = line(from: place) }
    closeTable()
    scalarCount = bytes.count - continuations
  }

  /// The boundaries within a piece, those before its sentences among them.
  ///
  /// - Parameters:
  ///   - inside: the indices of the boundaries within the piece.
  ///   - piece: in bytes; it begins and ends with a line.
  func boundaries(inside: Range<Int>, of piece: Range<Int>) -> [Boundary] {
    let sentences = SentenceScan(bytes)
    var all: [Boundary] = []
    var next = inside.lowerBound
    var line = prose.partitioningIndex(reached: { $0.place >= piece.lowerBound })
    while line < prose.count, prose[line].place < piece.upperBound {
      while next < inside.upperBound, boundaries[next].place <= prose[line].place {
        all.append(boundaries[next])
        next += 1
      }
      sentences.add(prose[line], to: &all)
      line += 1
    }
    return all + boundaries[next..<inside.upperBound]
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
      return TextLine.afterEnd(bytes, text)
    }
    var line = TextLine(start: start, text: text)
    line.boundary = boundaries.count
    line.scalar = start - continuations
    line.isCode = begin(&line, columns)
    pass(&line)
    if !line.isCode {
      endText(&line)
      if !line.isCells { addProse(line) }
    }
    if leaf != nil || list != nil { lengthen() }
    blankLines = 0
    last = line
    return line.end < bytes.count ? TextLine.afterEnd(bytes, line.end) : line.end
  }

  /// Decides what the line is, and adds the boundary before it.
  ///
  /// - Returns: true when no sentence is to be looked for in it.
  private mutating func begin(_ line: inout TextLine, _ columns: Int) -> Bool {
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
    let marks = line.fenceMarks(bytes)
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
    let isItem = line.beginsItem(bytes)
    if let open = list, !isItem {
      let isBeside = columns <= open.columns
      if isBeside && (blankLines > 0 || marks != nil) || line.start - open.lastItem > reach { list = nil }
    }
    if let marks, opensFence(line, marks) {
      begin(.fence(mark: marks.mark, length: marks.length), line, outside(line))
      line.isFenceEdge = true
      return true
    }
    if isItem {
      line.isItem = true
      return item(line, columns)
    }
    if list == nil, blankLines > 0 || last == nil, let least = codeIndentation(columns) {
      begin(.indented(columns: least), line, outside(line))
      return true
    }
    add(line, outside(line))
    return false
  }

  private mutating func item(_ line: TextLine, _ columns: Int) -> Bool {
    closeTable()
    if let open = list {
      add(line, inList(columns > open.columns + 1 ? .nestedItem : .item))
    } else {
      add(line, blankLines > 0 ? .paragraph : .list)
      list = OpenList(
        columns: columns, lastItem: line.start, startScalar: line.scalar, boundary: boundaries.count,
        prose: prose.count)
    }
    list?.lastItem = line.start
    return false
  }

  /// The rank of a line that belongs to no leaf, or begins one.
  // Inlined, because a call that does not change the scan is given a copy of it.
  @inline(__always)
  private func outside(_ line: TextLine) -> Boundary.Rank {
    if list != nil { return inList(blankLines > 0 ? .listParagraph : .listLine) }
    if blankLines > 0 { return .paragraph }
    guard let last else { return .paragraph }
    return line.goesOn(last, bytes) && !last.endsSentence(bytes) ? .wrappedLine : .line
  }

  // MARK: - Code

  /// A bare mark opens unless it looks like the end of a block whose beginning was not seen.
  private func opensFence(_ line: TextLine, _ marks: TextLine.FenceMarks) -> Bool {
    switch marks.mark {
    case 0x2D:
      // `----` is code behind `[source]` and an underline or a rule elsewhere.
      return marks.length >= 4 && blankLines == 0 && last.map { bytes[$0.text] == 0x5B } ?? false
    case 0x2E: if marks.length < 4 { return false }
    default: break
    }
    return !marks.isBare || blankLines > 0 || last == nil || !TextLine.isBlank(bytes, after: line.text)
  }

  private mutating func inFence(
    _ line: inout TextLine, _ columns: Int, _ marks: TextLine.FenceMarks?, mark: UInt8,
    length: Int
  ) -> Bool {
    guard let marks, marks.mark == mark, marks.length >= length else {
      add(line, inLeaf(blankLines > 0 ? .codeParagraph : .codeLine))
      return true
    }
    line.isFenceEdge = true
    // A mark with a language, or with a blank line before it and code behind it, begins a block: the
    // one before was never closed.
    if !marks.isBare || (blankLines > 0 && !TextLine.isBlank(bytes, after: line.text)) {
      leaf = nil
      begin(.fence(mark: mark, length: marks.length), line, outside(line))
    } else {
      add(line, inLeaf(.codeLine))
      lengthen(to: line.text + marks.length)
      leaf = nil
    }
    return true
  }

  /// How far code is indented that begins here, or `nil`: four columns, or two behind `::`.
  private func codeIndentation(_ columns: Int) -> Int? {
    if columns >= 4 { return 4 }
    guard columns >= 2, let last, last.end - last.start >= 2 else { return nil }
    return bytes[last.end - 1] == 0x3A && bytes[last.end - 2] == 0x3A ? 2 : nil
  }

  // MARK: - Blocks

  private mutating func begin(_ kind: OpenLeaf.Kind, _ line: TextLine, _ rank: Boundary.Rank) {
    closeTable()
    add(line, rank)
    leaf = OpenLeaf(kind: kind, start: line.start, startScalar: line.scalar, boundary: boundaries.count)
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
      for index in min(open.prose, prose.count)..<prose.count { prose[index].kind = .longList }
    }
  }

  private mutating func promote(from first: Int, where suits: (Boundary.Rank) -> Bool) {
    for index in min(first, boundaries.count)..<boundaries.count where suits(boundaries[index].rank) {
      boundaries[index].rank = boundaries[index].rank.inLongBlock
    }
  }

  // MARK: - Tables

  /// Decides about a line of text once its end is known.
  private mutating func endText(_ line: inout TextLine) {
    if line.isItem { return }
    let follows = blankLines == 0
    let first = bytes[line.text]
    line.isRow = first == 0x7C || (first == 0x2B && line.isRule(bytes, 0x2B)) || line.holdsSpacedBar(bytes)
    if line.holdsBar, follows, !line.isRow {
      // Without spaces around its bars a row is one under a rule, and a rule is one under a header.
      let isRule = line.isRule(bytes, 0x7C)
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
      row(&line)
    } else {
      closeTable()
      begin(tableAt: line)
    }
  }

  private mutating func begin(tableAt line: TextLine) {
    leaf = OpenLeaf(
      kind: .table, start: line.start, startScalar: line.scalar,
      boundary: firstInside(line))
    header = line.isRule(bytes, bytes[line.text]) ? nil : TextSpan(line.start, line.end)
    tableEnd = line.end
  }

  /// A further row: what looked like sentences before it are cells.
  private mutating func row(_ line: inout TextLine) {
    guard let open = leaf else { return }
    if tableEnd == last?.end, let before = last, before.start == open.start {
      // The header was read as text.
      if prose.last?.place == before.text { prose.removeLast() }
    }
    if let index = boundaries.indices.last, boundaries[index].place == line.start {
      boundaries[index].rank = inLeaf(.tableRow)
      line.isCells = true
    }
    if header == nil, !line.isRule(bytes, bytes[line.text]) { header = TextSpan(line.start, line.end) }
    tableEnd = line.end
  }

  /// The index of the first boundary behind the beginning of the line.
  private func firstInside(_ line: TextLine) -> Int {
    guard line.boundary < boundaries.count else { return boundaries.count }
    return boundaries[line.boundary].place == line.start ? line.boundary + 1 : line.boundary
  }

  private mutating func closeTable() {
    guard case .table = leaf?.kind else { return }
    leaf = nil
    if let header, tableEnd > header.end { tables.append(Table(header: header, end: tableEnd)) }
    header = nil
  }

  // MARK: - Within a line

  /// Goes to the end of the line and counts its scalars.
  private mutating func pass(_ line: inout TextLine) {
    place = landmarks.next(from: line.text)
    while place < bytes.count, bytes[place] == 0x7C {
      line.holdsBar = !line.isCode
      place = landmarks.next(from: place + 1)
    }
    continuations = landmarks.continuations(before: place)
    line.end = place
    if line.start >= headingEnd { isAfterHeading = false }
  }

  private mutating func addProse(_ line: TextLine) {
    let kind: SentenceScan.Line.Kind = list.map { $0.isLong ? .longList : .list } ?? .outside
    prose.append(
      SentenceScan.Line(place: line.text, scalar: line.scalar + line.text - line.start, kind: kind))
  }

  private mutating func add(_ line: TextLine, _ rank: Boundary.Rank) {
    let boundary = Boundary(
      place: line.start, scalar: line.scalar,
      rank: isAfterHeading && rank > .afterHeading ? .afterHeading : rank)
    if boundary.mayStand(in: bytes, after: boundaries.last) { boundaries.append(boundary) }
  }
}
