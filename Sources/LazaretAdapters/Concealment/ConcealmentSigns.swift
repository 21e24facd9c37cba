/// What could conceal other text in a text, told from its bytes alone: the reason to look closer, or not.
struct ConcealmentSigns: OptionSet, Hashable {
  let rawValue: UInt8

  /// Characters that nothing shows: tags, variation selectors, zero-width characters.
  static let invisible = ConcealmentSigns(rawValue: 1)
  /// Controls that override the direction of text.
  static let overrides = ConcealmentSigns(rawValue: 2)
  /// Letters of other scripts that look like Latin ones, styled letters, marks, what cuts words.
  static let letters = ConcealmentSigns(rawValue: 4)

  /// One scan. Blocks of ASCII take eight loads for 64 bytes; others are looked at byte by byte, and only
  /// the first bytes of characters that come into question are looked at twice.
  init(in bytes: UnsafeBufferPointer<UInt8>) {
    var signs = ConcealmentSigns()
    if let base = bytes.baseAddress {
      var place = 0
      while let found = Self.notASCII(base, from: place, to: bytes.count) {
        let end = min(found + 64, bytes.count)
        place = found
        while place < end {
          let byte = bytes[place]
          if byte >= 0xC2, Self.isLead(byte) { signs.formUnion(Self.signs(of: byte, at: place, in: bytes)) }
          place += 1
        }
      }
    }
    self = signs
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The first byte that is not ASCII at or after `start`, or up to 63 bytes before it.
  static func notASCII(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
    let raw = UnsafeRawPointer(base)
    let high: UInt64 = 0x8080_8080_8080_8080
    var place = start
    while place + 64 <= end {
      var bits: UInt64 = 0
      for word in 0..<8 { bits |= raw.loadUnaligned(fromByteOffset: place + word * 8, as: UInt64.self) }
      if bits & high != 0 { return place }
      place += 64
    }
    while place < end {
      if base[place] >= 0x80 { return place }
      place += 1
    }
    return nil
  }

  /// C2, C9 to D6, E1, E2, EA, EF, F0, F3.
  private static let leads: UInt64 = {
    var leads: UInt64 = 0
    for byte in [0xC2, 0xE1, 0xE2, 0xEA, 0xEF, 0xF0, 0xF3] + Array(0xC9...0xD6) {
      leads |= 1 << UInt64(byte & 63)
    }
    return leads
  }()

  @inline(__always)
  private static func isLead(_ byte: UInt8) -> Bool { leads >> UInt64(byte & 63) & 1 == 1 }

  private static func signs(
    of lead: UInt8, at place: Int, in bytes: UnsafeBufferPointer<UInt8>
  ) -> ConcealmentSigns {
    let second = place + 1 < bytes.count ? bytes[place + 1] : 0
    let third = place + 2 < bytes.count ? bytes[place + 2] : 0
    switch (lead, second) {
    case (0xC2, _): return second == 0xAD ? .letters : []
    case (0xC9...0xD5, _): return .letters
    case (0xD6, _): return second <= 0x8F ? .letters : []
    case (0xE1, 0xA0): return third == 0x8E ? [.invisible, .letters] : []
    case (0xE1, 0xAA): return third >= 0xB0 ? .letters : []
    case (0xE1, 0x8E), (0xE1, 0x8F), (0xE1, 0xAB), (0xE1, 0xB4), (0xE1, 0xB5), (0xE1, 0xB6), (0xE1, 0xB7):
      return .letters
    case (0xE2, 0x80):
      if third == 0xAD || third == 0xAE { return .overrides }
      return (0x8B...0x8F).contains(third) ? [.invisible, .letters] : []
    case (0xE2, 0x81): return third >= 0xB0 ? .letters : third >= 0xA0 ? [.invisible, .letters] : []
    case (0xE2, 0x82...0x84), (0xE2, 0x92), (0xE2, 0x93), (0xE2, 0xB1): return .letters
    case (0xEA, 0x9C...0x9E), (0xEA, 0xAD), (0xEA, 0xAE): return .letters
    case (0xEF, 0xB8): return third <= 0x8F ? .invisible : []
    case (0xEF, 0xBB): return third == 0xBF ? [.invisible, .letters] : []
    case (0xEF, 0xBC), (0xEF, 0xBD): return .letters
    case (0xF0, 0x9D): return .letters
    case (0xF0, 0x9F): return (0x84...0x87).contains(third) ? .letters : []
    case (0xF3, 0xA0): return .invisible
    default: return []
    }
  }
}
