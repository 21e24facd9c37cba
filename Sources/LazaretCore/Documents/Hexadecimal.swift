/// Bytes as pairs of lower-case hexadecimal digits.
enum Hexadecimal {
  static func text(of bytes: some Collection<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { hex in
      var place = 0
      for byte in bytes {
        hex.initializeElement(at: place, to: digit(byte >> 4))
        hex.initializeElement(at: place + 1, to: digit(byte & 15))
        place += 2
      }
      return place
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
