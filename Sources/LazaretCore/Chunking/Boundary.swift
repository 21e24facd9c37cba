/// A place where a chunk may begin, and how good a place it is.
struct Boundary {
  /// In bytes of the passage.
  var place: Int
  /// The same place in Unicode scalars.
  var scalar: Int
  /// The kind of boundary in the upper byte, a hash of the text that follows in the rest. Depends on
  /// the text near the place alone, so that an edit elsewhere leaves it as it was.
  var strength: UInt64

  init(place: Int, scalar: Int, rank: UInt8, hash: UInt64) {
    self.place = place
    self.scalar = scalar
    self.strength = UInt64(rank) << 56 | hash >> 8
  }

  /// The rank of a heading of level 1 is 12, of level 6 and deeper 7.
  static func rank(ofHeading level: Int) -> UInt8 { UInt8(13 - min(max(level, 1), 6)) }
  static let paragraph: UInt8 = 5
  static let listItem: UInt8 = 4
  static let line: UInt8 = 3
  static let sentence: UInt8 = 2
}

/// Finds the boundaries of a passage above the level of words, in one pass over its bytes.
struct BoundaryScan {
  private(set) var boundaries: [Boundary] = []
  /// The length of the whole passage in Unicode scalars.
  private(set) var scalarCount = 0

  /// - Parameter headings: level by the byte at which the heading's line begins.
  init(_ bytes: UnsafeBufferPointer<UInt8>, headings: [Int: Int]) {
    var scalars = 0
    var place = 0
    var lineIsBlank = true
    var blankLines = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte & 0xC0 != 0x80 { scalars += 1 }
      place += 1
      switch byte {
      case UInt8(ascii: "\n"):
        endLine(bytes, place, scalars, &lineIsBlank, &blankLines, headings)
      case UInt8(ascii: "\r"):
        if place < bytes.count, bytes[place] == UInt8(ascii: "\n") {
          place += 1
          scalars += 1
        }
        endLine(bytes, place, scalars, &lineIsBlank, &blankLines, headings)
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        break
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
        lineIsBlank = false
        // The end of a sentence needs a space; closing quotes and brackets may stand before it.
        var after = place
        while after < bytes.count, Self.closes(bytes[after]) { after += 1 }
        if after < bytes.count, bytes[after] == UInt8(ascii: " ") {
          add(bytes, after + 1, scalars + (after + 1 - place), Boundary.sentence)
        }
      case 0xE3, 0xEF, 0xE0, 0xD8:
        lineIsBlank = false
        if let length = Self.fullStop(bytes, at: place - 1) {
          place += length - 1
          add(bytes, place, scalars, Boundary.sentence)
        }
      default:
        lineIsBlank = false
      }
    }
    scalarCount = scalars
  }

  private mutating func endLine(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ scalars: Int, _ lineIsBlank: inout Bool,
    _ blankLines: inout Int, _ headings: [Int: Int]
  ) {
    blankLines = lineIsBlank ? blankLines + 1 : 0
    lineIsBlank = true
    guard place < bytes.count else { return }
    if let level = headings[place] {
      add(bytes, place, scalars, Boundary.rank(ofHeading: level))
      return
    }
    // Blank lines stay with the text before them: only a line that says something begins a chunk.
    let first = bytes[place]
    if first == UInt8(ascii: "\n") || first == UInt8(ascii: "\r") { return }
    if blankLines > 0 {
      add(bytes, place, scalars, Boundary.paragraph)
    } else {
      add(bytes, place, scalars, Self.beginsItem(bytes, at: place) ? Boundary.listItem : Boundary.line)
    }
  }

  private mutating func add(
    _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ scalar: Int, _ rank: UInt8
  ) {
    guard place < bytes.count, !TextScalars.extends(bytes, at: place) else { return }
    if let last = boundaries.last, last.place >= place {
      // A line break behind a full stop is one place with two reasons; the better one counts.
      if last.place == place, last.strength >> 56 < UInt64(rank) { boundaries.removeLast() } else { return }
    }
    boundaries.append(
      Boundary(
        place: place, scalar: scalar, rank: rank, hash: TextScalars.hash(bytes, from: place)))
  }

  private static func closes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ")") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
      || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_")
  }

  private static func beginsItem(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: " ") else { return false }
    return bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "*")
      || bytes[place] == UInt8(ascii: "+")
  }

  /// The length of a full stop that needs no space after it: `。！？` and their half-width form, the
  /// Devanagari danda, the Arabic question mark and full stop.
  private static func fullStop(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
    func follows(_ second: UInt8, _ third: UInt8) -> Bool {
      place + 2 < bytes.count && bytes[place + 1] == second && bytes[place + 2] == third
    }
    switch bytes[place] {
    case 0xE3: return follows(0x80, 0x82) ? 3 : nil
    case 0xEF: return follows(0xBC, 0x81) || follows(0xBC, 0x9F) || follows(0xBD, 0xA1) ? 3 : nil
    case 0xE0: return follows(0xA5, 0xA4) || follows(0xA5, 0xA5) ? 3 : nil
    case 0xD8: return place + 1 < bytes.count && bytes[place + 1] == 0x9F ? 2 : nil
    default: return nil
    }
  }
}
