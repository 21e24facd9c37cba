/// Cuts a run of text that has no boundary of a sentence or above: at words, at grapheme clusters
/// where there are no words, and inside a cluster only if that single cluster is too long.
struct WordCutter {
  let longest: Int
  let enough: Int
  let shortest: Int

  /// The places where pieces begin; the first is the beginning of the run.
  ///
  /// Goes from left to right and, between the shortest and the longest piece, takes the place whose
  /// following text has the highest hash. Two runs that differ at the front agree again after a few
  /// pieces.
  func starts(in run: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    var starts = [run.lowerBound]
    var start = run.lowerBound
    while true {
      let limit = min(TextScalars.forward(bytes, from: start, by: longest), run.upperBound)
      if limit == run.upperBound { return starts }
      let earliest = min(TextScalars.forward(bytes, from: start, by: shortest), limit)
      let usual = max(earliest, min(TextScalars.forward(bytes, from: start, by: enough), limit))
      let next =
        bestWord(in: earliest...usual, of: bytes)
        ?? bestCluster(from: start, earliest: earliest, usual: usual, limit: limit, bytes)
        ?? limit
      starts.append(next)
      start = next
    }
  }

  private func bestWord(in places: ClosedRange<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var best = Best()
    for place in places where Self.isWordStart(bytes, at: place) { best.compare(place, of: bytes) }
    return best.place
  }

  private func bestCluster(
    from start: Int, earliest: Int, usual: Int, limit: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    var best = Best()
    if Self.arePlain(bytes, from: start, to: limit) {
      // Long runs without a space are mostly data in base 64: no list is made of every place in it.
      for place in earliest...usual where !Self.isWithinLineEnd(bytes, place) {
        best.compare(place, of: bytes)
      }
      if let place = best.place { return place }
    }
    let clusters = Self.clusterStarts(after: start, notAfter: limit, bytes)
    for place in clusters where place >= earliest && place <= usual { best.compare(place, of: bytes) }
    return best.place ?? clusters.last
  }

  /// Of places, the first of those whose following text has the highest hash.
  private struct Best {
    private(set) var place: Int?
    private var hash: UInt64 = 0

    @inline(always)
    mutating func compare(_ other: Int, of bytes: UnsafeBufferPointer<UInt8>) {
      let theirs = TextScalars.hash(bytes, from: other)
      if place != nil, theirs <= hash { return }
      place = other
      hash = theirs
    }
  }

  /// True after white space, where something else than white space begins.
  static func isWordStart(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    guard place > 0, isSpace(bytes[place - 1]), !isSpace(bytes[place]) else { return false }
    return !TextScalars.extends(bytes, at: place)
  }

  /// The places in `(start, limit]` where Swift begins a new `Character`, in order.
  ///
  /// Goes forward from `start`, which begins one. Asking of each place on its own whether it begins a
  /// character would look back to the beginning of a run of flags or marks every time.
  static func clusterStarts(
    after start: Int, notAfter limit: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [Int] {
    if arePlain(bytes, from: start, to: limit) {
      return (start + 1..<min(limit + 1, bytes.count)).filter { !isWithinLineEnd(bytes, $0) }
    }
    let end = seen(bytes, to: limit)
    // A text of its own: in a part of a text Swift looks back from every place for where it begins.
    let part = String(decoding: bytes[start..<end], as: UTF8.self)
    var starts: [Int] = []
    var place = start
    var index = part.startIndex
    while index < part.endIndex {
      let next = part.index(after: index)
      place += part.utf8.distance(from: index, to: next)
      if place > limit || (place == end && end < bytes.count) { break }
      if place < bytes.count { starts.append(place) }
      index = next
    }
    return starts
  }

  /// A little more than is asked for, so that what ends at the limit is seen to end there; and no more,
  /// because one character may be as long as the text.
  private static func seen(_ bytes: UnsafeBufferPointer<UInt8>, to limit: Int) -> Int {
    TextScalars.forward(bytes, from: limit, by: 16)
  }

  /// True when a character begins at every place, but for those within CR LF.
  private static func arePlain(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int
  ) -> Bool {
    TextScalars.areASCII(bytes, start..<seen(bytes, to: limit))
  }

  private static func isWithinLineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    bytes[place] == 0x0A && bytes[place - 1] == 0x0D
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }
}
