/// Where a passage is cut.
struct Cutting {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let longest: Int
  private let enough: Int
  private let shortest: Int
  /// The places where chunks begin, in order; the first is 0.
  private var starts: [Int] = []

  private struct Piece {
    var from: Place
    var to: Place
    /// The indices of the boundaries within.
    var inside: Range<Int>

    /// In scalars.
    var length: Int { to.scalar - from.scalar }

    func cut(at boundary: Boundary, _ index: Int) -> (before: Piece, behind: Piece) {
      let place = Place(byte: boundary.place, scalar: boundary.scalar)
      return (
        Piece(from: from, to: place, inside: inside.lowerBound..<index),
        Piece(from: place, to: to, inside: (index + 1)..<inside.upperBound)
      )
    }
  }

  private struct Place {
    var byte: Int
    var scalar: Int
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>, by rules: ChunkingRules) {
    self.bytes = bytes
    // Room for the overlap is taken off every piece, so that a chunk with its overlap fits.
    longest = rules.maximum - rules.overlap
    enough = min(longest, max(1, rules.target * 2))
    shortest = max(1, min(rules.target, enough) / 4)
    starts.reserveCapacity(bytes.count / shortest / 2 + 1)
  }

  static func cut(
    _ bytes: UnsafeBufferPointer<UInt8>, of passage: Passage, by rules: ChunkingRules
  ) -> (starts: [Int], tables: [BoundaryScan.Table]) {
    if bytes.isEmpty { return ([], []) }
    var cutting = Cutting(bytes, by: rules)
    // A scalar is at least one byte.
    if bytes.count <= cutting.enough { return ([0], []) }
    let scan = BoundaryScan(bytes, headings: passage.headings, longest: cutting.longest)
    cutting.cut(by: scan)
    return (cutting.starts, scan.tables)
  }

  /// Cuts at the lines outside of blocks, as long as there are any: no sentence is as strong.
  private mutating func cut(by scan: borrowing BoundaryScan) {
    let lines = scan.boundaries.elements
    let strongest = StrongestBoundary(lines, of: bytes)
    // The leftmost is on top.
    var pieces: [Piece] = []
    pieces.reserveCapacity(16)
    pieces.append(
      Piece(
        from: Place(byte: 0, scalar: 0), to: Place(byte: bytes.count, scalar: scan.scalarCount),
        inside: lines.indices))
    while let piece = pieces.popLast() {
      if piece.length <= enough {
        starts.append(piece.from.byte)
      } else if let index = strongest.index(in: middle(of: piece, lines)), lines[index].rank > .sentence {
        let (before, behind) = piece.cut(at: lines[index], index)
        pieces.append(behind)
        pieces.append(before)
      } else {
        let boundaries = scan.boundaries(inside: piece.inside, of: piece.from.byte..<piece.to.byte)
        boundaries.withUnsafeBufferPointer { boundaries in
          cut(Piece(from: piece.from, to: piece.to, inside: boundaries.indices), at: boundaries)
        }
      }
    }
  }

  private mutating func cut(_ whole: Piece, at boundaries: UnsafeBufferPointer<Boundary>) {
    let strongest = StrongestBoundary(boundaries, of: bytes)
    var pieces = [whole]
    while let piece = pieces.popLast() {
      if piece.length <= enough {
        starts.append(piece.from.byte)
      } else if let index = best(piece, of: boundaries, strongest) {
        let (before, behind) = piece.cut(at: boundaries[index], index)
        pieces.append(behind)
        pieces.append(before)
      } else if piece.length > longest {
        starts += WordCutter(longest: longest, enough: enough, shortest: shortest)
          .starts(in: piece.from.byte..<piece.to.byte, of: bytes)
      } else {
        starts.append(piece.from.byte)
      }
    }
  }

  /// Where to cut a piece that is longer than ``enough``, or `nil` when it stays whole or has no boundary.
  private func best(
    _ piece: Piece, of boundaries: UnsafeBufferPointer<Boundary>, _ strongest: StrongestBoundary
  ) -> Int? {
    let middle = strongest.index(in: middle(of: piece, boundaries))
    if let middle, !boundaries[middle].rank.isWithinWhole { return middle }
    if piece.length <= longest { return nil }
    guard let any = strongest.index(in: piece.inside) else { return nil }
    // A short piece is better than a torn block that would fit.
    if !boundaries[any].rank.isWithinWhole { return any }
    guard boundaries[any].rank == .afterHeading else { return middle ?? any }
    // Headings, and one block or one run of words below them.
    if piece.to.scalar - boundaries[any].scalar <= longest { return any }
    if let below = strongest.index(in: (any + 1)..<piece.inside.upperBound),
      boundaries[below].rank == .afterHeading
    {
      return any
    }
    return middle
  }

  /// The boundaries that leave no piece shorter than ``shortest``.
  private func middle(of piece: Piece, _ boundaries: UnsafeBufferPointer<Boundary>) -> Range<Int> {
    let low = piece.from.scalar + shortest
    let high = piece.to.scalar - shortest
    // One after the other: there are few so near the ends, and never more than scalars.
    var first = piece.inside.lowerBound
    while first < piece.inside.upperBound, boundaries[first].scalar < low { first += 1 }
    var last = piece.inside.upperBound
    while last > first, boundaries[last - 1].scalar > high { last -= 1 }
    return first..<last
  }
}
