/// A line with text in it, and what can be seen by looking at it alone.
struct TextLine {
  var start: Int
  /// Behind the white space that it begins with.
  var text: Int
  /// Past the last byte, without the line end.
  var end = 0
  /// In scalars, of the line's start.
  var scalar = 0
  /// How many boundaries there were before the line's own.
  var boundary = 0
  var traits: Traits = []

  /// In one byte, because every line is copied when it becomes the one before.
  struct Traits: OptionSet {
    let rawValue: UInt8

    /// Code and headings: no sentence is looked for in them.
    static let code = Traits(rawValue: 1)
    static let bar = Traits(rawValue: 2)
    static let row = Traits(rawValue: 4)
    /// A row whose sentences, if it looks as if it had some, are cells.
    static let cells = Traits(rawValue: 8)
    static let item = Traits(rawValue: 16)
    static let fenceEdge = Traits(rawValue: 32)
    // Said once: as a literal of two where it is asked about, it was an array on the heap for each line.
    static let rowOrFenceEdge = Traits(rawValue: row.rawValue | fenceEdge.rawValue)
  }

  /// A run of three or more marks at the beginning of a line.
  struct FenceMarks {
    var mark: UInt8
    var length: Int
    /// Set when the line holds nothing else.
    var isBare: Bool
  }

  init(start: Int, text: Int) {
    self.start = start
    self.text = text
  }

  /// True when it begins with an ASCII letter, as most do: then no mark does.
  @inline(always)
  func beginsWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { (bytes[text] | 0x20) &- 0x61 < 26 }

  /// - Parameter text: where the line begins, behind its white space.
  static func fenceMarks(_ bytes: UnsafeBufferPointer<UInt8>, at text: Int) -> FenceMarks? {
    let mark = bytes[text]
    guard mark == 0x60 || mark == 0x7E || mark == 0x2D || mark == 0x2E else { return nil }
    var place = text
    while place < bytes.count, bytes[place] == mark { place += 1 }
    let length = place - text
    guard length >= 3 else { return nil }
    while place < bytes.count, isIndent(bytes[place]) { place += 1 }
    let isBare = place == bytes.count || isEnd(bytes[place])
    // AsciiDoc's marks stand alone in their line.
    if !isBare, mark == 0x2D || mark == 0x2E { return nil }
    if !isBare, mark == 0x60 {
      // More backticks make it code within a line.
      while place < bytes.count, !isEnd(bytes[place]) {
        if bytes[place] == 0x60 { return nil }
        place += 1
      }
    }
    return FenceMarks(mark: mark, length: length, isBare: isBare)
  }

  /// True for what stands behind `-`, `*`, `+`, a bullet, or a number of up to three digits with a full
  /// stop or a bracket.
  ///
  /// - Parameter text: where the line begins, behind its white space.
  static func beginsItem(_ bytes: UnsafeBufferPointer<UInt8>, at text: Int) -> Bool {
    func isSpace(_ place: Int) -> Bool { place < bytes.count && isIndent(bytes[place]) }
    switch bytes[text] {
    case 0x2D, 0x2A, 0x2B: return isSpace(text + 1)
    case 0xE2:
      // • ‣ – and the like.
      guard text + 2 < bytes.count, bytes[text + 1] == 0x80 else { return false }
      let third = bytes[text + 2]
      return (third == 0xA2 || third == 0xA3 || third == 0x93) && isSpace(text + 3)
    case 0x30...0x39:
      var end = text + 1
      while end < bytes.count, end < text + 3, bytes[end] >= 0x30, bytes[end] <= 0x39 { end += 1 }
      return end < bytes.count && (bytes[end] == 0x2E || bytes[end] == 0x29) && isSpace(end + 1)
    default: return false
    }
  }

  @inline(always)
  func endsSentence(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    !traits.contains(.code) && SentenceEnd.isAtEnd(bytes, ofLine: text, to: end)
  }

  /// True when the line goes on with what the line before says: it begins with a small letter, or the
  /// one before is as long as lines of prose are and ends within words.
  // Inlined, as is what hands it on: a call is given copies of both lines.
  @inline(always)
  func goesOn(_ before: TextLine, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if !before.traits.isDisjoint(with: .rowOrFenceEdge) { return false }
    let first = bytes[text]
    if SentenceEnd.isLowercase(bytes, text) { return true }
    let end = bytes[before.end - 1]
    let isLetter = first >= 0x80 || (first | 0x20 >= 0x61 && first | 0x20 <= 0x7A)
    return isLetter && before.end - before.start >= 60 && (end >= 0x61 && end <= 0x7A || end == 0x2C)
  }

  /// True for `|---|:--:|`, `+---+---+` and `|===`.
  @inline(always)
  func isRule(_ bytes: UnsafeBufferPointer<UInt8>, _ corner: UInt8) -> Bool {
    (corner == 0x7C || corner == 0x2B) && Self.isRule(bytes, text, end, corner)
  }

  private static func isRule(
    _ bytes: UnsafeBufferPointer<UInt8>, _ text: Int, _ end: Int, _ corner: UInt8
  ) -> Bool {
    var hasDash = false
    for place in text..<end {
      switch bytes[place] {
      case 0x2D, 0x3D: hasDash = true
      case corner, 0x20, 0x09, 0x3A: break
      default: return false
      }
    }
    return hasDash
  }

  @inline(always)
  func holdsSpacedBar(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    traits.contains(.bar) && Self.holdsSpacedBar(bytes, text, end)
  }

  private static func holdsSpacedBar(_ bytes: UnsafeBufferPointer<UInt8>, _ text: Int, _ end: Int) -> Bool {
    for place in (text + 1)..<end where bytes[place] == 0x7C && bytes[place - 1] == 0x20 {
      if place + 1 == end || bytes[place + 1] == 0x20 { return true }
    }
    return false
  }

  // MARK: - Line ends

  static func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// - Parameter end: of a line end.
  /// - Returns: where the next line begins.
  @inline(always)
  static func afterEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int {
    bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A ? end + 2 : end + 1
  }

  /// True when the line after the one at the place is blank, or there is none.
  static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>, after place: Int) -> Bool {
    var place = place
    while place < bytes.count, !isEnd(bytes[place]) { place += 1 }
    if place == bytes.count { return true }
    place = afterEnd(bytes, place)
    while place < bytes.count, isIndent(bytes[place]) { place += 1 }
    return place == bytes.count || isEnd(bytes[place])
  }

  static func isIndent(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
