/// Answers "which boundary between these two is the strongest?" in logarithmic time, the first one
/// among equals: a tree of maxima over the boundaries.
struct StrongestBoundary {
  private let leaves: Int
  /// Indices of boundaries; `-1` where there is none. Node 1 is the root.
  private var tree: [Int32]
  private let strengths: [UInt64]

  init(_ boundaries: [Boundary]) {
    var leaves = 1
    while leaves < boundaries.count { leaves *= 2 }
    self.leaves = leaves
    strengths = boundaries.map(\.strength)
    tree = [Int32](repeating: -1, count: leaves * 2)
    for index in boundaries.indices { tree[leaves + index] = Int32(index) }
    for node in stride(from: leaves - 1, to: 0, by: -1) {
      tree[node] = stronger(tree[node * 2], tree[node * 2 + 1])
    }
  }

  func index(in range: Range<Int>) -> Int? {
    var low = range.lowerBound + leaves
    var high = range.upperBound + leaves
    var best: Int32 = -1
    while low < high {
      if low & 1 == 1 {
        best = stronger(best, tree[low])
        low += 1
      }
      if high & 1 == 1 {
        high -= 1
        best = stronger(best, tree[high])
      }
      low /= 2
      high /= 2
    }
    return best < 0 ? nil : Int(best)
  }

  private func stronger(_ lhs: Int32, _ rhs: Int32) -> Int32 {
    guard lhs >= 0 else { return rhs }
    guard rhs >= 0 else { return lhs }
    let left = strengths[Int(lhs)]
    let right = strengths[Int(rhs)]
    if left == right { return min(lhs, rhs) }
    return left > right ? lhs : rhs
  }
}
