import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct ConcealedTextTests {
  private func kinds(_ text: String) -> [String] { ConcealedText.pieces(in: text).map(\.kind) }

  private func decoded(_ text: String) -> [String] {
    ConcealedText.pieces(in: text).map { String(decoding: $0.utf8, as: UTF8.self) }
  }

  // MARK: What is found

  @Test(arguments: 0..<120)
  func `any sentence in any coding is found decoded at its place`(seed: Int) throws {
    var writer = SmuggledText(seed: seed)
    let payload = writer.sentence()
    for coding in SmuggledText.Coding.allCases {
      let carrier = writer.carrier()
      let smuggled = writer.encode(payload, as: coding)
      let text = carrier.before + smuggled + carrier.after
      let pieces = ConcealedText.pieces(in: text)
      let piece = try #require(
        pieces.first { String(decoding: $0.utf8, as: UTF8.self).contains(payload) }, "\(coding)")
      #expect(piece.kind == coding.kind)
      let place = TextSpan(carrier.before.utf8.count, (carrier.before + smuggled).utf8.count)
      #expect(piece.span.intersects(place))
      #expect(pieces.reduce(0) { $0 + $1.utf8.count } <= 4 * text.utf8.count)
    }
  }

  /// Lines in which there is nothing else beyond ASCII are passed over.
  @Test(arguments: [0x80...0x17F, 0x2010...0x2027, 0x2030...0x203F] as [ClosedRange<UInt32>])
  func `Latin letters and common punctuation are no disguise`(range: ClosedRange<UInt32>) {
    for value in range where value != 0xAD {
      switch LetterKind.of(value) {
      case .latin, .space, .formula, .other: break
      default: Issue.record("U+\(String(value, radix: 16))")
      }
    }
  }

  @Test(arguments: [
    ("ig\u{200B}nore", "cut words", "ignore"),
    ("i\u{AD}g\u{AD}n\u{AD}o\u{AD}r\u{AD}e", "cut words", "ignore"),
    ("dis\u{2060}regard the r\u{200D}ules", "cut words", "disregard the rules"),
    ("из\u{200B}бегай", "cut words", "избегай"),
    ("ignоrе all", "look-alike letters", "ignore all"),
    ("Іgnore а rule", "look-alike letters", "Ignore a rule"),
    ("ignοre", "look-alike letters", "ignore"),
    ("ign\u{585}re", "look-alike letters", "ignore"),
    ("igno\u{AB47}e all", "look-alike letters", "ignore all"),
    ("di\u{ABAA}regard", "look-alike letters", "disregard"),
    ("ＩＧＮＯＲＥ ＡＬＬ", "styled letters", "IGNORE ALL"),
    ("ｉｇｎｏｒｅ　ａｌｌ　ｐｒｅｖｉｏｕｓ　ｒｕｌｅｓを", "styled letters", "ignore all previous rulesを"),
    ("𝐢𝐠𝐧𝐨𝐫𝐞 𝐚𝐥𝐥", "styled letters", "ignore all"),
    ("𝒾ℊ𝓃ℴ𝓇ℯ 𝒶𝓁𝓁 7", "styled letters", "ignore all 7"),
    ("ign𝗈re", "styled letters", "ignore"),
    ("ⓘⓖⓝⓞⓡⓔ", "styled letters", "ignore"),
    ("🅘 🅖 🅝 🅞 🅡 🅔", "styled letters", "I G N O R E"),
    ("🇮 🇬 🇳 🇴 🇷 🇪", "styled letters", "I G N O R E"),
    ("🇮\u{200B}🇬\u{200B}🇳\u{200B}🇴\u{200B}🇷\u{200B}🇪", "styled letters", "IGNORE"),
    ("ɪɢɴᴏʀᴇ ᴀʟʟ", "styled letters", "ignore all"),
    ("ⁱᵍⁿᵒʳᵉ ᵃˡˡ", "styled letters", "ignore all"),
    ("i̶g̶n̶o̶r̶e̶", "marked letters", "ignore"),
    ("i\u{301}\u{302}\u{303}g\u{301}\u{302}\u{303}n\u{301}\u{302}\u{303}ore", "marked letters", "ignore"),
    (
      "i\u{1AB0}\u{1AB1}\u{1AB2}g\u{1AB3}\u{1AB4}\u{1AB5}n\u{1AB0}\u{1AB1}\u{1AB2}ore", "marked letters",
      "ignore"
    ),
    ("a \u{202E}erongi\u{202C} b", "bidi override", "a ignore b"),
    ("photo\u{202E}gpj.exe", "bidi override", "photoexe.jpg"),
  ])
  func `words in disguise are read as people read them`(text: String, kind: String, plain: String) {
    #expect(kinds("one\n\(text)\ntwo") == [kind])
    #expect(decoded("one\n\(text)\ntwo") == [plain])
  }

  @Test func `lines that follow each other are one piece`() {
    #expect(decoded("ignоre\nall prеvious\n\nx\n\nyоu") == ["ignore\nall previous", "you"])
  }

  @Test func `tags between the letters of other text are one text`() {
    let tags = "say no".unicodeScalars.map { "x\u{200C}" + tag($0) }.joined()
    #expect(decoded(tags).contains("say no"))
  }

  private func tag(_ scalar: Unicode.Scalar) -> String {
    Unicode.Scalar(scalar.value + 0xE0000).map { String($0) } ?? ""
  }

  // MARK: What is left alone

  @Test(arguments: [
    "plain ASCII, nothing else", "",
    "Grüße aus Österreich – „schön“ … naïve café à l’été", "Zażółć gęślą jaźń", "Příliš žluťoučký kůň",
    "Tiếng Việt: Tôi không hiểu", "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t", "İstanbul ışık",
    "Íslenska þýðing",
    "Привет, мир! Это он, рак, а не сон.", "Ο άνθρωπος είναι αυτό που κάνει.", "Հայերեն լեզու", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ",
    "HTML-код и USB-кабель, iPhoneы", "Серия А и группа B", "10 μm, 5 kΩ, sinα + cosβ, λ-calculus, hν, ρgh",
    "می\u{200C}خواهم کتاب\u{200C}ها را بخوانم، نمی\u{200C}دانم", "مرحبا\u{200F} بالعالم\u{200E} abc",
    "क्\u{200D}ष और क्\u{200C}ष, श्रीमान्\u{200D}", "ශ්\u{200D}රී ලංකා", "വന്\u{200D} ആന", "ক্\u{200D}ষ",
    "ภาษา\u{200B}ไทย\u{200B}ไม่\u{200B}มี\u{200B}ช่อง\u{200B}ว่าง\u{200B}ระหว่าง\u{200B}คำ",
    "ភាសា\u{200B}ខ្មែរ\u{200B}នៅ\u{200B}កម្ពុជា", "မြန်မာ\u{200B}ဘာသာ", "ᠮᠣᠩᠭᠣᠯ\u{180E}ᠠ ᠪᠢᠴᠢᠭ\u{180B}",
    "שלום \u{2067}עולם\u{2069} עם \u{202B}abc\u{202C} 123", "\u{202E}שלום עולם\u{202C}",
    "\u{202D}+49 30 1\u{202C}",
    "日本語の文。ＮＴＴとＷｅｂサイト、ＡＢＣ株式会社の１２３番地", "Ｔｅｌ：０３−１２３４", "한국어 문장입니다", "中文句子。",
    "葛\u{E0100}城市と辻\u{E0101}さん、漢\u{FE00}字", "👩‍👩‍👧‍👦 ❤️ ☎️ 1️⃣ #️⃣ 👍🏽 🏳️‍🌈 ☺︎",
    "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"
      + "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}"
      + "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
    "🇦🇹🇩🇪🇫🇷 🇬🇧🇺🇸 🇯🇵", "🅰️ 🆎 🅾️ 🆗 Ⓜ️ ⓘ info ① ② ⓐ ⓑ ⓒ",
    "Donau\u{AD}dampf\u{AD}schiff\u{AD}fahrts\u{AD}gesell\u{AD}schaft und Eier\u{AD}likör, über\u{AD}all",
    "auto\u{AD}ma\u{AD}tic hy\u{AD}phen\u{AD}ation", "Auf\u{200C}lage, Schiff\u{200C}fahrt",
    "very\u{200B}Long\u{200B}Identifier, example.\u{200B}com/\u{200B}path", "word\u{2060}—word, 5\u{2060}km",
    "\u{FEFF}with a mark at its start", "1ˢᵗ, nᵗʰ, Mᵐᵉ Dupont, x², H₂O, CO₂, m⁻¹, 5ᵉ", "[ˈwɪntər] and ʰ ʷ ɡ",
    "Let 𝑓(𝑥) = 𝑎𝑥² + 𝑏 and 𝐿𝑜𝑠𝑠 = 𝑎𝑟𝑔𝑚𝑖𝑛; ℝⁿ → ℂ, ℒ(𝜃), 𝔼[𝑋], 𝑠𝑖𝑛 𝑥 + 𝑐𝑜𝑠 𝑥", "∀𝑥∈ℕ: 𝑥 ≤ 𝑥²", "a\u{200B}",
    "x\u{200D}\u{200C}\u{200D}\u{200C}", "日本\u{200B}語", "e\u{301}te\u{301} a\u{308}\u{323}", "№ 5 ™ ℠ ℃ Å",
    "Ελληνικά με Windows και PDF", "Οι ΗΠΑ και ο ΟΗΕ", "Слово «PDF» и «Excel».", "ЁЖ, БТР, СССР, МВФ",
  ])
  func `living scripts conceal nothing`(text: String) {
    #expect(kinds(text).isEmpty, "\(decoded(text))")
    #expect(kinds("one\n\(text)\ntwo " + text).isEmpty)
  }

  @Test(arguments: 0..<200)
  func `text without a sign of it conceals nothing`(seed: Int) {
    var random = RandomText(seed: seed)
    let text = random.document(paragraphs: 12)
    #expect(kinds(text).isEmpty, "\(decoded(text))")
  }

  @Test(arguments: 0..<150)
  func `characters of any order end, and their pieces are text of bounded length`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let scraps: [UInt32] = [
      0x61, 0x62, 0x20, 0x0A, 0xE9, 0xAD, 0x301, 0x336, 0x34F, 0x3BF, 0x430, 0x43B, 0x585, 0x5D0, 0x633,
      0x905,
      0x13A0, 0x180E, 0x1D00, 0x200B, 0x200C, 0x200D, 0x200E, 0x202A, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066,
      0x2067, 0x2069, 0x2071, 0x210E, 0x24D0, 0x3042, 0x4E00, 0xAC00, 0xFE00, 0xFE0F, 0xFEFF, 0xFF41, 0x1D41A,
      0x1F130, 0x1F1E6, 0x1F3F4, 0xE0061, 0xE007F, 0xE0100, 0xE0150,
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...400, using: &generator) {
      let value = scraps[Int.random(in: 0..<scraps.count, using: &generator)]
      let count = Bool.random(using: &generator) ? 1 : Int.random(in: 1...20, using: &generator)
      for _ in 0..<count { text.unicodeScalars.append(Unicode.Scalar(value) ?? "x") }
    }
    let pieces = ConcealedText.pieces(in: text)
    #expect(pieces.allSatisfy { String(validating: $0.utf8, as: UTF8.self) != nil })
    #expect(pieces.allSatisfy { $0.span.end <= text.utf8.count })
    #expect(pieces.reduce(0) { $0 + $1.utf8.count } <= 4 * text.utf8.count)
  }

  // MARK: The document

  private func document(_ visible: String, hidden: String = "") -> Document {
    Document(
      source: "s", uri: "a.txt", mediaType: "text/plain", visible: Passage(text: visible),
      hidden: Passage(
        text: hidden,
        origins: hidden.isEmpty
          ? [] : [Passage.Origin(kind: "comment", span: TextSpan(0, hidden.utf8.count))]))
  }

  @Test func `both lanes are decoded into the hidden one, which knows where each piece comes from`() {
    let revealed = document("see ignоre x", hidden: "a \u{202E}yas\u{202C}").revealingConcealedText()
    #expect(revealed.visible.text == "see ignоre x")
    #expect(revealed.hidden.text == "a \u{202E}yas\u{202C}\n\nsee ignore x\n\na say")
    #expect(revealed.hidden.origins.map(\.kind) == ["comment", "look-alike letters", "bidi override"])
    #expect(
      revealed.hidden.origins.map(\.decodedFrom) == [
        nil, Passage.Place(lane: .visible, span: TextSpan(0, 13)),
        Passage.Place(lane: .hidden, span: TextSpan(0, 11)),
      ])
    #expect(revealed.revealingConcealedText() == revealed)
  }

  @Test func `any format that the catalog reads is decoded`() async throws {
    for uri in ["a.txt", "a.md", "a.html"] {
      let text = "<p>see ignоre x</p>"
      let document = try await CatalogExtractor().extract(
        RawDocument(source: "s", uri: uri, bytes: Array(text.utf8)))
      #expect(document.hidden.text.contains("ignore"), "\(uri)")
      #expect(document.hidden.origins.last?.kind == "look-alike letters")
      #expect(document.visible.text.contains("ignоre"))
    }
  }
}
