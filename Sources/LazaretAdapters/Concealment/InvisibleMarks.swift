import LazaretCore

/// The characters of a text that nothing shows, by what they may carry.
struct InvisibleMarks {
  struct Mark: Hashable {
    var place: Int
    var value: UInt32
    /// Where the character after it begins.
    var end: Int
  }

  private(set) var tags: [Mark] = []
  private(set) var selectors: [Mark] = []
  private(set) var zeroWidth: [Mark] = []

  init(in text: ScalarBytes) {
    var place = 0
    while place < text.count {
      switch text[place] {
      case 0xE1, 0xE2, 0xEF, 0xF3:
        let (value, length) = text.scalar(at: place)
        add(Mark(place: place, value: value, end: place + length))
        place += length
      default: place += 1
      }
    }
  }

  private mutating func add(_ mark: Mark) {
    switch mark.value {
    case 0xE0000...0xE007F: tags.append(mark)
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: selectors.append(mark)
    case 0x200B...0x200F, 0x2060...0x2064, 0xFEFF, 0x180E:
      // A byte order mark at the start is one.
      if mark.place > 0 || mark.value != 0xFEFF { zeroWidth.append(mark) }
    default: break
    }
  }

  /// Marks that follow each other directly.
  static func runs(of marks: [Mark]) -> [ArraySlice<Mark>] {
    groups(of: marks) { $0.end == $1.place }
  }

  /// Cuts wherever `belongs` says that a mark and the next do not belong together.
  static func groups(of marks: [Mark], where belongs: (Mark, Mark) -> Bool) -> [ArraySlice<Mark>] {
    var groups: [ArraySlice<Mark>] = []
    var start = 0
    for next in marks.indices.dropFirst() where !belongs(marks[next - 1], marks[next]) {
      groups.append(marks[start..<next])
      start = next
    }
    if start < marks.count { groups.append(marks[start...]) }
    return groups
  }
}

extension ArraySlice<InvisibleMarks.Mark> {
  var span: TextSpan? {
    guard let first, let last else { return nil }
    return TextSpan(first.place, last.end)
  }
}
