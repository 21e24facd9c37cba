/// A set of names that may say that it has a name that it has not, and never the other way round: enough to
/// tell in one step that a selector's ancestors are not there.
struct NameBits {
  private var bits = SIMD4<UInt64>()

  static func | (one: NameBits, two: NameBits) -> NameBits {
    var both = one
    both.bits |= two.bits
    return both
  }

  func mayContain(_ others: NameBits) -> Bool { others.bits & ~bits == SIMD4<UInt64>() }

  mutating func insert(tag: String) { insert(tag, seed: 1) }
  mutating func insert(id: String) { insert(id, seed: 2) }
  mutating func insert(class name: String) { insert(name, seed: 3) }

  private mutating func insert(_ name: String, seed: UInt64) {
    var hash = ByteHash(seed: seed)
    for byte in name.utf8 { hash.add(byte) }
    let bit = Int(hash.value >> 56)
    bits[bit >> 6] |= 1 << UInt64(bit & 63)
  }
}
