import LazaretCore

/// Collects what a model would read and a person would not: one paragraph for each piece, in order of
/// place, with the reason for which nobody sees it.
struct HiddenLane {
  private var utf8: [UInt8] = []
  private var origins: [Passage.Origin] = []

  init() {}

  /// Goes on where a finished lane ends.
  init(_ passage: Passage) {
    utf8 = Array(passage.text.utf8)
    origins = passage.origins
  }

  /// White space around the piece is left off, and a piece of nothing else is none.
  ///
  /// - Parameter decodedFrom: where the text stands that the piece was decoded from, if it was.
  mutating func add(
    _ piece: some BidirectionalCollection<UInt8>, kind: String, decodedFrom: Passage.Place? = nil
  ) {
    guard let first = piece.firstIndex(where: { !$0.isWhitespace }),
      let last = piece.lastIndex(where: { !$0.isWhitespace })
    else { return }
    if !utf8.isEmpty { utf8.append(contentsOf: [0x0A, 0x0A]) }
    let start = utf8.count
    utf8.append(contentsOf: piece[first...last])
    origins.append(
      Passage.Origin(kind: kind, span: TextSpan(start, utf8.count), decodedFrom: decodedFrom))
  }

  var isEmpty: Bool { origins.isEmpty }

  /// How many pieces there are.
  var count: Int { origins.count }

  var passage: Passage {
    Passage(text: String(decoding: utf8, as: UTF8.self), origins: origins)
  }
}

extension UInt8 {
  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  var isWhitespace: Bool { self == 0x20 || (9...13).contains(self) }
}
