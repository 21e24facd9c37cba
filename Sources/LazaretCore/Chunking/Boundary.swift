/// A place where a chunk may begin, and how good a place it is.
struct Boundary {
  /// In bytes of the passage.
  var place: Int
  /// The same place in Unicode scalars.
  var scalar: Int
  var rank: Rank
  /// Of a boundary before a line: what sentences are looked for in it, if any are.
  var sentences: SentenceScan.Kind?

  /// False at the beginning and the end of a text, before what belongs to the scalar before it, and where
  /// there is one already.
  func mayStand(in bytes: UnsafeBufferPointer<UInt8>, after last: Boundary?) -> Bool {
    if let last, last.place >= place { return false }
    return place > 0 && place < bytes.count && !TextScalars.extends(bytes, at: place)
  }

  /// How good a place is, by its kind.
  ///
  /// Three bands, each above the one before: inside something that fits a chunk and should not be torn
  /// (a table, a list, code, a heading and what follows it); inside a block that is longer than any
  /// chunk and has to be torn somewhere; outside of blocks.
  struct Rank: Comparable {
    var value: UInt8

    static func < (lhs: Rank, rhs: Rank) -> Bool { lhs.value < rhs.value }

    // Inside a block. The leaves are code and tables, which may stand in a list.
    static let insideHeading = Rank(value: 0)
    static let listSentence = Rank(value: 1)
    static let codeLine = Rank(value: 2)
    static let tableRow = Rank(value: 3)
    static let codeParagraph = Rank(value: 4)
    static let listLine = Rank(value: 5)
    static let listParagraph = Rank(value: 6)
    static let nestedItem = Rank(value: 7)
    static let item = Rank(value: 8)
    static let afterHeading = Rank(value: 9)

    // Outside.
    /// After what may be an abbreviation, or before a small letter.
    static let doubtfulSentence = Rank(value: 40)
    /// A line break within a sentence.
    static let wrappedLine = Rank(value: 41)
    static let sentence = Rank(value: 42)
    static let line = Rank(value: 43)
    static let list = Rank(value: 44)
    static let paragraph = Rank(value: 45)

    /// The rank of a heading of level 1 is 55, of level 6 and deeper 50.
    static func heading(_ level: Int) -> Rank { Rank(value: UInt8(56 - min(max(level, 1), 6))) }

    private static let step: UInt8 = 16

    /// The rank of the same kind of place in a block that is longer than any chunk.
    var inLongBlock: Rank { isWithinWhole ? Rank(value: value + Self.step) : self }

    /// True inside of what is kept whole if it fits.
    var isWithinWhole: Bool { value < Self.step }
    var isLeaf: Bool { self >= .codeLine && self <= .codeParagraph }
    var isList: Bool { self == .listSentence || (self >= .listLine && self <= .item) }
  }
}
