/// The word of a list that was most likely meant.
enum NearestWord {
  /// - Returns: the nearest known word by edit distance, the first of the alphabet among equals, or
  ///   `nil` when none is near: a third of the letters, but at least one and at most three, may
  ///   differ.
  static func to(_ word: String, among known: [String]) -> String? {
    let allowed = min(3, max(1, word.unicodeScalars.count / 3))
    let ranked = known.map { (distance: distance(word, $0), word: $0) }
    return ranked.filter { $0.distance <= allowed }.min { ($0.distance, $0.word) < ($1.distance, $1.word) }?
      .word
  }

  /// How many letters must be put in, taken out, replaced or swapped with their neighbour.
  static func distance(_ one: String, _ other: String) -> Int {
    let one = Array(one.lowercased().unicodeScalars)
    let other = Array(other.lowercased().unicodeScalars)
    var before: [Int] = []
    var previous = Array(0...other.count)
    for row in 0..<one.count {
      var current = [row + 1]
      for column in 0..<other.count {
        var best = min(
          previous[column] + (one[row] == other[column] ? 0 : 1), previous[column + 1] + 1,
          current[column] + 1)
        if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
          best = min(best, before[column - 1] + 1)
        }
        current.append(best)
      }
      before = previous
      previous = current
    }
    return previous[other.count]
  }
}
