import LazaretTesting
import Testing

@testable import LazaretCore

struct SentenceEndTests {
  /// The text with a bar wherever a sentence begins.
  private func marked(_ text: String) -> String {
    var copy = text
    let places = copy.withUTF8 { bytes in
      let scan = BoundaryScan(bytes, headings: [], longest: 3000)
      return scan.boundaries(inside: scan.boundaries.indices, of: 0..<bytes.count)
        .filter { $0.rank == .sentence }.map(\.place)
    }
    var marked = Array(text.utf8)
    for place in places.reversed() { marked.insert(UInt8(ascii: "^"), at: place) }
    return String(decoding: marked, as: UTF8.self)
  }

  @Test(arguments: [
    "One. ^Two! ^Three? ^Four",
    "He said \"no.\" ^Then (or so.) ^She left.",
    "Er sagte »nein.« ^Dann „ja.“ ^Dann ging er.",
    "Really?! ^Yes... ^No… ^Well",
    "**Bold.** ^`Code.` ^_Thin._ ^End",
    "Two spaces.  ^Then more.\u{A0}^Then less",
    "これは文です。^次の文です！^「本当？」^はい。",
    "半角｡^次",
    "यह वाक्य है। ^दूसरा॥ ^तीसरा",
    "هل هذا سؤال؟ ^نعم؛ ^وهذا",
    "یہ جملہ ہے۔ ^دوسرا",
    "Առաջին։ ^Երկրորդ",
    "ሰላም። ^ዓለም፧ ^እሺ",
    "មួយ។ ^ពីរ",
    "စာကြောင်း။ ^နောက်",
    "Первое. ^Второе",
    "ประโยคหนึ่ง ประโยคสอง",
  ])
  func `a sentence begins behind what ended the one before`(expected: String) {
    #expect(marked(expected.filter { $0 != "^" }) == expected)
  }

  @Test(arguments: [
    "See e.g. The pot, i.e. The cup, cf. Annex and z.B. Minze",
    "Dr. Amber and Mrs. Reed met Prof. Stone at St. James Rd. North",
    "J. R. Reed wrote it",
    "It costs 3.5 euros, version 1.2.3 of example.com/a.b",
    "No. 5 and Fig. 3, vol. 2",
    "Am 5. Mai und 12. Juni",
    "He asked \"why?\" and left. then more… and yet",
    "Сказал он. и ушёл",
    "U.S. Customs and a.m. Hours",
  ])
  func `an abbreviation, a number and a small letter end none`(text: String) {
    #expect(marked(text) == text)
  }

  @Test(arguments: [
    ("e\u{301}. \u{301}x", 0),
    ("One.\nTwo.\n", 0),
    ("word.", 0),
    ("", 0),
    (".", 0),
    ("…", 0),
    ("\u{3002}", 0),
  ])
  func `no sentence begins with a mark, at a line end or at the end`(text: String, count: Int) {
    #expect(marked(text).utf8.count { $0 == UInt8(ascii: "^") } == count)
  }

  @Test func `places are counted in scalars as well`() {
    var text = "Grüße… Ça va? 「はい。」次。👍🏽 e\u{301}. Zwei.\r\n- Ä. Ö\n\n```\nß\n```\n\nEnde"
    let scalars = text.unicodeScalars.count
    let string = text
    text.withUTF8 { bytes in
      let scan = BoundaryScan(bytes, headings: [], longest: 3000)
      let counted = scan.scalarCount
      #expect(counted == scalars)
      let boundaries = scan.boundaries(inside: scan.boundaries.indices, of: 0..<bytes.count)
      #expect(boundaries.count > 6)
      for boundary in boundaries {
        #expect(string.slice(TextSpan(0, boundary.place)).unicodeScalars.count == boundary.scalar)
      }
    }
  }

  /// What decides whether a line wraps looks back from the line's end, and must see what a look at every
  /// stop in the line sees.
  @Test(arguments: 0..<400)
  func `a sentence ends at the end of a line when any of its stops is closed there`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let parts = [
      "Mint", "é", "茶", ".", "!", "?", "…", "。", "？", "।", "؟", ")", "\"", "”", "»", "«", "」", "*", "`", " ",
      "\t",
      "\u{A0}", "\u{301}", "|",
    ]
    for _ in 0..<20 {
      let few = (0..<3).map { _ in parts.randomElement(using: &generator) ?? "" }
      var line = (0..<Int.random(in: 1...16, using: &generator)).map { _ in
        (Bool.random(using: &generator) ? few : parts).randomElement(using: &generator) ?? ""
      }.joined()
      if Bool.random(using: &generator) { line += "." + String(repeating: ")", count: seed % 11) }
      var text = line + (seed % 3 == 0 ? "\r\nAnd. " : seed % 3 == 1 ? "\nso." : "")
      let end = line.utf8.count
      text.withUTF8 { bytes in
        var place = 0
        var expected = false
        while place < end {
          let start = place
          place += 1
          var found: SentenceEnd?
          if SentenceEnd.isStop(bytes[start]) {
            while place < end, SentenceEnd.isStop(bytes[place]) { place += 1 }
            found = SentenceEnd.ascii(bytes, at: start, run: place - start, .standard)
          } else if SentenceEnd.mayBegin(bytes[start]) {
            found = SentenceEnd.wide(bytes, at: start)
          }
          if let found, found.endsLine { expected = true }
        }
        #expect(SentenceEnd.isAtEnd(bytes, ofLine: 0, to: end) == expected, "\(line.debugDescription)")
      }
    }
  }
}
