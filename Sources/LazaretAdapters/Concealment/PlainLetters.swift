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
