/// Answers "which boundary between these two is the strongest?" in logarithmic time, the first one
/// among equals.
///
/// The strength of a boundary is its rank and, among equal ranks, a hash of the text that follows. It
/// depends on the text near the place alone, so that an edit elsewhere leaves it as it was.
///
/// Boundaries stand in blocks of sixteen. What is strongest in a whole block is known beforehand, in a
/// tree of maxima over the blocks; the ends of a range are looked through. Most boundaries lose by their
/// rank, and only of those that do not is the hash ever taken.
struct StrongestBoundary {
  private static let block = 16

  private let boundaries: UnsafeBufferPointer<Boundary>
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Of the tree: the least power of two that has room for every whole block.
  private let leaves: Int
  /// Node 1 is the root. Nothing for less than two whole blocks.
  private var tree: [Candidate]

  private struct Candidate {
    /// Of the boundary; `-1` for none.
    var index: Int
    /// The rank in the upper byte, the hash in the rest.
    var strength: UInt64

    static let none = Candidate(index: -1, strength: 0)

    /// - Parameter other: of a higher index.
    func orStronger(_ other: Candidate) -> Candidate {
      if index < 0 { return other }
      return other.index >= 0 && other.strength > strength ? other : self
    }
  }

  /// - Parameter boundaries: that stay where they are.
  init(_ boundaries: UnsafeBufferPointer<Boundary>, of bytes: UnsafeBufferPointer<UInt8>) {
    self.boundaries = boundaries
    self.bytes = bytes
    let blocks = boundaries.count / Self.block
    var leaves = 1
    while leaves < blocks { leaves *= 2 }
    self.leaves = leaves
    tree = []
    if blocks < 2 { return }
    tree = [Candidate](repeating: .none, count: leaves * 2)
    for block in 0..<blocks {
      tree[leaves + block] = strongest(in: block * Self.block..<(block + 1) * Self.block)
    }
    for node in stride(from: leaves - 1, to: 0, by: -1) {
      tree[node] = tree[node * 2].orStronger(tree[node * 2 + 1])
    }
  }

  func index(in range: Range<Int>) -> Int? {
    if range.isEmpty { return nil }
    let first = (range.lowerBound + Self.block - 1) / Self.block
    let last = range.upperBound / Self.block
    if tree.isEmpty || first >= last { return strongest(in: range).index }
    let best = strongest(in: range.lowerBound..<first * Self.block)
      .orStronger(strongest(inBlocks: first..<last))
      .orStronger(strongest(in: last * Self.block..<range.upperBound))
    return best.index
  }

  private func strongest(inBlocks blocks: Range<Int>) -> Candidate {
    var low = blocks.lowerBound + leaves
    var high = blocks.upperBound + leaves
    var left = Candidate.none
    var right = Candidate.none
    while low < high {
      if low & 1 == 1 {
        left = left.orStronger(tree[low])
        low += 1
      }
      if high & 1 == 1 {
        high -= 1
        right = tree[high].orStronger(right)
      }
      low /= 2
      high /= 2
    }
    return left.orStronger(right)
  }

  /// Looks through the boundaries of the range: for the highest rank and for those that have it, without
  /// a branch that cannot be foreseen, then among those.
  ///
  /// - Parameter range: of less than sixty-four, as what lies between two whole blocks is.
  private func strongest(in range: Range<Int>) -> Candidate {
    if range.isEmpty { return .none }
    var rank: UInt8 = 0
    for index in range { rank = max(rank, boundaries[index].rank.value) }
    var best = Candidate.none
    var equals: UInt64 = 0
    for index in range {
      let isEqual: UInt64 = boundaries[index].rank.value == rank ? 1 : 0
      equals |= isEqual &<< UInt64(truncatingIfNeeded: index &- range.lowerBound)
    }
    while equals != 0 {
      let index = range.lowerBound + equals.trailingZeroBitCount
      equals &= equals &- 1
      let strength = UInt64(rank) << 56 | TextScalars.hash(bytes, from: boundaries[index].place) >> 8
      best = best.orStronger(Candidate(index: index, strength: strength))
    }
    return best
  }
}
