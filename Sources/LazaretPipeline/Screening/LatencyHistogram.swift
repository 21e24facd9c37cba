/// Counts durations in buckets that grow by a tenth, so that a percentile is right within a tenth
/// and the memory does not grow with the number of requests.
struct LatencyHistogram: Sendable {
  private static let bucketCount = 160
  private var buckets = [Int](repeating: 0, count: bucketCount)
  private var count = 0

  mutating func add(_ duration: Duration) {
    let milliseconds = duration / .milliseconds(1)
    var bucket = 0
    var bound = 0.1
    while bound < milliseconds, bucket < Self.bucketCount - 1 {
      bound *= 1.1
      bucket += 1
    }
    buckets[bucket] += 1
    count += 1
  }

  /// In milliseconds, the upper bound of the bucket; 0 when nothing was counted.
  ///
  /// - Parameter share: between 0 and 1.
  func percentile(_ share: Double) -> Double {
    guard count > 0 else { return 0 }
    let wanted = max(1, Int((share * Double(count)).rounded(.up)))
    var seen = 0
    var bound = 0.1
    for bucket in buckets {
      seen += bucket
      if seen >= wanted { return (bound * 100).rounded() / 100 }
      bound *= 1.1
    }
    return bound
  }
}
