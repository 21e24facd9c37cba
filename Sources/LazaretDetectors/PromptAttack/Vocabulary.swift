/// The words of the phrases, by concept.
///
/// In the tables entries are separated by a comma and a space or line end. `word*` takes any ending, `^word`
/// must be the first on its line, `=Word` minds capitals, `word_` is followed by a blank. A letter at the end of an entry must be the end of
/// a word, but for scripts that write without spaces.
enum Vocabulary {
  struct Word: Sendable {
    var concept: Concept
    var literal: Literal
    /// The word goes on to the end of its letters.
    var isStem: Bool
  }

  static let words: [Word] =
    [
      english, englishAnswers, englishRoles, marks, german, french, spanish, italian, portuguese, russian,
      eastAsian,
    ]
    .flatMap { $0 }
    .flatMap { table in entries(of: table.words).flatMap(spellings).map { word(table.concept, $0) } }

  typealias Table = [(concept: Concept, words: String)]

  private static func entries(of list: String) -> [String] {
    list.split(separator: "\n").flatMap { line in
      line.split(separator: ",").map(trimmed).filter { !$0.isEmpty }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// With its apostrophes and, as many write, without them.
  private static func spellings(of entry: String) -> [String] {
    entry.contains("'") ? [entry, entry.filter { $0 != "'" }] : [entry]
  }

  private static func word(_ concept: Concept, _ entry: String) -> Word {
    var text = entry[...]
    let isStem = text.last == "*"
    if isStem { text.removeLast() }
    let isFirst = text.first == "^"
    if isFirst { text.removeFirst() }
    let mindsCase = text.first == "="
    if mindsCase { text.removeFirst() }
    if text.last == "_" { text = text.dropLast() + " " }
    var edges: Literal.Edges = isFirst ? [.line] : []
    if let first = text.unicodeScalars.first, Script.separatesWords(first.value) { edges.insert(.start) }
    if let last = text.unicodeScalars.last, Script.separatesWords(last.value), !isStem { edges.insert(.end) }
    let literal =
      mindsCase ? Literal(String(text), edges: edges) : Literal(ignoringCase: String(text), edges: edges)
    return Word(concept: concept, literal: literal, isStem: isStem)
  }
}
