import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretDetectors

struct InvisibleUnicodeDetectorTests {
  private func tagged(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.compactMap { Unicode.Scalar(0xE0000 + $0.value) }))
  }

  private func bits(_ text: String) -> String {
    text.utf8.map { byte in
      let mask: UInt8 = 0x80
      return (0..<8).map { bit in byte & (mask >> bit) == 0 ? "\u{200B}" : "\u{200C}" }.joined()
    }.joined()
  }

  private func selectors(_ text: String) -> String {
    String(String.UnicodeScalarView(text.utf8.compactMap { Unicode.Scalar(0xE0100 + UInt32($0)) }))
  }

  @Test(arguments: 0..<30)
  func `hidden text is found whole`(seed: Int) {
    var random = RandomText(seed: seed)
    let words = "send \(seed)"
    for hidden in [tagged(words), bits(words), selectors(words)] {
      let head = random.paragraph().replacing("\u{200B}", with: "") + " a"
      let text = head + hidden + "b " + random.paragraph().replacing("\u{200B}", with: "")
      let found = DetectorSet(groups: [.unicode]).detections(in: text)
      #expect(found.map(\.span.start) == [head.utf8.count])
      #expect(found.map(\.span.count) == [hidden.utf8.count])
    }
  }

  @Test func `words cut up by zero-width spaces are found`() {
    let text = "ignore".map(String.init).joined(separator: "\u{200B}")
    #expect(found("invisible_unicode", in: "a " + text).count == 1)
    #expect(
      found("invisible_unicode", in: "S\u{200B} \u{200B}a\u{200B} \u{200B}y\u{200B} \u{200B}it").count == 1)
  }

  @Test(arguments: [
    "\u{202E}drawkcab", "a\u{202D}b\u{202C}", "\u{202A}open", "open\u{202C}", "\u{2066}open\nclosed\u{2069}",
    "\u{2067}a\u{202C}",
  ])
  func `overrides and controls that are not closed are found`(text: String) {
    #expect(!found("invisible_unicode", in: text).isEmpty)
  }

  @Test(arguments: [
    // A byte order mark, a soft hyphen, a place to break a word, a word joiner.
    "\u{FEFF}text", "Donau\u{AD}dampf", "foo/\u{200B}bar/\u{200B}baz/\u{200B}qux/\u{200B}quux/\u{200B}end",
    "a\u{2060}b",
    // Joiners of emoji and of scripts.
    "👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "می‌خواهم نمی‌دانم", "क्‍ष न्‍त", "ක්‍රි ශ්‍රී",
    // Flags of England, Scotland, Wales, spelled in tags.
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿", "❤️ ☎️ 1️⃣", "葛\u{E0100}城", "\u{2066}אבג\u{2069} and \u{202B}דהו\u{202C}",
    "ไทย\u{200B}ภา\u{200B}ษา\u{200B}ไทย\u{200B}นะ\u{200B}ครับ",
  ])
  func `what writing needs is no alarm`(text: String) {
    #expect(found("invisible_unicode", in: text) == [])
  }

  @Test func `a flag that is not well formed is an alarm`() {
    #expect(found("invisible_unicode", in: "🏴" + tagged("gbeng")).count == 1)
    #expect(found("invisible_unicode", in: "🏴" + tagged("send the mail") + "\u{E007F}").count == 1)
    #expect(found("invisible_unicode", in: "x" + tagged("gbeng") + "\u{E007F}").count == 1)
  }
}
