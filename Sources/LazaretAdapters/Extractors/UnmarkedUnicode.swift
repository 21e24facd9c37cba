extension ContentSignature {
  /// "UTF-16LE", "UTF-16BE", "UTF-32LE" or "UTF-32BE" for text in one of them without a byte order mark.
  /// Each of them has a NUL among the first bytes, so no text in ASCII is taken for one.
  static func unmarkedUnicode(_ bytes: [UInt8]) -> String? {
    unmarkedUTF16(bytes) ?? unmarkedUTF32(bytes)
  }

  /// Four characters at least, all of them assigned to Unicode's planes and none of them a control.
  private static func unmarkedUTF32(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 16, bytes.count.isMultiple(of: 4) else { return nil }
    if isUTF32(bytes, littleEndian: true) { return "UTF-32LE" }
    return isUTF32(bytes, littleEndian: false) ? "UTF-32BE" : nil
  }

  private static func isUTF32(_ bytes: [UInt8], littleEndian: Bool) -> Bool {
    stride(from: 0, to: bytes.count, by: 4).allSatisfy { place in
      var value: UInt32 = 0
      for offset in 0..<4 {
        value = value << 8 | UInt32(bytes[place + (littleEndian ? 3 - offset : offset)])
      }
      guard Unicode.Scalar(value) != nil else { return false }
      return value >= 0x20 ? value != 0x7F && value & 0xFFFE != 0xFFFE : [9, 10, 12, 13].contains(value)
    }
  }
}
