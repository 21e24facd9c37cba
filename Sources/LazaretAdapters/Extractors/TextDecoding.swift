import LazaretCore

/// Text of any charset as UTF-8. Nothing is normalised and nothing is trimmed: a byte order mark at
/// the start is the only thing that goes without a note.
struct DecodedText: Hashable {
  var utf8: [UInt8]
  /// What was guessed or repaired, in words.
  var notes: [String]

  /// Asks, in this order: the byte order mark, the charset that `raw` or else `declared` names, and
  /// the bytes themselves, which are UTF-8 if they can be, UTF-8 with repairs if most of them are, and else
  /// what ``UndeclaredCharset`` makes of them, Windows-1252 in doubt.
  ///
  /// Throws `malformed` for content that is not text at all.
  init(of raw: RawDocument, declared: String? = nil) throws(ExtractionError) {
    if let kind = ContentSignature.binary(raw.bytes) {
      throw .malformed(
        "'\(raw.uri)' is named as text but its content is binary (looks like \(kind.rawValue))")
    }
    self = Self.decode(raw.bytes, charset: raw.charset ?? declared)
    if ContentSignature.isMostlyControls(utf8) {
      throw .malformed("'\(raw.uri)' is named as text but its content is binary (control characters)")
    }
  }

  private init(utf8: [UInt8], notes: [String] = []) {
    self.utf8 = utf8
    self.notes = notes
  }

  static func decode(_ bytes: [UInt8], charset: String?) -> DecodedText {
    if let mark = ByteOrderMark(bytes) {
      let rest = bytes[mark.length...]
      if mark.charset == "UTF-8" { return utf8OrRepaired(rest) }
      return converted(rest, from: mark.charset) ?? utf8OrRepaired(rest)
    }
    if let wide = ContentSignature.unmarkedUnicode(bytes) {
      guard var text = converted(bytes[...], from: wide) else { return guessed(bytes) }
      text.notes.append("it has no byte order mark and was read as \(wide)")
      return text
    }
    guard let charset else { return guessed(bytes) }
    let latin1 = "ISO-8859-1 or Windows-1252"
    switch charset.lowercased() {
    case "utf-8", "utf8", "unicode-1-1-utf-8", "x-unicode20utf8": return utf8OrRepaired(bytes)
    case "us-ascii", "ascii":
      // Said by servers that do not know: true of plain ASCII, and no help with anything else.
      return guessed(bytes)
    case "iso-8859-1", "iso8859-1", "latin1", "l1", "windows-1252", "cp1252", "x-cp1252":
      // The commonest wrong declaration there is. Western text is UTF-8 by chance as good as never.
      if bytes.contains(where: { $0 >= 0x80 }), bytes.isUTF8 {
        return DecodedText(utf8: bytes, notes: ["it says that it is \(latin1), and is UTF-8"])
      }
      return DecodedText(utf8: windows1252(bytes[...]))
    default:
      if let text = converted(bytes[...], from: charset) { return text }
      var text = guessed(bytes)
      text.notes.append("it names a charset that is not known, and its bytes decided instead")
      return text
    }
  }

  private static func guessed(_ bytes: [UInt8]) -> DecodedText {
    if bytes.isUTF8 {
      guard let escaped = EscapedCharset.of(bytes),
        let result = CharsetConversion.convert(bytes[...], from: escaped), result.brokenBytes == 0
      else { return DecodedText(utf8: bytes) }
      return DecodedText(utf8: result.utf8, notes: ["it names no charset, and was read as \(escaped)"])
    }
    let repair = UTF8Repair(bytes)
    if repair.wideCharacters >= repair.brokenBytes { return repaired(repair) }
    let reading = "it is not UTF-8 and names no charset, and was read as"
    guard let found = UndeclaredCharset.of(bytes) else {
      return DecodedText(utf8: windows1252(bytes[...]), notes: ["\(reading) Windows-1252"])
    }
    var text = decoded(found.text, charset: "that charset")
    text.notes.insert("\(reading) \(found.name)", at: 0)
    return text
  }

  private static func utf8OrRepaired(_ bytes: ArraySlice<UInt8>) -> DecodedText {
    utf8OrRepaired(Array(bytes))
  }

  private static func utf8OrRepaired(_ bytes: [UInt8]) -> DecodedText {
    if bytes.isUTF8 { return DecodedText(utf8: bytes) }
    return repaired(UTF8Repair(bytes))
  }

  private static func repaired(_ repair: UTF8Repair) -> DecodedText {
    let one = repair.brokenBytes == 1
    return DecodedText(
      utf8: repair.utf8,
      notes: [
        "\(repair.brokenBytes) \(one ? "byte was" : "bytes were") not valid UTF-8 and became U+FFFD"
      ])
  }

  private static func converted(_ bytes: ArraySlice<UInt8>, from charset: String) -> DecodedText? {
    CharsetConversion.convert(bytes, from: charset).map { decoded($0, charset: "the charset that it names") }
  }

  private static func decoded(_ result: CharsetConversion.Result, charset: String) -> DecodedText {
    // What iconv writes is UTF-8, but its UTF-16 lets a few forms through that are none.
    var text = utf8OrRepaired(result.utf8)
    if result.brokenBytes > 0 {
      let one = result.brokenBytes == 1
      text.notes.append(
        "\(result.brokenBytes) \(one ? "byte was" : "bytes were") not valid in \(charset)"
          + " and became U+FFFD")
    }
    return text
  }

  /// Every byte has a meaning, so this cannot fail: the five that Windows leaves open are the C1
  /// controls, as browsers have it.
  static func windows1252(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let upper: [UInt32] = [
      0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
      0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
      0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 {
        utf8.append(byte)
      } else {
        let value = byte < 0xA0 ? upper[Int(byte) - 0x80] : UInt32(byte)
        if let scalar = Unicode.Scalar(value) { utf8.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
      }
    }
    return utf8
  }
}

/// The bytes at the start of a text that say which of the Unicode encodings it is in.
struct ByteOrderMark {
  var charset: String
  var length: Int

  init?(_ bytes: [UInt8]) {
    // UTF-32 LE begins with the mark of UTF-16 LE, so it is asked first.
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) {
      (charset, length) = ("UTF-32LE", 4)
    } else if bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      (charset, length) = ("UTF-32BE", 4)
    } else if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      (charset, length) = ("UTF-8", 3)
    } else if bytes.starts(with: [0xFF, 0xFE]) {
      (charset, length) = ("UTF-16LE", 2)
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      (charset, length) = ("UTF-16BE", 2)
    } else {
      return nil
    }
  }
}
