/// Compares two forms of one text, such as the HTML and the plain one of a mail.
struct OtherForm {
  private var known: Set<[String]> = []
  private var words: Set<String> = []

  /// What the form that is shown says, all its lanes.
  init(shown texts: [String]) {
    for text in texts {
      let all = Self.words(text[...])
      words.formUnion(all)
      for place in all.indices.dropLast(2) { known.insert(Array(all[place...(place + 2)])) }
    }
  }

  /// The lines of `text` with something in them that the shown form does not say: a word of its own, or two
  /// runs of three words. Addresses of pages do not count, and lines that follow each other are one piece.
  func unsaid(in text: String) -> [String] {
    var pieces: [String] = []
    var piece: [Substring] = []
    var before: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = Self.words(line)
      let run = before + words
      let strange = run.indices.dropLast(2).count { !known.contains(Array(run[$0...($0 + 2)])) }
      let foreign = words.count { !self.words.contains($0) }
      let isUnsaid = foreign >= 1 || strange >= 2
      // The seam behind such a line is strange on its account, not on the next one's.
      before = isUnsaid ? [] : run.suffix(2)
      if isUnsaid {
        piece.append(line)
      } else if !words.isEmpty, !piece.isEmpty {
        pieces.append(piece.joined(separator: "\n"))
        piece = []
      }
    }
    if !piece.isEmpty { pieces.append(piece.joined(separator: "\n")) }
    return pieces
  }

  /// Letters and digits in lower case. A script without spaces gives one word for each letter.
  private static func words(_ text: Substring) -> [String] {
    var words: [String] = []
    for part in text.split(whereSeparator: \.isWhitespace) {
      if part.contains("://") || part.hasPrefix("www.") || part.hasPrefix("mailto:") { continue }
      var word = ""
      for character in part {
        let isWide = character.unicodeScalars.first.map { $0.value >= 0x2E80 } ?? false
        if character.isLetter || character.isNumber {
          word += character.lowercased()
          if !isWide { continue }
        }
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if !word.isEmpty { words.append(word) }
    }
    return words
  }
}
