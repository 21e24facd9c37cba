import LazaretCore
import LazaretTesting
import Testing

@testable import LazaretAdapters

struct TextDecodingTests {
  private func decode(_ bytes: [UInt8], _ charset: String? = nil) -> DecodedText {
    DecodedText.decode(bytes, charset: charset)
  }

  private func text(_ decoded: DecodedText) -> String { String(decoding: decoded.utf8, as: UTF8.self) }

  @Test(arguments: 0..<100)
  func `UTF-8 arrives byte for byte`(seed: Int) {
    var random = RandomText(seed: seed)
    let bytes = Array(random.document(paragraphs: 8).utf8)
    #expect(decode(bytes).utf8 == bytes)
    #expect(decode(bytes).notes.isEmpty)
  }

  @Test(arguments: 0..<100)
  func `the other Unicode encodings give the same text`(seed: Int) {
    var random = RandomText(seed: seed)
    let original = "a" + random.document(paragraphs: 3)
    var little: [UInt8] = []
    var big: [UInt8] = []
    for unit in original.utf16 {
      little += [UInt8(unit & 255), UInt8(unit >> 8)]
      big += [UInt8(unit >> 8), UInt8(unit & 255)]
    }
    #expect(text(decode([0xFF, 0xFE] + little)) == original)
    #expect(text(decode([0xFE, 0xFF] + big)) == original)
    #expect(text(decode(little)) == original)
    #expect(text(decode(big)) == original)
    let wide = original.unicodeScalars.flatMap { scalar in
      withUnsafeBytes(of: scalar.value.littleEndian) { Array($0) }
    }
    #expect(text(decode([0xFF, 0xFE, 0, 0] + wide)) == original)
  }

  @Test(arguments: 0..<200)
  func `any bytes become valid text, and the standard library agrees on the repairs`(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let bytes = (0..<Int.random(in: 0...300, using: &generator)).map { _ -> UInt8 in
      let kinds: [ClosedRange<UInt8>] = [1...0x7F, 0x80...0xBF, 0xC0...0xDF, 0xE0...0xEF, 0xF0...0xFF]
      return UInt8.random(in: kinds[Int.random(in: 0..<5, using: &generator)], using: &generator)
    }
    let repair = UTF8Repair(bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: repair.utf8, as: UTF8.self))
    for charset in [nil, "utf-8", "shift_jis", "iso-8859-5", "iso-2022-jp", "gb18030", "nonsense"] {
      #expect(String(validating: decode(bytes, charset).utf8, as: UTF8.self) != nil)
    }
  }

  @Test func `a mark at the start goes without a note, and only there`() {
    #expect(decode([0xEF, 0xBB, 0xBF, 0x61, 0xEF, 0xBB, 0xBF]) == decode([0x61, 0xEF, 0xBB, 0xBF]))
    #expect(decode([0xEF, 0xBB, 0xBF, 0x61]).notes.isEmpty)
  }

  @Test func `broken bytes in UTF-8 are counted in a note`() {
    let bytes = Array("é é é é ".utf8) + [0xFF, 0x61, 0xE2, 0x82, 0x62]
    #expect(text(decode(bytes)) == "é é é é \u{FFFD}a\u{FFFD}b")
    #expect(decode(bytes).notes == ["3 bytes were not valid UTF-8 and became U+FFFD"])
    #expect(decode([0x61, 0xFF], "utf-8").notes == ["1 byte was not valid UTF-8 and became U+FFFD"])
  }

  @Test func `single-byte text without a name is read as Windows-1252 with a note`() {
    let decoded = decode(Array("caf".utf8) + [0xE9, 0x20, 0x80, 0x20, 0x93, 0x81])
    #expect(text(decoded) == "café € “\u{81}")
    #expect(decoded.notes == ["it is not UTF-8 and names no charset, and was read as Windows-1252"])
  }

  @Test(arguments: [
    ("windows-1251", [0xCF, 0xF0] as [UInt8], "Пр"), ("KOI8-R", [0xF0, 0xD2], "Пр"),
    ("ISO-8859-15", [0xA4], "€"), ("iso-8859-1", [0x80], "€"), ("shift_jis", [0x93, 0xFA, 0x96, 0x7B], "日本"),
    ("euc-jp", [0xC6, 0xFC, 0xCB, 0xDC], "日本"), ("gb2312", [0xD6, 0xD0], "中"), ("big5", [0xA4, 0xA4], "中"),
    ("euc-kr", [0xC7, 0xD1], "한"), ("tis-620", [0xA1], "ก"),
    ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42], "日"),
  ])
  func `a charset that is named is used`(charset: String, bytes: [UInt8], expected: String) {
    #expect(text(decode(bytes, charset)) == expected)
    #expect(decode(bytes, charset).notes.isEmpty)
  }

  @Test func `what means nothing in the named charset is counted in a note`() {
    let decoded = decode([0x61, 0xFF, 0x62, 0x93], "shift_jis")
    #expect(text(decoded) == "a\u{FFFD}b\u{FFFD}")
    #expect(
      decoded.notes == ["2 bytes were not valid in the charset that it names and became U+FFFD"])
  }

  @Test(arguments: ["utf-7", "UTF7", "nonsense", "utf-8//TRANSLIT", "../../etc/passwd", ""])
  func `a charset that no browser knows does not decide`(charset: String) {
    let decoded = decode(Array("+ADw-é".utf8), charset)
    #expect(text(decoded) == "+ADw-é")
    #expect(decoded.notes == ["it names a charset that is not known, and its bytes decided instead"])
  }

  @Test func `UTF-8 under a wrong name is still UTF-8`() {
    #expect(text(decode(Array("é".utf8), "iso-8859-1")) == "é")
    #expect(decode(Array("é".utf8), "iso-8859-1").notes.count == 1)
  }

  @Test func `ASCII with one stray zero is not UTF-16`() {
    let bytes = Array(String(repeating: "word ", count: 100).utf8) + [0, 0x61]
    #expect(ContentSignature.unmarkedUTF16(bytes) == nil)
    #expect(ContentSignature.binary(bytes) == .unknown)
  }
}
