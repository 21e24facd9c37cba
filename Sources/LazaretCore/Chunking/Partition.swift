extension RandomAccessCollection {
  /// The first index at which `reached` holds, by bisection; it holds from there on.
  package func partitioningIndex(reached: (Element) -> Bool) -> Index {
    var low = startIndex
    var length = count
    while length > 0 {
      let half = length / 2
      let middle = index(low, offsetBy: half)
      if reached(self[middle]) {
        length = half
      } else {
        low = index(after: middle)
        length -= half + 1
      }
    }
    return low
  }
}
