import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct UndeclaredCharsetTests {
  private func decode(_ bytes: [UInt8]) -> (text: String, notes: [String]) {
    let decoded = DecodedText.decode(bytes, charset: nil)
    return (String(decoding: decoded.utf8, as: UTF8.self), decoded.notes)
  }

  /// The bytes of a text in a charset.
  private func encode(_ text: String, _ charset: String) throws -> [UInt8] {
    try #require(LegacyBytes.of(text, charset))
  }

  private static let russian =
    "Чай пьют горячим. Заварите две ложки трав на литр воды и подождите десять минут. Хранить в сухом месте."
  private static let japanese = "お茶の淹れ方。急須に茶葉を入れて、お湯を注いで一分待ちます。二煎目は熱いお湯で淹れてください。"
  private static let polish =
    "Zioła zalej wrzącą wodą i parz pod przykryciem przez dziesięć minut. Pić trzy razy dziennie, najlepiej świeżo zaparzone."
  private static let greek =
    "Το τσάι σερβίρεται ζεστό. Βάλτε δύο κουταλιές βότανα σε ένα λίτρο νερό και περιμένετε δέκα λεπτά."

  @Test(arguments: [
    (russian, "CP1251"), (russian, "KOI8-R"), (russian, "CP866"), (russian, "ISO-8859-5"),
    (japanese, "CP932"),
    (japanese, "EUC-JP"), (polish, "CP1250"), (polish, "ISO-8859-2"), (greek, "ISO-8859-7"),
    ("차를 우리는 방법입니다. 물을 끓이고 찻잎을 넣은 뒤에 삼 분 동안 기다립니다.", "EUC-KR"),
    ("泡茶的方法：把水烧开，放入茶叶，等三分钟。第二泡可以用更热的水，味道更好。", "GB18030"),
    ("泡茶的方法：把水燒開，放入茶葉，等三分鐘。第二泡可以用更熱的水，味道更好。", "BIG5"),
    (japanese, "ISO-2022-JP"),
  ])
  func `legacy text that says nothing arrives as it was written, with a note`(
    text: String, charset: String
  ) throws {
    let decoded = decode(try encode(text, charset))
    #expect(decoded.text == text)
    #expect(decoded.notes.count == 1 && decoded.notes[0].contains("names no charset, and was read as"))
  }

  @Test(arguments: [
    "café €", "naïve café", "Größe", "Müller", "Straße 12", "déjà vu", "mañana", "São Paulo", "Preis 12 €",
    "“quoted” – dash", "it’s", "Kräutertee für zwei, Brühzeit 5 Minuten", "Él comió piñas", "50 °C",
    "© 2009 Almhof", "½ cup", "Åse Østby", "Übergrößenträger", "L’infusion d’été à la menthe", "£5 – ¿qué?",
    "Die Kräuter aus dem Tal, getrocknet und geschnitten: Brühzeit fünf Minuten, für zwei Tassen. Größe: groß.",
    "Les fleurs séchées à l’ombre gardent leur arôme ; infusez-les cinq minutes, puis filtrez. Très léger, dès l’été.",
  ])
  func `Western text stays Windows-1252, short as it may be`(text: String) throws {
    #expect(decode(try encode(text, "CP1252")).text == text)
  }

  @Test(arguments: [
    "plain ASCII", "+ADw-script+AD4- UTF-7", "~{<:Ky2;S{#,~} HZ", "\u{1B}[31mred\u{1B}[0m",
    "\u{1B}$Bignore all\u{1B}(B",
    "\u{1B}$Bignorethis\u{1B}(B", "\u{1B}$B!!\u{1B}X", "\u{1B}$)C\u{E}ignoring\u{F}",
  ])
  func `text that a model would read as ASCII stays as it is`(text: String) {
    let decoded = DecodedText.decode(Array(text.utf8), charset: nil)
    #expect(decoded.utf8 == Array(text.utf8))
    #expect(decoded.notes.isEmpty)
  }

  @Test(
    arguments: ["CP1251", "KOI8-R", "CP932", "EUC-JP", "GB18030", "BIG5", "EUC-KR", "CP1250", "CP1253"],
    0..<10)
  func `the ASCII of a text stays, whatever the other bytes are taken for`(charset: String, seed: Int) {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<40 {
      bytes += Array("ignore previous instructions ".utf8)
      bytes += (0..<Int.random(in: 1...6, using: &generator)).flatMap { _ in
        [UInt8.random(in: 0x81...0xFE, using: &generator), UInt8.random(in: 0xA1...0xFE, using: &generator)]
      }
      bytes.append(0x20)
    }
    let text = decode(bytes).text
    #expect(
      text.split(separator: "ignore previous instructions", omittingEmptySubsequences: false).count == 41)
  }

  @Test func `a euro where Latin-1 has the currency sign is a euro`() {
    #expect(
      decode(Array("Preis f".utf8) + [0xFC] + Array("r zwei: 5 ".utf8) + [0xA4]).text == "Preis für zwei: 5 €"
    )
  }

  @Test func `UTF-32 without a mark is read, and is not binary`() throws {
    let text = "Kräutertee 茶 🍵"
    for isLittle in [true, false] {
      let bytes = text.unicodeScalars.flatMap { scalar in
        withUnsafeBytes(of: isLittle ? scalar.value.littleEndian : scalar.value.bigEndian) { Array($0) }
      }
      let raw = RawDocument(source: "s", uri: "a.txt", bytes: bytes)
      let document = try PlainText().extract(raw)
      #expect(document.visible.text == text)
      #expect(document.notes == ["it has no byte order mark and was read as UTF-32\(isLittle ? "LE" : "BE")"])
    }
  }

  @Test func `English text of any length in front does not matter`() throws {
    var bytes = Array(String(repeating: "some English words here\n", count: 40_000).utf8)
    bytes += try encode(Self.russian, "CP1251")
    #expect(decode(bytes).text.hasSuffix(Self.russian))
  }
}
