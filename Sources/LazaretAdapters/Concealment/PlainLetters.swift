import LazaretCore

/// Lines whose words are written so that people read them and filters do not, in plain letters: Latin words
/// with letters of other scripts in them, phrases in styled letters, words cut up by characters that nothing
/// shows, letters under heaps of marks.
///
/// A line is looked at as a whole, since a phrase is; of one that is longer than 2,000 bytes, a part of that
/// length. What was found near each other is one piece.
enum PlainLetters {
  private static let longest = 2_000

  static func pieces(in text: ScalarBytes) -> [ConcealedText.Piece] {
    guard let base = text.bytes.baseAddress else { return [] }
    var pieces: [ConcealedText.Piece] = []
    var place = 0
    while let found = ConcealmentSigns.notASCII(base, from: place, to: text.count) {
      // The block begins up to 63 bytes before what is no ASCII.
      var first = found
      while first < text.count, text[first] < 0x80 { first += 1 }
      let line = line(around: first, from: place, in: text)
      place = line.end
      if isPlain(line, in: text) { continue }
      var reader = LineReader(text, line)
      guard let kind = reader.evidence() else { continue }
      let plain = reader.plain()
      if let last = pieces.last, line.start - last.span.end <= 2, last.kind == kind {
        pieces[pieces.count - 1].utf8 += [0x0A] + plain
        pieces[pieces.count - 1].span = TextSpan(last.span.start, line.end)
      } else {
        pieces.append(ConcealedText.Piece(kind: kind, utf8: plain, span: line))
      }
    }
    return pieces
  }

  /// True where all that is not ASCII are Latin letters with accents and common punctuation, which conceal
  /// nothing: U+0080 to U+017F but for the soft hyphen, U+2010 to U+2027, U+2030 to U+203F.
  private static func isPlain(_ line: TextSpan, in text: ScalarBytes) -> Bool {
    var place = line.start
    while place < line.end {
      switch text[place] {
      case 0..<0x80: place += 1
      case 0xC2...0xC5:
        if place + 1 < text.count, text[place] == 0xC2, text[place + 1] == 0xAD { return false }
        place += 2
      case 0xE2:
        guard place + 2 < text.count, text[place + 1] == 0x80 else { return false }
        let last = text[place + 2]
        guard (0x90...0xA7).contains(last) || last >= 0xB0 else { return false }
        place += 3
      default: return false
      }
    }
    return true
  }

  private static func line(around place: Int, from least: Int, in text: ScalarBytes) -> TextSpan {
    var start = place
    while start > least, place - start < longest / 2, !isLineEnd(text[start - 1]) { start -= 1 }
    var end = place
    while end < text.count, end - start < longest, !isLineEnd(text[end]) { end += 1 }
    if end < text.count, !isLineEnd(text[end]) {
      // Cut between words, or else between characters.
      var cut = end
      while cut > place, end - cut < 200, text[cut] != 0x20 { cut -= 1 }
      if cut > place, text[cut] == 0x20 { end = cut }
      while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    }
    while start < place, text[start] & 0xC0 == 0x80 { start += 1 }
    return TextSpan(start, max(end, start))
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
