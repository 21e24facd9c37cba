/// Text as a page shows it: white space collapsed, blocks on lines of their own, list items behind a
/// dash, table cells with bars between them. Separators are held back until text follows, so there is
/// none at the ends.
struct LaidOutText {
  private(set) var utf8: [UInt8] = []
  private var breaks = 0
  private var space = false
  private var bars = 0
  private var isAtCellStart = false
  private var marker: [UInt8] = []
  /// How much text there was when the row began that is open: behind empty cells, its first text starts a line still.
  private var rowStart: Int?
  /// Where the text that comes next starts, told once to whoever asked with `markStart`: its line,
  /// and the text itself behind a dash or a bar.
  private var startsAt: (line: Int, text: Int)?
  private var awaitsStart = false

  var isEmpty: Bool { utf8.isEmpty }

  mutating func reserve(_ bytes: Int) { utf8.reserveCapacity(bytes) }

  /// Text in which any run of white space is one space.
  mutating func append(_ text: Span<UInt8>) {
    text.withUnsafeBufferPointer { bytes in
      var place = 0
      while place < bytes.count {
        if Self.collapses(bytes[place]) {
          space = true
          place += 1
          continue
        }
        // As far as the words stand with one space between them, they are copied as they are.
        var end = place + 1
        while end < bytes.count {
          if !Self.collapses(bytes[end]) {
            end += 1
          } else if bytes[end] == 0x20, end + 1 < bytes.count, !Self.collapses(bytes[end + 1]) {
            end += 2
          } else {
            break
          }
        }
        separate()
        utf8.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[place..<end]))
        place = end
      }
    }
  }

  /// Text whose white space counts.
  mutating func appendVerbatim(_ text: Span<UInt8>) {
    if text.isEmpty { return }
    separate()
    text.withUnsafeBufferPointer { utf8.append(contentsOf: $0) }
  }

  /// Asks that what follows starts on a new line (1) or after a blank line (2).
  mutating func startLine(_ count: Int) {
    if count == 0 || isAtCellStart { return }
    breaks = max(breaks, count)
    space = false
  }

  mutating func breakLine() {
    breaks = min(breaks + 1, 2)
    space = false
  }

  mutating func startItem(depth: Int) {
    marker = Array(repeating: 0x20, count: 2 * min(max(depth - 1, 0), 20)) + [0x2D, 0x20]
  }

  mutating func endItem() { marker = [] }

  mutating func startRow() {
    startLine(1)
    bars = 0
    rowStart = utf8.count
  }

  mutating func startCell(isFirst: Bool) {
    if !isFirst {
      if rowStart != utf8.count { breaks = 0 }
      bars += 1
    }
    isAtCellStart = true
  }

  mutating func endRow() {
    bars = 0
    rowStart = nil
    isAtCellStart = false
  }

  /// From here on, `takeStart` tells where the next text began.
  mutating func markStart() {
    awaitsStart = true
    startsAt = nil
  }

  mutating func takeStart() -> (line: Int, text: Int)? {
    awaitsStart = false
    return startsAt
  }

  /// Takes the text out and starts anew.
  mutating func take() -> [UInt8] {
    let taken = utf8
    self = LaidOutText()
    return taken
  }

  /// Space, tab, line feed, form feed, carriage return: what HTML collapses. A no-break space stays.
  private static func collapses(_ byte: UInt8) -> Bool {
    byte <= 0x20 && (byte == 0x20 || byte == 0x0A || byte == 9 || byte == 0x0D || byte == 0x0C)
  }

  private mutating func separate() {
    if breaks == 0, !space, bars == 0, !isAtCellStart, !awaitsStart, marker.isEmpty { return }
    if breaks > 0, !utf8.isEmpty {
      for _ in 0..<breaks { utf8.append(0x0A) }
    }
    let isAtLineStart = utf8.isEmpty || utf8.last == 0x0A
    let before = utf8.count
    if bars > 0 {
      if !isAtLineStart { utf8.append(0x20) }
      for _ in 0..<bars { utf8.append(contentsOf: [0x7C, 0x20]) }
    } else if space, !isAtLineStart {
      utf8.append(0x20)
    }
    let line = isAtLineStart ? before : utf8.count
    utf8.append(contentsOf: marker)
    if awaitsStart {
      startsAt = (line, utf8.count)
      awaitsStart = false
    }
    breaks = 0
    space = false
    bars = 0
    isAtCellStart = false
    marker = []
  }
}
