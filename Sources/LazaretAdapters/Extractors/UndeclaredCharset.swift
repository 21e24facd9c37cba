/// Which charset the bytes of a text are in that is not UTF-8 and says nothing.
///
/// A wrong guess costs quality and hides nothing: what is screened is the decoded text, and that text is what
/// is exported. ASCII that does not directly follow half a character reads the same in every answer.
enum UndeclaredCharset {
  /// The name, and the text if it is not Windows-1252, which is the answer in doubt.
  ///
  /// uchardet proposes; the proposal is taken if it converts (one broken byte in a hundred at most) and
  /// reads better than Windows-1252 does, see ``ReadingMisfits``. Where both read equally well the
  /// languages' statistics decide, but not on fewer than ``fewest`` bytes.
  static func of(_ bytes: [UInt8]) -> (name: String, text: CharsetConversion.Result)? {
    guard let first = bytes.firstIndex(where: { $0 >= 0x80 }) else { return nil }
    let start = max(first - 1024, 0)
    let sample = bytes[start..<min(bytes.count, start + looked)]
    guard let guess = CharsetDetection.guess(sample) else { return nil }
    let proposed =
      switch guess {
      case "ISO-8859-1", "ISO-8859-15": latin9(bytes)
      case "KOI8-R": koi8(sample)
      default: guess
      }
    guard let name = proposed, !refused.contains(name), !name.hasPrefix("UTF-"),
      let reading = CharsetConversion.convert(sample, from: name)
    else { return nil }
    if name != "ISO-8859-15" {
      let mine = ReadingMisfits(reading.utf8).count
      let western = ReadingMisfits(DecodedText.windows1252(sample)).count
      guard mine < western || (mine == western && sample.count { $0 >= 0x80 } >= fewest) else { return nil }
    }
    guard let text = CharsetConversion.convert(bytes[...], from: name),
      text.brokenBytes * 100 <= bytes.count(where: { $0 >= 0x80 })
    else { return nil }
    return (name, text)
  }

  /// How much is looked at, from 1 KiB before the first byte that is not ASCII.
  private static let looked = 1 << 18

  /// With fewer bytes that are not ASCII, uchardet takes Spanish for Lappish.
  static let fewest = 6

  /// Names that mean Windows-1252 here, and charsets that hide ASCII.
  private static let refused: Set<String> = ["ASCII", "WINDOWS-1252", "HZ-GB-2312", "UTF-7"]

  /// KOI8-U has Ukrainian letters where KOI8-R has lines for boxes, and uchardet knows KOI8-R alone.
  private static func koi8(_ sample: ArraySlice<UInt8>) -> String {
    guard let russian = CharsetConversion.convert(sample, from: "KOI8-R"),
      let ukrainian = CharsetConversion.convert(sample, from: "KOI8-U")
    else { return "KOI8-R" }
    return ReadingMisfits(ukrainian.utf8).count < ReadingMisfits(russian.utf8).count ? "KOI8-U" : "KOI8-R"
  }

  /// ISO 8859-15 differs from ISO 8859-1 in eight characters. It is taken for the sake of a euro sign where
  /// the other has the sign that nobody uses (¤), or of an œ where the other has a fraction inside of a word.
  /// Bytes from 0x80 to 0x9F are in neither, so they mean Windows-1252.
  private static func latin9(_ bytes: [UInt8]) -> String? {
    let letters: ClosedRange<UInt8> = 0x61...0x7A
    let digits: ClosedRange<UInt8> = 0x30...0x39
    if bytes.contains(where: { (0x80..<0xA0).contains($0) }) { return nil }
    if bytes.contains(0xA4) { return "ISO-8859-15" }
    var before: UInt8 = 0
    for (byte, after) in zip(bytes, bytes.dropFirst()) {
      let isLigature = byte == 0xBC || byte == 0xBD
      if isLigature, letters.contains(after), !digits.contains(before) { return "ISO-8859-15" }
      before = byte
    }
    return nil
  }
}
