/// Text that is unkind to offsets: several scripts, emoji joined by ZWJ, flags, combining marks,
/// CRLF, headings and long words.
package struct RandomText {
  private var generator: SeededGenerator

  package init(seed: Int) { generator = SeededGenerator(seed: seed) }

  private static let words = [
    "the", "invoice", "quarantine", "Grüße", "naïve", "e\u{301}te\u{301}", "Привет", "мир", "日本語",
    "こんにちは。", "안녕하세요", "مرحبا", "नमस्ते", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "👍🏽", "a\u{308}\u{323}", "zero", "x",
    "Donaudampfschifffahrtsgesellschaft", "1,234.56", "— dash", "\u{200B}", "end.",
  ]

  package mutating func word() -> String {
    Self.words[Int.random(in: 0..<Self.words.count, using: &generator)]
  }

  package mutating func sentence() -> String {
    let count = Int.random(in: 1...14, using: &generator)
    return (0..<count).map { _ in word() }.joined(separator: " ") + "."
  }

  package mutating func paragraph() -> String {
    let count = Int.random(in: 1...6, using: &generator)
    return (0..<count).map { _ in sentence() }.joined(separator: " ")
  }

  /// Paragraphs with mixed line ends, now and then a heading, a list, or one word of some hundred
  /// characters without a space.
  package mutating func document(paragraphs: Int) -> String {
    var text = ""
    for _ in 0..<paragraphs {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: text += "## \(word())\n\n"
      case 1: text += "- \(sentence())\r\n- \(sentence())\r\n\r\n"
      case 2: text += String(repeating: word(), count: Int.random(in: 1...300, using: &generator)) + "\n"
      default: text += paragraph() + (Bool.random(using: &generator) ? "\n\n" : "\r\n\r\n")
      }
    }
    return text
  }
}
