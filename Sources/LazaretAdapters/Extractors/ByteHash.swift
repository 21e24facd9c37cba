/// FNV-1a of 64 bits: quick for names and short values, which are fed byte by byte. Nobody's choice of bytes may
/// do more harm than places that are shared.
struct ByteHash: Equatable {
  private(set) var value: UInt64

  init(seed: UInt64 = 0) { value = 0xCBF2_9CE4_8422_2325 ^ seed }

  @inline(__always)
  mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// One of 4,096.
  var place: Int { Int((value &* 0x9E37_79B9_7F4A_7C15) >> 52) }
}
