/// A set of keys in a fixed megabyte, however many there are. It forgets none, and takes a few for its own
/// that are not: one in twenty when it holds a million. (A Bloom filter with two bits for a key.)
struct KeySieve: Sendable {
  private static let bitCount: UInt64 = 1 << 23
  private var words = [UInt64](repeating: 0, count: Int(bitCount / 64))

  mutating func insert(_ key: some Hashable) {
    let (first, second) = Self.places(of: key)
    words[first.word] |= first.bit
    words[second.word] |= second.bit
  }

  /// False only for a key that was not inserted.
  func mayHold(_ key: some Hashable) -> Bool {
    let (first, second) = Self.places(of: key)
    return words[first.word] & first.bit != 0 && words[second.word] & second.bit != 0
  }

  private typealias Place = (word: Int, bit: UInt64)

  private static func places(of key: some Hashable) -> (Place, Place) {
    var hasher = Hasher()
    hasher.combine(key)
    let hash = UInt64(bitPattern: Int64(hasher.finalize()))
    func place(_ number: UInt64) -> Place { (Int(number % bitCount / 64), 1 << (number % 64)) }
    return (place(hash), place(hash >> 32))
  }
}
