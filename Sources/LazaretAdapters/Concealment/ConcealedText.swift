import LazaretCore

/// Text that stands in other text in a form that its reader does not take for it: characters that nothing
/// shows, a displayed order that is not the stored one, words of look-alike and styled letters.
///
/// What living scripts need is none of it: flags and joined emoji, joiners between letters of the scripts
/// that have them, one selector behind a symbol or an ideograph, marks of direction, soft hyphens at
/// syllables, formulas, full-width names in Japanese. Whole words of another script are that script.
///
/// Time is linear. The pieces together are at most four times as long as the text.
enum ConcealedText {
  struct Piece: Hashable {
    /// The name of its origin: "unicode tags", "look-alike letters".
    var kind: String
    /// Valid UTF-8.
    var utf8: [UInt8]
    /// The part of the text that it was decoded from.
    var span: TextSpan
  }

  static func pieces(in text: String) -> [Piece] {
    var text = text
    return text.withUTF8 { pieces(in: $0) }
  }

  static func pieces(in bytes: UnsafeBufferPointer<UInt8>) -> [Piece] {
    let signs = ConcealmentSigns(in: bytes)
    if signs.isEmpty { return [] }
    let text = ScalarBytes(bytes: bytes)
    var pieces: [Piece] = []
    if signs.contains(.invisible) {
      let marks = InvisibleMarks(in: text)
      pieces += TagText.pieces(of: marks.tags, in: text)
      pieces += SelectorText.pieces(of: marks.selectors, in: text)
      pieces += ZeroWidthText.pieces(of: marks.zeroWidth, in: text)
    }
    if signs.contains(.overrides) { pieces += DisplayedOrder.pieces(in: text) }
    if signs.contains(.letters) { pieces += PlainLetters.pieces(in: text) }
    return pieces
  }
}

extension Document {
  /// The same document, with what is concealed in its lanes decoded at the end of the hidden lane. The
  /// visible text stays as it is. What an extractor of a part has decoded already is not added twice.
  func revealingConcealedText() -> Document {
    let found = Lane.allCases.map { lane in (lane, ConcealedText.pieces(in: passage(lane).text)) }
    if found.allSatisfy({ $0.1.isEmpty }) { return self }
    var hidden = HiddenLane(hidden)
    var known: Set<[UInt8]> = []
    for origin in self.hidden.origins where origin.decodedFrom != nil {
      let utf8 = self.hidden.text.utf8
      known.insert(Array(utf8.dropFirst(origin.span.start).prefix(origin.span.count)))
    }
    for (lane, pieces) in found {
      for piece in pieces where known.insert(piece.utf8).inserted {
        hidden.add(piece.utf8, kind: piece.kind, decodedFrom: Passage.Place(lane: lane, span: piece.span))
      }
    }
    var document = self
    document.hidden = hidden.passage
    return document
  }
}
