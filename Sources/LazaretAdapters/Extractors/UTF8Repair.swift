/// What is and what is not UTF-8 in a run of bytes. Broken bytes are counted the way browsers replace
/// them: one U+FFFD for the longest beginning of a character that was cut off, one for any other byte.
struct UTF8Repair {
  private(set) var utf8: [UInt8] = []
  /// How many U+FFFD were put in.
  private(set) var replacements = 0
  /// How many bytes they stand for.
  private(set) var brokenBytes = 0
  /// Well-formed characters of two bytes and more.
  private(set) var wideCharacters = 0

  init(_ bytes: some Collection<UInt8>) {
    utf8.reserveCapacity(bytes.count)
    let whole = Array(bytes)
    var place = 0
    while place < whole.count {
      let byte = whole[place]
      if byte < 0x80 {
        utf8.append(byte)
        place += 1
        continue
      }
      let (length, isWhole) = Self.character(at: place, in: whole)
      if isWhole {
        utf8.append(contentsOf: whole[place..<place + length])
        wideCharacters += 1
      } else {
        utf8.append(contentsOf: [0xEF, 0xBF, 0xBD])
        replacements += 1
        brokenBytes += length
      }
      place += length
    }
  }

  /// The length of the character that starts at `place`, or of the broken piece of one.
  static func character<Bytes: RandomAccessCollection>(
    at place: Int, in bytes: Bytes
  ) -> (length: Int, isWhole: Bool) where Bytes.Element == UInt8, Bytes.Index == Int {
    let lead = bytes[place]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0:
      length = 3
      second = 0xA0...0xBF
    case 0xED:
      length = 3
      second = 0x80...0x9F
    case 0xE1...0xEF: length = 3
    case 0xF0:
      length = 4
      second = 0x90...0xBF
    case 0xF4:
      length = 4
      second = 0x80...0x8F
    case 0xF1...0xF3: length = 4
    default: return (1, false)
    }
    for offset in 1..<length {
      guard place + offset < bytes.count else { return (offset, false) }
      let allowed = offset == 1 ? second : 0x80...0xBF
      guard allowed.contains(bytes[place + offset]) else { return (offset, false) }
    }
    return (length, true)
  }
}
