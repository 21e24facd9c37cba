/// A set of names of attributes, known by a hash of their small letters: it may say that it has a name that it
/// has not, and never the other way round.
struct AttributeNames {
  private var bits = SIMD8<UInt64>()

  init() {}

  static var all: AttributeNames {
    var names = AttributeNames()
    names.bits = SIMD8(repeating: .max)
    return names
  }

  mutating func insert(_ name: String) {
    var hash = Hash()
    for byte in name.utf8 { hash.add(byte) }
    insert(hash)
  }

  mutating func insert(_ hash: Hash) { bits[hash.place >> 6] |= 1 << UInt64(hash.place & 63) }

  func mayContain(_ hash: Hash) -> Bool { bits[hash.place >> 6] >> UInt64(hash.place & 63) & 1 == 1 }

  func mayShare(with others: AttributeNames) -> Bool { bits & others.bits != SIMD8<UInt64>() }

  /// Of a name that is read byte by byte, in either case.
  struct Hash: Equatable {
    private var hash = ByteHash()

    @inline(__always)
    mutating func add(_ byte: UInt8) { hash.add(byte | 0x20) }

    /// With this factor, of the names that pages are full of only `target` shares its place with one that is read.
    fileprivate var place: Int { Int((hash.value &* 0xD6E8_FEB8_6659_FD93) >> 55) }
  }
}
