/// Finds where sentences begin in the lines of a part of a passage.
///
/// Apart from ``BoundaryScan``, and only for pieces that no line tears: most chunks begin with a line, and
/// sentences take longer to find than lines.
struct SentenceScan {
  /// Where a line stands in which sentences are looked for.
  enum Kind {
    case outside, list
    /// In a list that is longer than any chunk.
    case longList
  }

  /// A line in which sentences are looked for.
  struct Line {
    /// Behind the white space that it begins with, in bytes.
    var place: Int
    /// The same in scalars.
    var scalar: Int
    var kind: Kind
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let abbreviations = Abbreviations.standard

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Adds the boundaries before the sentences of a line, but for the first.
  ///
  /// - Parameter boundaries: those before it.
  func add(_ line: Line, to boundaries: inout [Boundary]) {
    // Of places and scalars: by how much they differ.
    var continuations = line.place - line.scalar
    var place = line.place
    ByteKind.table.withUnsafeBufferPointer { kinds in
      while place < bytes.count {
        let kind = kinds[Int(bytes[place])]
        if kind <= ByteKind.continuation {
          continuations += Int(kind)
          place += 1
          continue
        }
        if kind == ByteKind.lineEnd { break }
        let start = place
        place += 1
        let end: SentenceEnd?
        if kind == ByteKind.stop {
          while place < bytes.count, kinds[Int(bytes[place])] == ByteKind.stop { place += 1 }
          end = SentenceEnd.ascii(bytes, at: start, run: place - start, abbreviations)
        } else {
          end = SentenceEnd.wide(bytes, at: start)
        }
        guard let end, !end.endsLine, let rank = Self.rank(line.kind, end) else { continue }
        let boundary = Boundary(
          place: end.next, scalar: end.next - continuations - end.continuations, rank: rank)
        if boundary.mayStand(in: bytes, after: boundaries.last) { boundaries.append(boundary) }
      }
    }
  }

  /// - Returns: `nil` where there is none: a list has better places than a doubtful end.
  private static func rank(_ kind: Kind, _ end: SentenceEnd) -> Boundary.Rank? {
    switch kind {
    case .outside: end.isDoubtful ? .doubtfulSentence : .sentence
    case .list: end.isDoubtful ? nil : .listSentence
    case .longList: end.isDoubtful ? nil : .listSentence.inLongBlock
    }
  }
}

/// What the scan does with a byte.
private enum ByteKind {
  static let text: UInt8 = 0
  static let continuation: UInt8 = 1
  static let lineEnd: UInt8 = 2
  static let stop: UInt8 = 3
  static let wide: UInt8 = 4

  static let table: [UInt8] = (0...255).map { value in
    switch UInt8(value) {
    case 0x0A, 0x0D: lineEnd
    case 0x80...0xBF: continuation
    case let byte where SentenceEnd.isStop(byte): stop
    case let byte where SentenceEnd.mayBegin(byte): wide
    default: text
    }
  }
}
