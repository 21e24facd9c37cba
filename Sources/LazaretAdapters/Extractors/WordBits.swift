/// A set of words, such as the classes of a page's rules, that may say that it has a word that it has not, and
/// never the other way round. It stays sparse for some hundred words.
struct WordBits {
  private static let count = 4_096
  private var bits = [UInt64](repeating: 0, count: count / 64)

  mutating func insert(_ word: String) {
    var hash = ByteHash()
    for byte in word.utf8 { hash.add(byte) }
    insert(hash.place)
  }

  mutating func insert(_ words: Words) {
    for index in 0..<words.count { insert(Int(words.places[index])) }
  }

  func mayHoldAny(of words: Words) -> Bool {
    for index in 0..<words.count {
      let place = Int(words.places[index])
      if bits[place >> 6] >> UInt64(place & 63) & 1 == 1 { return true }
    }
    return false
  }

  func mayShare(with others: WordBits) -> Bool {
    for index in bits.indices where bits[index] & others.bits[index] != 0 { return true }
    return false
  }

  private mutating func insert(_ place: Int) { bits[place >> 6] |= 1 << UInt64(place & 63) }

  /// The words of an attribute's value.
  struct Words {
    fileprivate var places = SIMD16<UInt16>()
    fileprivate var count = 0

    /// `nil` for many words, and where words could be equal that differ in their bytes: with references in them,
    /// or beyond ASCII.
    init?(of value: UnsafeBufferPointer<UInt8>) {
      var hash = ByteHash()
      var isInWord = false
      for byte in value {
        if byte.isWhitespace {
          if isInWord { guard add(hash) else { return nil } }
          isInWord = false
          continue
        }
        if byte >= 0x80 || byte == 0x26 { return nil }
        if !isInWord { hash = ByteHash() }
        isInWord = true
        hash.add(byte)
      }
      if isInWord { guard add(hash) else { return nil } }
    }

    private mutating func add(_ hash: ByteHash) -> Bool {
      guard count < 16 else { return false }
      places[count] = UInt16(hash.place)
      count += 1
      return true
    }
  }
}
