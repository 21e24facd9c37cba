/// Finds the line ends and bars of a text sixty-four bytes at a time, and counts scalars on the way.
///
/// To be asked in ascending order.
struct Landmarks {
  private typealias Block = SIMD16<UInt8>
  private static let width = 64

  private let bytes: UnsafeRawBufferPointer
  /// Where the bytes begin that were looked at last.
  private var start = 0
  /// A bit for each of them, the lowest for the first, set for a line feed, a carriage return and `|`.
  private var marks: UInt64 = 0
  /// The same for bytes that continue a scalar.
  private var continuing: UInt64 = 0
  /// How many bytes before `start` continue a scalar.
  private var continuations = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = UnsafeRawBufferPointer(bytes)
    look(at: 0)
  }

  /// The first line end or bar from `place` on, or the end of the text.
  ///
  /// - Precondition: between the last answer and `place` there is nothing but ASCII.
  mutating func next(from place: Int) -> Int {
    if place >= start + Self.width { look(at: place & ~(Self.width - 1)) }
    var left = marks & (~0 << UInt64(truncatingIfNeeded: place - start))
    while left == 0 {
      if start + Self.width >= bytes.count { return bytes.count }
      look(at: start + Self.width)
      left = marks
    }
    return start + left.trailingZeroBitCount
  }

  /// How many bytes before the last answer continue a scalar.
  func continuations(before place: Int) -> Int {
    if continuing == 0 { return continuations }
    return continuations + (continuing & ~(~0 << UInt64(truncatingIfNeeded: place - start))).nonzeroBitCount
  }

  private mutating func look(at place: Int) {
    if continuing != 0 { continuations += continuing.nonzeroBitCount }
    start = place
    if place + Self.width > bytes.count { return lookAtLast() }
    let block0 = block(0)
    let block1 = block(1)
    let block2 = block(2)
    let block3 = block(3)
    marks = Self.bits(
      Self.marks(block0), Self.marks(block1), Self.marks(block2), Self.marks(block3))
    let all = unsafeBitCast(block0 | block1 | block2 | block3, to: SIMD2<UInt64>.self)
    continuing =
      (all[0] | all[1]) & 0x8080_8080_8080_8080 == 0
      ? 0
      : Self.bits(
        Self.continuing(block0), Self.continuing(block1), Self.continuing(block2), Self.continuing(block3))
  }

  /// Less than sixty-four bytes before the end.
  private mutating func lookAtLast() {
    marks = 0
    continuing = 0
    for place in stride(from: bytes.count - 1, through: start, by: -1) {
      let block = Block(repeating: bytes[place])
      marks = marks << 1 | UInt64(Self.marks(block)[0] & 1)
      continuing = continuing << 1 | UInt64(Self.continuing(block)[0] & 1)
    }
  }

  @inline(__always)
  private func block(_ index: Int) -> Block {
    bytes.loadUnaligned(fromByteOffset: start + 16 * index, as: Block.self)
  }

  /// All bits of a byte are set, or none.
  @inline(__always)
  private static func marks(_ block: Block) -> Block {
    let found =
      (block .== Block(repeating: 0x0A)) .| (block .== Block(repeating: 0x0D))
      .| (block .== Block(repeating: 0x7C))
    return unsafeBitCast(found, to: Block.self)
  }

  @inline(__always)
  private static func continuing(_ block: Block) -> Block {
    unsafeBitCast((block & Block(repeating: 0xC0)) .== Block(repeating: 0x80), to: Block.self)
  }

  /// One bit for each byte, the lowest for the first.
  @inline(__always)
  private static func bits(_ block0: Block, _ block1: Block, _ block2: Block, _ block3: Block) -> UInt64 {
    // Of each byte one bit is for itself, one for the byte sixteen further, and so on.
    let rows =
      block0 & Block(repeating: 0x01) | block1 & Block(repeating: 0x04)
      | block2 & Block(repeating: 0x10) | block3 & Block(repeating: 0x40)
    let halves = unsafeBitCast(rows, to: SIMD2<UInt64>.self)
    return transposed(UInt64(littleEndian: halves[0]) | UInt64(littleEndian: halves[1]) << 1)
  }

  /// The matrix of eight by eight bits with rows and columns exchanged.
  @inline(__always)
  private static func transposed(_ bits: UInt64) -> UInt64 {
    var bits = bits
    var moved = (bits ^ (bits >> 7)) & 0x00AA_00AA_00AA_00AA
    bits ^= moved ^ (moved << 7)
    moved = (bits ^ (bits >> 14)) & 0x0000_CCCC_0000_CCCC
    bits ^= moved ^ (moved << 14)
    moved = (bits ^ (bits >> 28)) & 0x0000_0000_F0F0_F0F0
    return bits ^ moved ^ (moved << 28)
  }
}
