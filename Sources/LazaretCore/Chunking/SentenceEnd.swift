/// What ends a sentence, by the Sentence_Terminal property of Unicode 16 and rule SB8 of UAX 29, with
/// care for abbreviations. Looks at a few bytes on both sides of a place and at nothing else.
struct SentenceEnd {
  /// Where the next sentence begins: past closing quotes, brackets and spaces.
  var next: Int
  /// How many bytes of `place..<next` continue a scalar.
  var continuations: Int
  /// Set when nothing but white space follows in the line.
  var endsLine: Bool
  /// After what may be an abbreviation, or before a small letter.
  var isDoubtful: Bool

  /// - Parameter place: of an ASCII full stop, exclamation or question mark, or of the first of a run
  ///   of them.
  /// - Parameter run: how many of them there are.
  /// - Returns: `nil` when no white space follows.
  static func ascii(
    _ bytes: UnsafeBufferPointer<UInt8>, at place: Int, run: Int, _ abbreviations: Abbreviations
  ) -> SentenceEnd? {
    guard var end = after(bytes, place + run, needsSpace: true) else { return nil }
    if end.endsLine { return end }
    let first = firstLetter(bytes, end.next)
    end.isDoubtful =
      isLowercase(bytes, first)
      || (run == 1 && bytes[place] == UInt8(ascii: ".")
        && abbreviations.contains(bytes, before: place, next: bytes[first]))
    return end
  }

  /// - Parameter place: of a byte from which ``mayBegin(_:)`` is true.
  /// - Returns: `nil` when no sentence ends there.
  static func wide(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> SentenceEnd? {
    // The most frequent bytes of Chinese, Japanese, Korean, Hindi and typographic English first.
    guard place + 1 < bytes.count else { return nil }
    let lead = bytes[place]
    let second = bytes[place + 1]
    if lead == 0xE3, second != 0x80 { return nil }
    if lead == 0xEA, second > 0xAB { return nil }
    if lead == 0xE2, second == 0x80 {
      guard place + 2 < bytes.count else { return nil }
      // The dots of an ellipsis end a sentence as three full stops do.
      if bytes[place + 2] == 0xA6 {
        guard var end = after(bytes, place + 3, needsSpace: true) else { return nil }
        end.continuations += 2
        end.isDoubtful = !end.endsLine && isLowercase(bytes, firstLetter(bytes, end.next))
        return end
      }
      if bytes[place + 2] != 0xBC, bytes[place + 2] != 0xBD { return nil }
    }
    guard let scalar = TextScalars.scalar(bytes, at: place), isTerminal(scalar.value) else { return nil }
    let length = UTF8.width(scalar)
    guard var end = after(bytes, place + length, needsSpace: false) else { return nil }
    end.continuations += length - 1
    return end
  }

  /// True when a sentence ends at the end of the line, whatever closes behind it.
  ///
  /// - Parameters:
  ///   - text: where the line begins.
  ///   - end: where its line end stands.
  static func isAtEnd(_ bytes: UnsafeBufferPointer<UInt8>, ofLine text: Int, to end: Int) -> Bool {
    var place = end
    while place > text {
      if bytes[place - 1] == 0x20 || bytes[place - 1] == 0x09 {
        place -= 1
      } else if place - 2 >= text, bytes[place - 2] == 0xC2, bytes[place - 1] == 0xA0 {
        place -= 2
      } else {
        break
      }
    }
    // One more than may close behind a stop.
    for _ in 0...mostClosers where place > text {
      let next = place
      place = TextScalars.backward(bytes, from: place, by: 1)
      let end =
        isStop(bytes[place])
        ? after(bytes, next, needsSpace: true) : mayBegin(bytes[place]) ? wide(bytes, at: place) : nil
      if let end, end.endsLine { return true }
      if closer(bytes, at: place) == nil { return false }
    }
    return false
  }

  /// True for a full stop, an exclamation mark and a question mark.
  static func isStop(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x21 || byte == 0x3F }

  /// True for the first bytes of the scalars that end a sentence.
  static func mayBegin(_ lead: UInt8) -> Bool {
    switch lead {
    case 0xD6, 0xD8, 0xDB, 0xDC, 0xDF, 0xE0, 0xE1, 0xE2, 0xE3, 0xEA, 0xEF, 0xF0: true
    default: false
    }
  }

  /// Sentence_Terminal beyond ASCII, and the Arabic semicolon.
  static func isTerminal(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0589, 0x061B, 0x061D...0x061F, 0x06D4, 0x0700...0x0702, 0x07F9, 0x0837, 0x0839, 0x083D, 0x083E,
      0x0964, 0x0965, 0x104A, 0x104B, 0x1362, 0x1367, 0x1368, 0x166E, 0x1735, 0x1736, 0x17D4, 0x17D5,
      0x1803, 0x1809, 0x1944, 0x1945, 0x1AA8...0x1AAB, 0x1B4E, 0x1B4F, 0x1B5A, 0x1B5B, 0x1B5E, 0x1B5F,
      0x1B7D...0x1B7F, 0x1C3B, 0x1C3C, 0x1C7E, 0x1C7F, 0x203C, 0x203D, 0x2047...0x2049, 0x2CF9...0x2CFB,
      0x2E2E, 0x2E3C, 0x2E53, 0x2E54, 0x3002, 0xA4FF, 0xA60E, 0xA60F, 0xA6F3, 0xA6F7, 0xA876, 0xA877,
      0xA8CE, 0xA8CF, 0xA92F, 0xA9C8, 0xA9C9, 0xAA5D...0xAA5F, 0xAAF0, 0xAAF1, 0xABEB, 0xFE12, 0xFE15,
      0xFE16, 0xFE52, 0xFE56, 0xFE57, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61:
      true
    case 0x10A56, 0x10A57, 0x10F55...0x10F59, 0x10F86...0x10F89, 0x11047, 0x11048, 0x110BE...0x110C1,
      0x11141...0x11143, 0x111C5, 0x111C6, 0x111CD, 0x111DE, 0x111DF, 0x11238, 0x11239, 0x1123B, 0x1123C,
      0x112A9, 0x113D4, 0x113D5, 0x1144B, 0x1144C, 0x115C2, 0x115C3, 0x115C9...0x115D7, 0x11641, 0x11642,
      0x1173C...0x1173E, 0x11944, 0x11946, 0x11A42, 0x11A43, 0x11A9B, 0x11A9C, 0x11C41, 0x11C42, 0x11EF7,
      0x11EF8, 0x11F43, 0x11F44, 0x16A6E, 0x16A6F, 0x16AF5, 0x16B37, 0x16B38, 0x16B44, 0x16D6E, 0x16D6F,
      0x16E98, 0x1BC9F, 0x1DA88:
      true
    default: false
    }
  }

