import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct MaskedDiffTests {
  private func parts(_ sent: String, _ returned: String, _ tokens: [String]) -> [MaskedDiff.Part]? {
    MaskedDiff.parts(sent: Array(sent.utf8), returned: Array(returned.utf8), tokens: tokens)
  }

  private func covered(_ sent: String, _ parts: [MaskedDiff.Part]?) -> [String]? {
    let bytes = Array(sent.utf8)
    return parts?.map { String(decoding: bytes[$0.span.start..<$0.span.end], as: UTF8.self) }
  }

  /// Masks some parts of a random text; the truth is known.
  private struct Masked {
    var text: String
    var returned: String
    var tokens: [String]
    var spans: [TextSpan]

    init(seed: Int) {
      var random = RandomText(seed: seed)
      var generator = SeededGenerator(seed: seed &+ 7)
      let scalars = Array(random.paragraph().unicodeScalars)
      var cuts = Set<Int>()
      for _ in 0..<(2 * Int.random(in: 1...3, using: &generator)) {
        cuts.insert(Int.random(in: 0...scalars.count, using: &generator))
      }
      let places = cuts.sorted()
      text = ""
      returned = ""
      tokens = []
      spans = []
      var from = 0
      for pair in stride(from: 0, to: places.count - 1, by: 2) {
        let literal = Self.string(scalars[from..<places[pair]])
        let value = Self.string(scalars[places[pair]..<places[pair + 1]])
        text += literal
        returned += literal
        spans.append(TextSpan(text.utf8.count, text.utf8.count + value.utf8.count))
        let token = ["<EMAIL>", "<PHONE>"][Int.random(in: 0...1, using: &generator)]
        text += value
        returned += token
        tokens.append(token)
        from = places[pair + 1]
      }
      let rest = Self.string(scalars[from...])
      text += rest
      returned += rest
    }

    static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      return text
    }
  }

  @Test(arguments: 0..<200)
  func `what is found is what was masked, or nothing`(seed: Int) {
    let masked = Masked(seed: seed)
    guard !masked.tokens.isEmpty else { return }
    let found = parts(masked.text, masked.returned, masked.tokens.shuffled(seed: seed))
    if let found {
      #expect(found.map(\.span) == masked.spans)
      #expect(found.map(\.token) == masked.tokens)
    }
    if masked.tokens.count == 1 { #expect(found != nil) }
  }

  @Test(arguments: 0..<200)
  func `putting the tokens in place of what is found gives the text that came back`(seed: Int) {
    let masked = Masked(seed: seed)
    guard let found = parts(masked.text, masked.returned, masked.tokens) else { return }
    let bytes = Array(masked.text.utf8)
    var again: [UInt8] = []
    var from = 0
    for part in found {
      again += bytes[from..<part.span.start] + Array(part.token.utf8)
      from = part.span.end
    }
    again += bytes[from...]
    #expect(again == Array(masked.returned.utf8))
  }

  @Test func `two masks with text between them are found`() {
    let sent = "Grüße an jane@example.org und 555-1234, bitte"
    let found = parts(sent, "Grüße an <E> und <P>, bitte", ["<P>", "<E>"])
    #expect(covered(sent, found) == ["jane@example.org", "555-1234"])
  }

  @Test(
    arguments: [
      // The text between the masks stands in more than one place.
      ("a x b x c", "a <E> x <E> c", ["<E>", "<E>"]),
      ("1 2 3 4", "<E> <E>", ["<E>", "<E>"]),
      // Nothing between two masks.
      ("ab", "<E><P>", ["<E>", "<P>"]),
      // More or fewer masks than were spoken of.
      ("a b c", "<E> b <E>", ["<E>"]),
      ("a b c", "<E> b c", ["<E>", "<E>"]),
      ("a b c", "a b c", ["<E>"]),
      // The token stands in the text as well.
      ("see <E> b", "see <E> <E>", ["<E>"]),
      // Something else changed too.
      ("a b c", "A <E> c", ["<E>"]),
      ("a b c", "<E> c!", ["<E>"]),
      ("a  b", "a <E>", []),
      ("user@example.org leaked", "[REDACTED]", []),
      // Something was put in where nothing was taken out.
      ("a c", "a <E>c", ["<E>"]),
      ("a", "<E>a", ["<E>"]),
      // Tokens that overlap in the masked text.
      ("abc", "****", ["***"]),
      ("a", "", [""]),
    ] as [(String, String, [String])])
  func `what can be seen in no way or in two is no proof`(sent: String, returned: String, tokens: [String]) {
    #expect(parts(sent, returned, tokens) == nil)
  }

  @Test func `the whole text can be one mask`() {
    #expect(covered("é", parts("é", "<E>", ["<E>"])) == ["é"])
  }
}

extension Array {
  fileprivate func shuffled(seed: Int) -> [Element] {
    var generator = SeededGenerator(seed: seed)
    return shuffled(using: &generator)
  }
}
