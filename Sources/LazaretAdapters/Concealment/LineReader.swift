import LazaretCore

/// Reads one line word by word: first for evidence that something is written in other letters, then for the
/// same in plain ones.
struct LineReader {
  private let text: ScalarBytes
  private let line: TextSpan

  // Words of one style that follow each other.
  private var phraseStyle: StyledLetter.Style?
  private var phraseWords = 0
  private var phraseLetters = 0
  private var singles = 0
  private var burdened = 0
  private var hasOtherScript = false
  private var found: String?

  init(_ text: ScalarBytes, _ line: TextSpan) {
    self.text = text
    self.line = line
  }

  // MARK: Evidence

  /// The name of what was found first.
  mutating func evidence() -> String? {
    hasOtherScript = holdsEastAsianLetters()
    var place = line.start
    while place < line.end, found == nil {
      let (value, length) = text.scalar(at: place)
      let kind = LetterKind.of(value)
      if Self.isOfWord(kind) {
        let (tally, end) = word(from: place)
        judge(tally)
        place = end
        continue
      }
      switch kind {
      case .formula, .otherScript: endPhrase()
      default: break
      }
      place += length
    }
    endPhrase()
    return found
  }

  private mutating func judge(_ word: WordTally) {
    if word.isEmpty { return }
    if word.isMixed { found = "look-alike letters" }
    if word.isPartlyStyled { found = "styled letters" }
    if word.isCut { found = "cut words" }
    if word.isStruck { found = "marked letters" }
    burdened += word.burdened
    if burdened >= 3 { found = "marked letters" }
    guard word.isStyled, let style = word.style else {
      endPhrase()
      return
    }
    if style != phraseStyle { endPhrase() }
    phraseStyle = style
    let isFlags = style == .regional && word.invisible == 0 && word.flagPairs * 2 == word.letters
    if isFlags {
      endPhrase()
      return
    }
    if word.letters == 1 {
      singles += 1
    } else {
      phraseWords += word.letters >= (style == .fullWidth ? 2 : 3) ? 1 : 0
      phraseLetters += word.letters
    }
    if isPhrase(style, last: word.letters) { found = "styled letters" }
  }

  private func isPhrase(_ style: StyledLetter.Style, last: Int) -> Bool {
    switch style {
    case .mathematical: phraseWords > 1 && phraseLetters >= 9 || last >= 8
    case .fullWidth:
      hasOtherScript
        ? phraseWords > 3 && phraseLetters >= 16 : phraseWords > 1 && phraseLetters >= 8 || last >= 6
    case .enclosed: last >= 4 || singles >= 5
    case .regional: last >= 4 || singles >= 4
    case .small: phraseWords > 1 || last >= 6
    }
  }

  private mutating func endPhrase() {
    phraseStyle = nil
    phraseWords = 0
    phraseLetters = 0
    singles = 0
  }

  private func holdsEastAsianLetters() -> Bool {
    var place = line.start
    while place < line.end {
      if (0xE3...0xED).contains(text[place]) { return true }
      place += 1
    }
    return false
  }

  // MARK: Words

  private static func isOfWord(_ kind: LetterKind) -> Bool {
    switch kind {
    case .ascii, .latin, .foreign, .styled: true
    default: false
    }
  }

  /// From a letter on: letters, marks, and what nothing shows between them.
  private func word(from start: Int) -> (tally: WordTally, end: Int) {
    var tally = WordTally()
    var place = start
    var end = start
    var marks = 0
    var lettersSinceCut = 0
    var lastCut: (isInvisible: Bool, before: Int)?
    var firstOfPair: UInt8?
    var isAfterGreek = false
    var lastLetter: UInt32 = 0
    while place < line.end {
      let (value, length) = text.scalar(at: place)
      let kind = LetterKind.of(value)
      switch kind {
      case .ascii, .latin, .foreign, .styled:
        if let cut = lastCut {
          if isOdd(cut, isInvisible: cut.isInvisible, between: lastLetter, value) { tally.oddCuts += 1 }
          if cut.isInvisible { tally.invisible += 1 } else { tally.softHyphens += 1 }
          lastCut = nil
          lettersSinceCut = 0
        }
        count(kind, value, in: &tally, firstOfPair: &firstOfPair, isAfterGreek: &isAfterGreek)
        lettersSinceCut += 1
        marks = 0
        lastLetter = value
        end = place + length
      case .mark, .strike:
        marks += 1
        if kind == .strike, marks == 1 { tally.strikes += 1 }
        if marks == 3 { tally.burdened += 1 }
        end = place + length
      case .invisible:
        lastCut = (true, lastCut?.before ?? lettersSinceCut)
      case .softHyphen:
        lastCut = (lastCut?.isInvisible ?? false, lastCut?.before ?? lettersSinceCut)
      default:
        return (finished(tally, since: lettersSinceCut), end)
      }
      place += length
    }
    return (finished(tally, since: lettersSinceCut), end)
  }

