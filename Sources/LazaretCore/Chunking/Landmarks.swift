/// Finds the line ends and bars of a text, and counts scalars on the way.
///
/// Looks at four kilobytes at a time, ahead of those who ask, and remembers a bit for each byte: nothing in
/// that loop waits for what a line turns out to be.
///
/// To be asked in ascending order.
struct Landmarks: ~Copyable {
  private typealias Lanes = SIMD16<UInt8>

  /// Sixty-four bytes.
  private struct Block {
    /// A bit for each byte, the lowest for the first, set for a line feed, a carriage return and `|`.
    var marks: UInt64
    /// The same for bytes that continue a scalar.
    var continuing: UInt64
    /// How many bytes before the block continue a scalar.
    var continuations: Int

    static let shift = 6
    static let width = 1 << shift
  }

  private static let mostBlocks = 64

  private let bytes: UnsafeRawBufferPointer
  private let blocks: UnsafeMutablePointer<Block>
  /// How many blocks are looked at, and where the first of them begins.
  private var count = 0
  private var start = 0
  /// How many bytes before the end of the last block continue a scalar.
  private var continuations = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = UnsafeRawBufferPointer(bytes)
    blocks = .allocate(capacity: Self.mostBlocks)
  }

  deinit { blocks.deallocate() }

  /// The first line end or bar from `place` on, or the end of the text.
  ///
  /// - Precondition: between the last answer and `place` there is nothing but ASCII.
  @inline(always)
  mutating func next(from place: Int) -> Int {
    var index = (place &- start) >> Block.shift
    if index >= count {
      if place >= bytes.count { return bytes.count }
      look(at: place & ~(Block.width - 1))
      index = 0
    }
    var left = blocks[index].marks & (~0 &<< UInt64(truncatingIfNeeded: place))
    while left == 0 {
      index &+= 1
      if index == count {
        let end = start &+ count &<< Block.shift
        if end >= bytes.count { return bytes.count }
        look(at: end)
        index = 0
      }
      left = blocks[index].marks
    }
    return start &+ index &<< Block.shift &+ left.trailingZeroBitCount
  }

  /// How many bytes before the last answer continue a scalar.
  @inline(always)
  func continuations(before place: Int) -> Int {
    let index = (place &- start) >> Block.shift
    if index >= count { return continuations }
    let block = blocks[index]
    if block.continuing == 0 { return block.continuations }
    let before = block.continuing & ~(~0 &<< UInt64(truncatingIfNeeded: place))
    return block.continuations &+ before.nonzeroBitCount
  }

  /// - Parameter place: a multiple of the width of a block, before the end.
  @inline(never)
  private mutating func look(at place: Int) {
    start = place
    count = 0
    var next = place
    while count < Self.mostBlocks, bytes.count &- next >= Block.width {
      add(bytes, from: next)
      next &+= Block.width
    }
    if count < Self.mostBlocks, next < bytes.count { addLast(from: next) }
  }

  /// Less than a block before the end: with zeros behind them, which mark nothing.
  private mutating func addLast(from place: Int) {
    withUnsafeTemporaryAllocation(byteCount: Block.width, alignment: 16) { block in
      block.initializeMemory(as: UInt8.self, repeating: 0)
      block.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[place...]))
      add(UnsafeRawBufferPointer(block), from: 0)
    }
  }

  @inline(always)
  private mutating func add(_ bytes: UnsafeRawBufferPointer, from place: Int) {
    let lanes0 = bytes.loadUnaligned(fromByteOffset: place, as: Lanes.self)
    let lanes1 = bytes.loadUnaligned(fromByteOffset: place &+ 16, as: Lanes.self)
    let lanes2 = bytes.loadUnaligned(fromByteOffset: place &+ 32, as: Lanes.self)
    let lanes3 = bytes.loadUnaligned(fromByteOffset: place &+ 48, as: Lanes.self)
    let marks = Self.bits(Self.marks(lanes0), Self.marks(lanes1), Self.marks(lanes2), Self.marks(lanes3))
    let all = unsafeBitCast(lanes0 | lanes1 | lanes2 | lanes3, to: SIMD2<UInt64>.self)
    let isASCII = (all[0] | all[1]) & 0x8080_8080_8080_8080 == 0
    let continuing =
      isASCII
      ? 0
      : Self.bits(
        Self.continuing(lanes0), Self.continuing(lanes1), Self.continuing(lanes2), Self.continuing(lanes3))
    (blocks + count).initialize(
      to: Block(marks: marks, continuing: continuing, continuations: continuations))
    if !isASCII { continuations &+= continuing.nonzeroBitCount }
    count &+= 1
  }

  /// All bits of a byte are set, or none.
  @inline(always)
  private static func marks(_ lanes: Lanes) -> Lanes {
    let found =
      (lanes .== Lanes(repeating: 0x0A)) .| (lanes .== Lanes(repeating: 0x0D))
      .| (lanes .== Lanes(repeating: 0x7C))
    return unsafeBitCast(found, to: Lanes.self)
  }

  @inline(always)
  private static func continuing(_ lanes: Lanes) -> Lanes {
    unsafeBitCast((lanes & Lanes(repeating: 0xC0)) .== Lanes(repeating: 0x80), to: Lanes.self)
  }

  /// One bit for each byte, the lowest for the first.
  @inline(always)
  private static func bits(_ lanes0: Lanes, _ lanes1: Lanes, _ lanes2: Lanes, _ lanes3: Lanes) -> UInt64 {
    // Of each byte one bit is for itself, one for the byte sixteen further, and so on.
    let rows =
      lanes0 & Lanes(repeating: 0x01) | lanes1 & Lanes(repeating: 0x04)
      | lanes2 & Lanes(repeating: 0x10) | lanes3 & Lanes(repeating: 0x40)
    let halves = unsafeBitCast(rows, to: SIMD2<UInt64>.self)
    return transposed(UInt64(littleEndian: halves[0]) | UInt64(littleEndian: halves[1]) << 1)
  }

  /// The matrix of eight by eight bits with rows and columns exchanged.
  @inline(always)
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
