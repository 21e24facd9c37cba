/// ISO-2022-JP and ISO-2022-KR, which are ASCII bytes with escape sequences between them. Undeclared, they
/// are believed only if every escape is one of theirs and what stands between them cannot be words in
/// ASCII: no space, no control, and hardly a pair that begins with a small letter. UTF-7 and HZ, whose
/// marks are ordinary characters, are never guessed.
enum EscapedCharset {
  static func of(_ bytes: [UInt8]) -> String? {
    guard let first = bytes.firstPlace(of: 0x1B, from: 0), first < 1 << 16, bytes.allSatisfy({ $0 < 0x80 })
    else { return nil }
    if isJapanese(bytes) { return "ISO-2022-JP" }
    return isKorean(bytes) ? "ISO-2022-KR" : nil
  }

  /// How many pairs of bytes stand between the escapes, and how many begin with a byte of the half in which
  /// the common signs are. Small letters are in the other.
  private struct Pairs {
    var all = 0
    var common = 0
    var isConvincing: Bool { all > 0 && common * 4 >= all * 3 }

    mutating func take(_ bytes: [UInt8], at place: Int) -> Bool {
      guard place + 1 < bytes.count, (0x21...0x7E).contains(bytes[place]),
        (0x21...0x7E).contains(bytes[place + 1])
      else { return false }
      all += 1
      if bytes[place] < 0x50 { common += 1 }
      return true
    }
  }

  private static func isJapanese(_ bytes: [UInt8]) -> Bool {
    var pairs = Pairs()
    var isDouble = false
    var place = 0
    while place < bytes.count {
      if bytes[place] == 0x1B {
        guard place + 2 < bytes.count else { return false }
        switch (bytes[place + 1], bytes[place + 2]) {
        case (0x24, 0x40), (0x24, 0x42): isDouble = true
        case (0x28, 0x42), (0x28, 0x4A): isDouble = false
        default: return false
        }
        place += 3
      } else if isDouble, bytes[place] != 0x0A, bytes[place] != 0x0D {
        guard pairs.take(bytes, at: place) else { return false }
        place += 2
      } else {
        place += 1
      }
    }
    return pairs.isConvincing
  }

  private static func isKorean(_ bytes: [UInt8]) -> Bool {
    let designator: [UInt8] = [0x1B, 0x24, 0x29, 0x43]
    var pairs = Pairs()
    var isDouble = false
    var place = 0
    while place < bytes.count {
      switch bytes[place] {
      case 0x1B:
        guard bytes[place...].starts(with: designator) else { return false }
        place += 4
      case 0x0E, 0x0F:
        isDouble = bytes[place] == 0x0E
        place += 1
      case _ where isDouble && bytes[place] > 0x20:
        guard pairs.take(bytes, at: place) else { return false }
        place += 2
      default: place += 1
      }
    }
    return pairs.isConvincing
  }
}
