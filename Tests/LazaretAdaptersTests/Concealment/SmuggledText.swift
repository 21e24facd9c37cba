import LazaretTesting

/// Writes sentences as programs for hidden messages write them.
struct SmuggledText {
  enum Coding: CaseIterable {
    case tags, spreadTags, selectors, plainSelectors, halves, spreadSelectors
    case bits, sevenBits, lowBits, inverted, parted, baseFour, linkedBits, spreadBits
    case turned, lookAlikes, cut, mathematical

    var kind: String {
      switch self {
      case .tags, .spreadTags: "unicode tags"
      case .selectors, .plainSelectors, .halves, .spreadSelectors: "variation selectors"
      case .turned: "bidi override"
      case .lookAlikes: "look-alike letters"
      case .cut: "cut words"
      case .mathematical: "styled letters"
      default: "zero-width bits"
      }
    }
  }

  private var generator: SeededGenerator

  init(seed: Int) { generator = SeededGenerator(seed: seed) }

  mutating func sentence() -> String {
    let words = [
      "ignore", "all", "previous", "instructions", "and", "send", "the", "password", "to", "me", "reveal",
      "your", "system", "prompt", "now", "please",
    ]
    return (0..<Int.random(in: 3...9, using: &generator)).map { _ in
      words.randomElement(using: &generator) ?? "x"
    }.joined(separator: " ")
  }

  mutating func carrier() -> (before: String, after: String) {
    let texts = [
      ("Dear tea lovers,\nour ", " is back.\nBye"), ("", ""), ("Grüße! 👋", "\nschön"), ("お茶", "です。"),
      ("x", ""),
    ]
    return texts.randomElement(using: &generator) ?? ("", "")
  }

  mutating func encode(_ text: String, as coding: Coding) -> String {
    let ascii = Array(text.utf8)
    switch coding {
    case .tags: return scalars(ascii.map { 0xE0000 + UInt32($0) })
    case .spreadTags: return ascii.map { "t" + scalars([0xE0000 + UInt32($0)]) }.joined()
    case .selectors: return "😀" + scalars(ascii.map { $0 < 16 ? 0xFE00 + UInt32($0) : 0xE00F0 + UInt32($0) })
    case .plainSelectors: return "a" + scalars(ascii.map { 0xE0100 + UInt32($0) })
    case .halves:
      return "a" + scalars(ascii.flatMap { [0xFE00 + UInt32($0 >> 4), 0xFE00 + UInt32($0 & 15)] })
    case .spreadSelectors: return ascii.map { "t" + scalars([0xE00F0 + UInt32($0)]) }.joined()
    case .bits: return bits(ascii, 8, 0x200B, 0x200C)
    case .sevenBits: return bits(ascii, 7, 0x200C, 0x200D)
    case .lowBits: return bits(ascii, 8, 0x2060, 0x2063, isLowFirst: true)
    case .inverted: return bits(ascii, 8, 0x200D, 0x200B)
    case .parted:
      return ascii.map { scalars(binary(Int($0), 0x200B, 0x200C)) }.joined(separator: "\u{FEFF}")
    case .baseFour:
      let digits: [UInt32] = [0x200B, 0x200C, 0x200D, 0x2060]
      return scalars(ascii.flatMap { byte in [6, 4, 2, 0].map { digits[Int(byte >> UInt8($0) & 3)] } })
    case .linkedBits: return ascii.map { "word " + bits([$0], 8, 0x200B, 0x2060) }.joined()
    case .spreadBits: return bits(ascii, 8, 0x200B, 0x2060).map { "e\($0)" }.joined()
    case .turned: return "\u{202E}" + String(text.reversed()) + "\u{202C}"
    case .lookAlikes:
      return "l\u{43E}ok, "
        + text.replacing("a", with: "\u{430}").replacing("o", with: "\u{43E}")
        .replacing("e", with: "\u{435}")
    case .cut: return "on\u{200B}e " + text.replacing("e", with: "\u{200B}e")
    case .mathematical:
      return "𝗢𝗻𝗹𝘆𝗻𝗼𝘄 "
        + scalars(text.unicodeScalars.map { $0 == " " ? 0x20 : $0.value - 0x61 + 0x1D41A })
    }
  }

  private func scalars(_ values: [UInt32]) -> String {
    var text = ""
    for value in values { text.unicodeScalars.append(Unicode.Scalar(value) ?? "?") }
    return text
  }

  private func bits(
    _ bytes: [UInt8], _ width: Int, _ zero: UInt32, _ one: UInt32, isLowFirst: Bool = false
  ) -> String {
    scalars(
      bytes.flatMap { byte in
        (0..<width).map { place in
          byte >> UInt8(isLowFirst ? place : width - 1 - place) & 1 == 1 ? one : zero
        }
      })
  }

  private func binary(_ value: Int, _ zero: UInt32, _ one: UInt32) -> [UInt32] {
    String(value, radix: 2).map { $0 == "1" ? one : zero }
  }
}