  private static let mostClosers = 8

  /// Passes closing quotes and brackets, then white space.
  private static func after(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, needsSpace: Bool
  ) -> SentenceEnd? {
    var place = place
    var continuations = 0
    for _ in 0..<mostClosers {
      guard let length = closer(bytes, at: place) else { break }
      place += length
      continuations += length - 1
    }
    let words = place
    while place < bytes.count {
      if bytes[place] == 0x20 || bytes[place] == 0x09 {
        place += 1
      } else if bytes[place] == 0xC2, place + 1 < bytes.count, bytes[place + 1] == 0xA0 {
        place += 2
        continuations += 1
      } else {
        break
      }
    }
    let endsLine = place == bytes.count || bytes[place] == 0x0A || bytes[place] == 0x0D
    if needsSpace, place == words, !endsLine { return nil }
    return SentenceEnd(next: place, continuations: continuations, endsLine: endsLine, isDoubtful: false)
  }

  /// The length of a closing quote or bracket, or of a mark of emphasis.
  private static func closer(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
    guard place < bytes.count else { return nil }
    switch bytes[place] {
    case UInt8(ascii: ")"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "]"), UInt8(ascii: "}"),
      UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"):
      return 1
    case 0xC2:
      // » and, where quotes point inwards, «.
      guard place + 1 < bytes.count else { return nil }
      return bytes[place + 1] == 0xBB || bytes[place + 1] == 0xAB ? 2 : nil
    case 0xE2, 0xE3, 0xEF:
      guard place + 2 < bytes.count else { return nil }
      switch (bytes[place], bytes[place + 1], bytes[place + 2]) {
      // ‘ ’ “ ” ‹ ›: the first of each pair closes in German and its neighbours.
      case (0xE2, 0x80, 0x98), (0xE2, 0x80, 0x99), (0xE2, 0x80, 0x9C), (0xE2, 0x80, 0x9D),
        (0xE2, 0x80, 0xB9), (0xE2, 0x80, 0xBA),
        // 〉 》 」 』 】 〕 〗 〙 〛 〞 〟
        (0xE3, 0x80, 0x89), (0xE3, 0x80, 0x8B), (0xE3, 0x80, 0x8D), (0xE3, 0x80, 0x8F),
        (0xE3, 0x80, 0x91), (0xE3, 0x80, 0x95), (0xE3, 0x80, 0x97), (0xE3, 0x80, 0x99),
        (0xE3, 0x80, 0x9B), (0xE3, 0x80, 0x9E), (0xE3, 0x80, 0x9F),
        // 。！？ again, ） ］ ｝ ｣
        (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x81), (0xEF, 0xBC, 0x9F), (0xEF, 0xBC, 0x89),
        (0xEF, 0xBC, 0xBD), (0xEF, 0xBD, 0x9D), (0xEF, 0xBD, 0xA3):
        return 3
      default: return nil
      }
    default: return nil
    }
  }

  /// Past one opening bracket or quote.
  private static func firstLetter(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
    switch bytes[place] {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "'"):
      place + 1 < bytes.count ? place + 1 : place
    default: place
    }
  }

  static func isLowercase(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    let byte = bytes[place]
    if byte < 0x80 { return byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
    // Greek, Cyrillic, Armenian and Latin with marks; the scripts of three bytes mostly have no case.
    return (byte < 0xE0 || byte == 0xE1) && isWideLowercase(bytes, place)
  }

  @inline(never)
  private static func isWideLowercase(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Bool {
    TextScalars.scalar(bytes, at: place)?.properties.isLowercase ?? false
  }
}
