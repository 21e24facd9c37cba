/// A set of short words, each in one number: at the end of every sentence a word is looked up, which
/// mostly is not there.
struct PackedWords {
  /// Open addressing; 0 is an empty place. At most a quarter is taken.
  private let places: [UInt64]
  private let shift: UInt64

  /// - Parameter words: of one to eight small ASCII letters.
  init(_ words: [String]) {
    let bits = words.count * 4 < 2 ? 1 : Int.bitWidth - (words.count * 4 - 1).leadingZeroBitCount
    shift = UInt64(64 - bits)
    var places = [UInt64](repeating: 0, count: 1 << bits)
    for word in words {
      // The first letter in the lowest byte.
      let packed = word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
      var place = Self.place(of: packed, shift)
      while places[place] != 0 { place = (place + 1) % places.count }
      places[place] = packed
    }
    self.places = places
  }

  /// - Parameter word: its first letter in the lowest byte.
  func contains(_ word: UInt64) -> Bool {
    var place = Self.place(of: word, shift)
    while places[place] != 0 {
      if places[place] == word { return true }
      place = (place + 1) & (places.count - 1)
    }
    return false
  }

  private static func place(of word: UInt64, _ shift: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }
}
