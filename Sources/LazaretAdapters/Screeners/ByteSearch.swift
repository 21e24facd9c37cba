/// Where a run of bytes stands in another, in linear time whatever the two look like: what is searched
/// for comes from a server, and what is searched in from a document.
///
/// Both being valid UTF-8, a hit begins and ends between scalars.
struct ByteSearch {
  private let needle: [UInt8]
  /// For each length of a partial match, the longest shorter one that it ends with.
  private let fallback: [Int]

  init(_ needle: [UInt8]) {
    self.needle = needle
    var fallback = [Int](repeating: 0, count: needle.count)
    var length = 0
    for place in needle.indices.dropFirst() {
      while length > 0, needle[place] != needle[length] { length = fallback[length - 1] }
      if needle[place] == needle[length] { length += 1 }
      fallback[place] = length
    }
    self.fallback = fallback
  }

  /// The starts of the first `limit` hits inside `range`, overlapping ones included, in order. None for
  /// an empty needle.
  func hits(in haystack: [UInt8], _ range: Range<Int>, limit: Int) -> [Int] {
    guard !needle.isEmpty, limit > 0 else { return [] }
    var hits: [Int] = []
    var length = 0
    for place in range.clamped(to: haystack.indices) {
      while length > 0, haystack[place] != needle[length] { length = fallback[length - 1] }
      if haystack[place] == needle[length] { length += 1 }
      guard length == needle.count else { continue }
      hits.append(place + 1 - length)
      if hits.count == limit { break }
      length = fallback[length - 1]
    }
    return hits
  }

  func first(in haystack: [UInt8], _ range: Range<Int>) -> Int? {
    hits(in: haystack, range, limit: 1).first
  }
}
