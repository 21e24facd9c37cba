import LazaretCore

/// Lines in the order in which they are shown, where an override (U+202E) turns letters around that are
/// written from left to right. Overrides of Hebrew and Arabic change nothing and are left alone.
///
/// A plain reading of UAX #9: overrides turn what is inside around, isolates and embeddings inside an
/// override keep their own order. Deeper than 16 levels controls are left out; of a line, 64 KiB are turned
/// at once.
enum DisplayedOrder {
  private static let maxDepth = 16
  private static let longest = 1 << 16

  private struct Level {
    /// 0 for the line itself.
    var control: UInt32
    var units: [[UInt8]] = []
    var turned = 0

    var isIsolate: Bool { (0x2066...0x2068).contains(control) }

    func shown() -> [UInt8] {
      Array((control == 0x202E ? units.reversed() : units).joined())
    }
  }

  static func pieces(in text: ScalarBytes) -> [ConcealedText.Piece] {
    var pieces: [ConcealedText.Piece] = []
    var place = 0
    while let found = override(from: place, in: text) {
      var start = found
      while start > place, found - start < longest / 2, !isLineEnd(text[start - 1]) { start -= 1 }
      while start < found, text[start] & 0xC0 == 0x80 { start += 1 }
      var end = found
      while end < text.count, end - start < longest, !isLineEnd(text[end]) { end += 1 }
      while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
      if let shown = shown(TextSpan(start, end), in: text) {
        pieces.append(ConcealedText.Piece(kind: "bidi override", utf8: shown, span: TextSpan(start, end)))
      }
      place = end
    }
    return pieces
  }

  private static func override(from start: Int, in text: ScalarBytes) -> Int? {
    var place = start
    while place + 2 < text.count {
      if text[place] == 0xE2, text[place + 1] == 0x80, text[place + 2] == 0xAE { return place }
      place += 1
    }
    return nil
  }

  /// `nil` when nothing that reads from left to right is turned around.
  private static func shown(_ line: TextSpan, in text: ScalarBytes) -> [UInt8]? {
    var levels = [Level(control: 0)]
    var turned = 0
    var place = line.start
    func close() {
      guard levels.count > 1, let level = levels.popLast() else { return }
      turned = max(turned, level.turned)
      levels[levels.count - 1].units.append(level.shown())
    }
    while place < line.end {
      let (value, length) = text.scalar(at: place)
      switch value {
      case 0x202A...0x202B, 0x202D...0x202E, 0x2066...0x2068:
        if levels.count < maxDepth { levels.append(Level(control: value)) }
      case 0x202C: if let last = levels.last, !last.isIsolate { close() }
      case 0x2069:
        if levels.contains(where: \.isIsolate) {
          while let last = levels.last, !last.isIsolate { close() }
          close()
        }
      case 0x200E, 0x200F, 0x061C: break
      default:
        let unit = Array(text.bytes[place..<place + length])
        let top = levels.count - 1
        if isMark(value), let last = levels[top].units.indices.last {
          levels[top].units[last] += unit
        } else {
          levels[top].units.append(unit)
        }
        if levels[top].control == 0x202E, readsToTheRight(value) { levels[top].turned += 1 }
      }
      place += length
    }
    while levels.count > 1 { close() }
    return turned > 1 ? levels[0].shown() : nil
  }

  private static func isMark(_ value: UInt32) -> Bool {
    (0x0300...0x036F).contains(value) || (0xFE00...0xFE0F).contains(value) || value == 0x200D
  }

  /// ASCII letters, and the scripts before Hebrew; those of East Asia.
  private static func readsToTheRight(_ value: UInt32) -> Bool {
    (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value) || (0xC0...0x058F).contains(value)
      || (0x0900...0x1FFF).contains(value) || (0x3040...0xD7FF).contains(value)
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
