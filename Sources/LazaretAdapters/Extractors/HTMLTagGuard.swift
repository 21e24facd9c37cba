import Glibc

/// Finds tags that would take libxml2 quadratic time: it compares each attribute with all before it.
enum HTMLTagGuard {
  /// More than any page needs; 4,000 take some 10 ms.
  static let maxAttributes = 4_000

  static func reasonToRefuse(_ utf8: [UInt8]) -> String? {
    utf8.withUnsafeBufferPointer { bytes in
      // Pages stay far below one step for each byte.
      var stepsLeft = 64 * bytes.count + 1_000_000
      var place = 0
      guard let start = bytes.baseAddress else { return nil }
      while let found = memchr(start + place, 0x3C, bytes.count - place) {
        place = UnsafeRawPointer(found) - UnsafeRawPointer(start) + 1
        guard place < bytes.count, isLetter(bytes[place]) else { continue }
        let tag = attributes(in: bytes, from: place)
        if tag.count > maxAttributes { return "has a tag with more than 4,000 attributes" }
        stepsLeft -= tag.length
        if stepsLeft < 0 { return "has tags within tags beyond any bound" }
      }
      return nil
    }
  }

  /// How many attributes the tag at `start` may have: words outside of quoted values, up to `>`.
  private static func attributes(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (count: Int, length: Int) {
    var place = start
    var count = 0
    var isInWord = true
    while place < bytes.count, count <= maxAttributes {
      let byte = bytes[place]
      if byte == 0x3E { break }
      if byte.isWhitespace || byte == 0x2F {
        isInWord = false
      } else if (byte == 0x22 || byte == 0x27), opensValue(bytes, at: place) {
        place += 1
        while place < bytes.count, bytes[place] != byte { place += 1 }
        isInWord = false
      } else if !isInWord {
        isInWord = true
        count += 1
      }
      place += 1
    }
    return (count, place - start)
  }

  private static func opensValue(_ bytes: UnsafeBufferPointer<UInt8>, at quote: Int) -> Bool {
    var place = quote - 1
    while place > 0, bytes[place].isWhitespace { place -= 1 }
    return place > 0 && bytes[place] == 0x3D
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
