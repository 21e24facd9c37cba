import LazaretCore

extension [Detection] {
  /// Of the detections that overlap under one label the longest is kept, of equally long ones the first.
  /// Different labels may overlap. Sorted by span, then by label.
  var longestOfEachLabel: [Detection] {
    if count < 2 { return self }
    var kept: [Detection] = []
    for (label, group) in Dictionary(grouping: self, by: \.label) {
      for span in disjoint(group.map(\.span)) { kept.append(Detection(label: label, span: span)) }
    }
    return kept.sorted { ($0.span, $0.label) < ($1.span, $1.label) }
  }

  private func disjoint(_ spans: [TextSpan]) -> [TextSpan] {
    let ordered = spans.sorted()
    var result: [TextSpan] = []
    var cluster: [TextSpan] = []
    var clusterEnd = 0
    for span in ordered {
      if !cluster.isEmpty, span.start >= clusterEnd {
        result += longestFirst(cluster)
        cluster.removeAll(keepingCapacity: true)
      }
      clusterEnd = cluster.isEmpty ? span.end : Swift.max(clusterEnd, span.end)
      cluster.append(span)
    }
    return result + longestFirst(cluster)
  }

  /// Whoever comes later is not longer, so a span that was taken cannot lie strictly inside it: looking at
  /// its first and its last byte tells whether it is free. The marks cost the length of the cluster once.
  private func longestFirst(_ cluster: [TextSpan]) -> [TextSpan] {
    guard cluster.count > 1, let first = cluster.first, let end = cluster.map(\.end).max() else {
      return cluster
    }
    var taken = [Bool](repeating: false, count: end - first.start)
    var result: [TextSpan] = []
    for span in cluster.sorted(by: { ($1.count, $0.start) < ($0.count, $1.start) }) where !span.isEmpty {
      let place = (span.start - first.start)..<(span.end - first.start)
      if taken[place.lowerBound] || taken[place.upperBound - 1] { continue }
      for byte in place { taken[byte] = true }
      result.append(span)
    }
    return result
  }
}