  /// A soft hyphen before the last letter is as odd as one behind the first.
  private func finished(_ tally: WordTally, since letters: Int) -> WordTally {
    var tally = tally
    if tally.softHyphens > 0, letters == 1 { tally.oddCuts += 1 }
    return tally
  }

  private func count(
    _ kind: LetterKind, _ value: UInt32, in tally: inout WordTally, firstOfPair: inout UInt8?,
    isAfterGreek: inout Bool
  ) {
    let wasLatin = tally.ascii + tally.latin > 0
    switch kind {
    case .ascii, .latin:
      if kind == .ascii { tally.ascii += 1 } else { tally.latin += 1 }
      if value | 0x20 == 0x73 || value | 0x20 == 0x78 { tally.neutral += 1 }
      if isAfterGreek { tally.greekInside += 1 }
      isAfterGreek = false
      return
    case .foreign(let look):
      switch look {
      case .twin: tally.twins += 1
      case .similar: tally.similars += 1
      case .none: tally.others += 1
      }
      if (0x0370...0x03FF).contains(value), value != 0x03BF, look != .none {
        tally.greek += 1
        isAfterGreek = wasLatin
      }
    case .styled(let letter):
      tally.styled += 1
      if let style = tally.style, style != letter.style { tally.isOneStyle = false }
      tally.style = letter.style
      if letter.style == .regional {
        if let first = firstOfPair {
          if RegionCode.isRegion(first, letter.letter) { tally.flagPairs += 1 }
          firstOfPair = nil
        } else {
          firstOfPair = letter.letter
        }
      }
    default: break
    }
  }

  /// Typesetters part syllables with soft hyphens, and long words and compound names with zero-width spaces;
  /// they keep letters from joining behind an `f`.
  private func isOdd(
    _ cut: (isInvisible: Bool, before: Int), isInvisible: Bool, between last: UInt32, _ next: UInt32
  ) -> Bool {
    if !isInvisible { return cut.before <= 1 }
    if last == 0x66 { return false }
    let startsName = (0x41...0x5A).contains(next) && (0x61...0x7A).contains(last)
    return !startsName && cut.before < 8
  }

  // MARK: Plain letters

  /// The line with Latin letters for what looks like them, and without what nothing shows.
  func plain() -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(line.count)
    var place = line.start
    while place < line.end {
      let (value, length) = text.scalar(at: place)
      let kind = LetterKind.of(value)
      guard Self.isOfWord(kind) else {
        switch kind {
        case .invisible, .softHyphen:
          // Joiners of scripts that have them, and of emoji, stay.
          let before = text.scalar(before: place) ?? 0x20
          let isJoiner = before >= 0x0590 && !(0x2000...0x206F).contains(before)
          if isJoiner { plain.append(contentsOf: text.bytes[place..<place + length]) }
        default:
          if let digit = Self.digit(value) {
            plain.append(digit)
          } else {
            plain.append(contentsOf: text.bytes[place..<place + length])
          }
        }
        place += length
        continue
      }
      let (tally, end) = word(from: place)
      append(TextSpan(place, end), tally, to: &plain)
      place = end
    }
    return plain
  }

  private func append(_ word: TextSpan, _ tally: WordTally, to plain: inout [UInt8]) {
    let isStripped = tally.burdened > 0 || tally.isStruck
    var place = word.start
    while place < word.end {
      let (value, length) = text.scalar(at: place)
      switch LetterKind.of(value) {
      case .invisible, .softHyphen: break
      case .mark where isStripped, .strike where isStripped: break
      case .styled(let letter): plain.append(letter.letter)
      case .foreign(let look):
        if tally.others == 0, let letter = look.letter {
          plain.append(letter)
        } else {
          fallthrough
        }
      default: plain.append(contentsOf: text.bytes[place..<place + length])
      }
      place += length
    }
  }

  /// Full-width and mathematical digits and punctuation.
  private static func digit(_ value: UInt32) -> UInt8? {
    switch value {
    case 0xFF01...0xFF5E: UInt8(value - 0xFF01 + 0x21)
    case 0x1D7CE...0x1D7FF: UInt8((value - 0x1D7CE) % 10 + 0x30)
    case 0x3000: 0x20
    default: nil
    }
  }
}
