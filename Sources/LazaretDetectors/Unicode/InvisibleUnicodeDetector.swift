import LazaretCore

/// Characters that a person does not see and a model reads: Unicode tags, data in variation selectors, bit
/// strings of zero-width characters, words cut up by them, and controls that turn the direction of text.
///
/// What writing needs is no alarm: flags of regions spelled in tags, one variation selector behind a
/// character, joiners in emoji and between the letters of scripts that use them, a byte order mark, a soft
/// hyphen, a zero-width space where a long word may break, and balanced marks of direction.
struct InvisibleUnicodeDetector: Detector {
  private enum Kind: Int, CaseIterable { case tag, selector, supplementarySelector, zeroWidth, direction }

  private static let prefixes: [(bytes: [UInt8], kind: Kind)] =
    [([0xF3, 0xA0, 0x80], .tag), ([0xF3, 0xA0, 0x81], .tag), ([0xEF, 0xB8], .selector)]
    + (0x84...0x87).map { ([0xF3, 0xA0, $0], .supplementarySelector) }
    + [
      [0xE2, 0x80, 0x8B], [0xE2, 0x80, 0x8C], [0xE2, 0x80, 0x8D], [0xE2, 0x81, 0xA0], [0xE2, 0x81, 0xA1],
      [0xE2, 0x81, 0xA2], [0xE2, 0x81, 0xA3], [0xE2, 0x81, 0xA4], [0xEF, 0xBB, 0xBF], [0xE1, 0xA0, 0x8E],
    ].map { ($0, .zeroWidth) }
    + ((0xAA...0xAE).map { [0xE2, 0x80, $0] } + (0xA6...0xA9).map { [0xE2, 0x81, $0] }).map {
      ($0, .direction)
    }

  let triggers: [Trigger] = prefixes.map { .literal(Literal(bytes: $0.bytes)) }

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    var places: [Kind: [Int]] = [:]
    for hit in hits { places[Self.prefixes[hit.trigger].kind, default: []].append(hit.start) }
    let spans =
      InvisibleTags.spans(at: places[.tag] ?? [], in: text)
      + VariationSelectors.spans(
        at: ((places[.selector] ?? []) + (places[.supplementarySelector] ?? [])).sorted(), in: text)
      + ZeroWidthRuns.spans(at: places[.zeroWidth] ?? [], in: text)
      + DirectionControls.spans(at: places[.direction] ?? [], in: text)
    return spans.map { Detection(label: "invisible_unicode", span: $0) }
  }
}

/// Groups scalars that follow each other without anything between them.
enum ScalarRuns {
  /// - Parameter places: where the scalars begin, ascending.
  static func runs(of places: [Int], in text: TextBytes) -> [(span: TextSpan, places: ArraySlice<Int>)] {
    var runs: [(span: TextSpan, places: ArraySlice<Int>)] = []
    var first = 0
    while first < places.count {
      var last = first
      var end = places[first] + text.scalar(at: places[first]).length
      while last + 1 < places.count, places[last + 1] == end {
        last += 1
        end += text.scalar(at: end).length
      }
      runs.append((TextSpan(places[first], end), places[first...last]))
      first = last + 1
    }
    return runs
  }
}
