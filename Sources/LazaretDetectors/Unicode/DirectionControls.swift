import LazaretCore

/// Controls of the bidirectional algorithm (UAX #9). An override shows text in another order than it is
/// stored, which no document needs; an embedding or isolate that its paragraph does not close reorders what
/// follows.
enum DirectionControls {
  private static let overrides: ClosedRange<UInt32> = 0x202D...0x202E
  private static let embeddings: ClosedRange<UInt32> = 0x202A...0x202B
  private static let isolates: ClosedRange<UInt32> = 0x2066...0x2068
  private static let popEmbedding: UInt32 = 0x202C
  private static let popIsolate: UInt32 = 0x2069

  private struct Opening {
    var start: Int
    var scalar: UInt32
  }

  static func spans(at places: [Int], in text: TextBytes) -> [TextSpan] {
    var spans: [TextSpan] = []
    var open: [Opening] = []
    var paragraphEnd = 0
    for place in places {
      if place >= paragraphEnd {
        spans += open.map { TextSpan($0.start, paragraphEnd) }
        open.removeAll()
        paragraphEnd = end(ofParagraphAt: place, in: text)
      }
      let scalar = text.scalar(at: place).value
      switch scalar {
      case overrides, embeddings, isolates: open.append(Opening(start: place, scalar: scalar))
      case popEmbedding, popIsolate:
        if let opening = open.last, isolates.contains(opening.scalar) == (scalar == popIsolate) {
          open.removeLast()
          if overrides.contains(opening.scalar) { spans.append(TextSpan(opening.start, place + 3)) }
        } else {
          spans.append(TextSpan(place, place + 3))
        }
      default: continue
      }
    }
    return spans + open.map { TextSpan($0.start, paragraphEnd) }
  }

  private static func end(ofParagraphAt place: Int, in text: TextBytes) -> Int {
    var end = place
    while end < text.count, !text[end].isLineEnd { end += 1 }
    return end
  }
}
