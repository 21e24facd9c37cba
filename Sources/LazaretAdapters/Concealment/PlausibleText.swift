/// Which of several readings of hidden data is text.
enum PlausibleText {
  /// The readings that are text, best first: at most three, none of them far worse than the best.
  ///
  /// - Parameter shortest: in bytes; what is shorter is chance.
  static func best(of readings: [[UInt8]], shortest: Int, least: Double = 0.4) -> [[UInt8]] {
    var scored: [(text: [UInt8], score: Double)] = []
    for reading in readings where reading.count >= shortest {
      guard let score = score(reading), score >= least, !scored.contains(where: { $0.text == reading }) else {
        continue
      }
      scored.append((reading, score))
    }
    scored.sort { ($0.score, $0.text.count) > ($1.score, $1.text.count) }
    guard let best = scored.first else { return [] }
    return scored.prefix(3).filter { $0.score >= best.score * 0.6 }.map(\.text)
  }

  /// True for bytes that may stand in text.
  static func isTextual(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || byte == 9 || byte == 0x0A || byte == 0x0D
  }

  /// Up to 1, for lower-case words with spaces; `nil` for what is no text.
  private static func score(_ bytes: [UInt8]) -> Double? {
    guard bytes.allSatisfy(isTextual), bytes.contains(where: { !$0.isWhitespace }) else { return nil }
    var sum = 0.0
    var isASCII = true
    for byte in bytes {
      switch byte {
      case 0x61...0x7A, 0x20: sum += 1
      case 0x41...0x5A, 0x30...0x39: sum += 0.6
      case 0x80...: (sum, isASCII) = (sum + 0.7, false)
      default: sum += 0.3
      }
    }
    if !isASCII {
      guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
      let odd = text.unicodeScalars.count { !$0.properties.isAlphabetic && $0.value >= 0x80 }
      if odd * 2 > text.unicodeScalars.count { return nil }
    }
    return sum / Double(bytes.count)
  }
}
