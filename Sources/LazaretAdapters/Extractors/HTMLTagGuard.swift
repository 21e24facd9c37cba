/// Tells of a page before it is parsed whether its tags would take libxml2 quadratic time, for it compares each
/// attribute with all before it.
struct HTMLTagGuard {
  /// More than any page needs; 4,000 take some 10 ms.
  static let maxAttributes = 4_000

  private(set) var reasonToRefuse: String?

  init(_ utf8: [UInt8]) {
    // Less than this cannot hold as many attributes, nor as many tags.
    if utf8.count >= 1_024 { utf8.withUnsafeBufferPointer { reasonToRefuse = read($0) } }
  }

  private func read(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    // Pages stay far below one step for each byte.
    var stepsLeft = 64 * bytes.count + 1_000_000
    var place = 0
    while let found = bytes.firstPlace(of: 0x3C, from: place) {
      place = found + 1
      guard place < bytes.count, Self.isLetter(bytes[place]) else { continue }
      var length = Self.plainLength(of: bytes, from: place)
      // Each attribute takes two bytes at least.
      if length == nil || length ?? 0 > 2 * Self.maxAttributes {
        let tag = Self.attributes(in: bytes, from: place)
        if tag.count > Self.maxAttributes { return "has a tag with more than 4,000 attributes" }
        length = tag.length
      }
      stepsLeft -= length ?? 0
      if stepsLeft < 0 { return "has tags within tags beyond any bound" }
    }
    return nil
  }

  /// How long the tag at `start` is, for one as they are mostly written: each quotation mark that opens a
  /// value stands right behind `=`. `nil` for others.
  private static func plainLength(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start
    while place < bytes.count {
      let byte = bytes[place]
      if byte == 0x3E { break }
      if byte == 0x22 || byte == 0x27 {
        guard bytes[place - 1] == 0x3D, let close = bytes.firstPlace(of: byte, from: place + 1) else {
          return nil
        }
        place = close
      }
      place += 1
    }
    return place - start
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
