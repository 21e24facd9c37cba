extension UInt8 {
  @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
  @inline(__always) var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
  @inline(__always) var isUpper: Bool { self &- 0x41 < 26 }
  @inline(__always) var isLower: Bool { self &- 0x61 < 26 }
  @inline(__always) var isAlphanumeric: Bool { isDigit || isASCIILetter }
  @inline(__always) var isHexDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
  @inline(__always) var isContinuation: Bool { self & 0xC0 == 0x80 }
  /// Space, tab, line feed, carriage return.
  @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
  @inline(__always) var isLineEnd: Bool { self == 0x0A || self == 0x0D }
  /// The small letter of an ASCII letter; anything else as it is.
  @inline(__always) var lowered: UInt8 { isUpper ? self | 0x20 : self }
  /// The value of a digit of base 16.
  var hexValue: Int {
    isDigit ? Int(self) - 0x30 : Int(self | 0x20) - 0x61 + 10
  }

  static func == (byte: UInt8, character: Unicode.Scalar) -> Bool { UInt32(byte) == character.value }
  static func != (byte: UInt8, character: Unicode.Scalar) -> Bool { UInt32(byte) != character.value }
}

/// A set of byte values as four words, so that membership is a shift and a mask.
struct ByteSet: Sendable {
  private var words: SIMD4<UInt64> = .zero

  init(_ characters: String) {
    for byte in characters.utf8 { insert(byte) }
  }

  private mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

  func union(_ characters: String) -> ByteSet {
    var result = self
    for byte in characters.utf8 { result.insert(byte) }
    return result
  }

  static let digits = ByteSet("0123456789")
  static let hex = ByteSet("0123456789abcdefABCDEF")
  static let letters = ByteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
  static let alphanumeric = letters.union("0123456789")
  /// Letters, digits, `-` and `_`.
  static let base64URL = alphanumeric.union("-_")
  static let base64 = alphanumeric.union("+/=")
}
