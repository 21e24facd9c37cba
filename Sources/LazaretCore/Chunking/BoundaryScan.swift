/// Finds the lines of a passage before which a chunk may begin, in one pass over its bytes, and sees by the
/// text where code, tables and lists stand. Sentences are looked for afterwards, where they are wanted.
///
/// What a line is follows from the line, the ones beside it and the block that is open, and a block that
/// is open is left at the latest after as many bytes as a chunk can have: an edit changes the boundaries
/// near it and no others, and a fence that nobody closes spoils no more than that.
///
/// Not copyable, so that no call makes a copy of it unseen.
// What is done for every line is inlined into one loop: a line then stays in registers, and what is made of it as
// the line before does not wait for memory; a call that changes nothing would be given a copy of the whole scan,
// which is longer than the line. The compiler leaves that undone where it may choose.
struct BoundaryScan: ~Copyable {
  /// Those before lines; ``boundaries(inside:of:)`` adds the sentences.
  private(set) var boundaries: BoundaryList
  /// The lines in which sentences may begin and before which there is no boundary: the first of a
  /// passage, and those that begin with what belongs to the scalar before.
  private var bareLines: [SentenceScan.Line] = []
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
  /// No open block is longer than a chunk up to this place, in scalars.
  private var shortUntil = Int.max

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
    // More than any text has, and little enough to be added to.
    self.longest = min(longest, 1 << 40)
    reach = 4 * self.longest
    boundaries = BoundaryList(capacity: bytes.count / 64)
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
    var bare = bareLines.partitioningIndex(reached: { $0.place >= piece.lowerBound })
    // The piece begins at the boundary before the first inside.
    for index in max(0, inside.lowerBound - 1)..<inside.upperBound {
      let boundary = boundaries[index]
      while bare < bareLines.count, bareLines[bare].place < boundary.place {
        sentences.add(bareLines[bare], to: &all)
        bare += 1
      }
      if index >= inside.lowerBound { all.append(boundary) }
      if let kind = boundary.sentences { sentences.add(line(behind: boundary, kind), to: &all) }
    }
    while bare < bareLines.count, bareLines[bare].place < piece.upperBound {
      sentences.add(bareLines[bare], to: &all)
      bare += 1
    }
    return all
  }

  private func line(behind boundary: Boundary, _ kind: SentenceScan.Kind) -> SentenceScan.Line {
    var indent = 0
    while TextLine.isIndent(bytes[boundary.place + indent]) { indent += 1 }
    return SentenceScan.Line(place: boundary.place + indent, scalar: boundary.scalar + indent, kind: kind)
  }

  // MARK: - Lines

  /// - Returns: where the next line begins.
  @inline(always)
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
    if begin(&line, columns) { line.traits.insert(.code) }
    pass(&line)
    if !line.traits.contains(.code) {
      endText(&line)
      if !line.traits.contains(.cells) { addProse(line) }
    }
    if place - continuations > shortUntil { lengthen() }
    blankLines = 0
    last = line
    return line.end < bytes.count ? TextLine.afterEnd(bytes, line.end) : line.end
  }

  /// Decides what the line is, and adds the boundary before it.
  ///
  /// - Returns: true when no sentence is to be looked for in it.
  @inline(always)
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
    let isWord = line.beginsWord(bytes)
    let marks = isWord ? nil : TextLine.fenceMarks(bytes, at: line.text)
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
    let isItem = !isWord && TextLine.beginsItem(bytes, at: line.text)
    if let open = list, !isItem {
      let isBeside = columns <= open.columns
      if isBeside && (blankLines > 0 || marks != nil) || line.start - open.lastItem > reach { list = nil }
    }
    if let marks, opensFence(line, marks) {
      begin(.fence(mark: marks.mark, length: marks.length), line, outside(line))
      line.traits.insert(.fenceEdge)
      return true
    }
    if isItem {
      line.traits.insert(.item)
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
        first: line.boundary, bare: bareLines.count)
      shortUntil = min(shortUntil, line.scalar + longest)
    }
    list?.lastItem = line.start
    return false
  }

  /// The rank of a line that belongs to no leaf, or begins one.
  @inline(always)
  private func outside(_ line: TextLine) -> Boundary.Rank {
    if list != nil { return inList(blankLines > 0 ? .listParagraph : .listLine) }
    if blankLines > 0 { return .paragraph }
    guard let last else { return .paragraph }
    return line.goesOn(last, bytes) && !last.endsSentence(bytes) ? .wrappedLine : .line
  }

  // MARK: - Code

  /// A bare mark opens unless it looks like the end of a block whose beginning was not seen.
  @inline(always)
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

  @inline(always)
  private mutating func inFence(
    _ line: inout TextLine, _ columns: Int, _ marks: TextLine.FenceMarks?, mark: UInt8,
    length: Int
  ) -> Bool {
    guard let marks, marks.mark == mark, marks.length >= length else {
      add(line, inLeaf(blankLines > 0 ? .codeParagraph : .codeLine))
      return true
    }
    line.traits.insert(.fenceEdge)
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
  @inline(always)
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
    shortUntil = min(shortUntil, line.scalar + longest)
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
    shortUntil = .max
    if let open = leaf, !open.isLong, scalar - open.startScalar > longest {
      leaf?.isLong = true
      promote(from: open.boundary) { $0.isLeaf }
    } else if let open = leaf, !open.isLong {
      shortUntil = open.startScalar + longest
    }
    if let open = list, !open.isLong, scalar - open.startScalar > longest {
      list?.isLong = true
      promote(from: open.boundary) { $0.isList }
      for index in open.first..<boundaries.count where boundaries[index].sentences != nil {
        boundaries[index].sentences = .longList
      }
      for index in min(open.bare, bareLines.count)..<bareLines.count { bareLines[index].kind = .longList }
    } else if let open = list, !open.isLong {
      shortUntil = min(shortUntil, open.startScalar + longest)
    }
  }

  private mutating func promote(from first: Int, where suits: (Boundary.Rank) -> Bool) {
    for index in min(first, boundaries.count)..<boundaries.count where suits(boundaries[index].rank) {
      boundaries[index].rank = boundaries[index].rank.inLongBlock
    }
  }

  // MARK: - Tables

  /// Decides about a line of text once its end is known.
  @inline(always)
  private mutating func endText(_ line: inout TextLine) {
    if line.traits.contains(.item) { return }
    let follows = blankLines == 0
    let first = bytes[line.text]
    var isRow = first == 0x7C || (first == 0x2B && line.isRule(bytes, 0x2B)) || line.holdsSpacedBar(bytes)
    if follows, !isRow, line.traits.contains(.bar) {
      // Without spaces around its bars a row is one under a rule, and a rule is one under a header.
      let isRule = line.isRule(bytes, 0x7C)
      if isRule, let last, last.traits.contains(.bar), !last.traits.contains(.row) {
        begin(tableAt: last)
        isRow = true
      } else if case .table = leaf?.kind {
        isRow = true
      }
    }
    guard isRow else {
      closeTable()
      return
    }
    line.traits.insert(.row)
    if follows, case .table = leaf?.kind {
      if row(line) { line.traits.insert(.cells) }
    } else {
      closeTable()
      begin(tableAt: line)
    }
  }

  private mutating func begin(tableAt line: TextLine) {
    leaf = OpenLeaf(
      kind: .table, start: line.start, startScalar: line.scalar,
      boundary: firstInside(line))
    shortUntil = min(shortUntil, line.scalar + longest)
    header = line.isRule(bytes, bytes[line.text]) ? nil : TextSpan(line.start, line.end)
    tableEnd = line.end
  }

  /// A further row: what looked like sentences before it are cells.
  ///
  /// - Returns: true when there is a boundary before it, which is one of a row.
  private mutating func row(_ line: TextLine) -> Bool {
    guard let open = leaf else { return false }
    if tableEnd == last?.end, let before = last, before.start == open.start {
      // The header was read as text.
      if hasBoundary(before) {
        boundaries[before.boundary].sentences = nil
      } else if bareLines.last?.place == before.text {
        bareLines.removeLast()
      }
    }
    if hasBoundary(line) {
      boundaries[line.boundary].rank = inLeaf(.tableRow)
    }
    if header == nil, !line.isRule(bytes, bytes[line.text]) { header = TextSpan(line.start, line.end) }
    tableEnd = line.end
    return hasBoundary(line)
  }

  /// The index of the first boundary behind the beginning of the line.
  private func firstInside(_ line: TextLine) -> Int {
    hasBoundary(line) ? line.boundary + 1 : line.boundary
  }

  @inline(always)
  private func hasBoundary(_ line: TextLine) -> Bool {
    line.boundary < boundaries.count && boundaries[line.boundary].place == line.start
  }

  @inline(always)
  private mutating func closeTable() {
    if case .table = leaf?.kind { endTable() }
  }

  private mutating func endTable() {
    leaf = nil
    if let header, tableEnd > header.end { tables.append(Table(header: header, end: tableEnd)) }
    header = nil
  }

  // MARK: - Within a line

  /// Goes to the end of the line and counts its scalars.
  @inline(always)
  private mutating func pass(_ line: inout TextLine) {
    place = landmarks.next(from: line.text)
    while place < bytes.count, bytes[place] == 0x7C {
      if !line.traits.contains(.code) { line.traits.insert(.bar) }
      place = landmarks.next(from: place + 1)
    }
    continuations = landmarks.continuations(before: place)
    line.end = place
    if line.start >= headingEnd { isAfterHeading = false }
  }

  @inline(always)
  private mutating func addProse(_ line: TextLine) {
    let kind: SentenceScan.Kind = list.map { $0.isLong ? .longList : .list } ?? .outside
    if hasBoundary(line) {
      boundaries[line.boundary].sentences = kind
    } else {
      bareLines.append(
        SentenceScan.Line(place: line.text, scalar: line.scalar + line.text - line.start, kind: kind))
    }
  }

  @inline(always)
  private mutating func add(_ line: TextLine, _ rank: Boundary.Rank) {
    add(at: line.start, scalar: line.scalar, rank)
  }

  @inline(never)
  private mutating func add(at place: Int, scalar: Int, _ rank: Boundary.Rank) {
    let boundary = Boundary(
      place: place, scalar: scalar,
      rank: isAfterHeading && rank > .afterHeading ? .afterHeading : rank)
    // No line is seen twice.
    if boundary.mayStand(in: bytes, after: nil) { boundaries.append(boundary) }
  }
}
