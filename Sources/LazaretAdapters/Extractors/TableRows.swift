import LazaretCore

/// A table as text for retrieval. The first record that is not an empty line is the header, always: it stands in front in one line,
/// and every further record is a paragraph of `header: value` lines, because a row that is found by itself
/// must say what its numbers mean, and the chunker cuts between paragraphs before it cuts inside one. Empty
/// fields have no line. What has no header (a field beyond the last one, a column without a name)
/// is called `column 5`.
///
/// A header of more than ``longestHeader`` bytes is shortened in the rows, so the text is at most some 60
/// times as long as the file, and that only for a file of one-letter fields under long headers.
struct TableRows {
  static let longestHeader = 96

  private(set) var utf8: [UInt8] = []
  private(set) var notes: [String] = []

  init(_ text: [UInt8], separator: UInt8, from start: Int = 0) {
    var records = SeparatedFields(text, separator: separator, from: start)
    var first = records.next()
    while first?.count == 1, first?.first?.isEmpty == true { first = records.next() }
    guard let header = first else { return }
    for (place, name) in header.enumerated() {
      if place > 0 { utf8.append(contentsOf: " | ".utf8) }
      utf8.append(contentsOf: name)
    }
    let names = header.enumerated().map { place, name in
      name.contains { !$0.isWhitespace }
        ? ShortenedName.of(Array(name), bytes: Self.longestHeader) : Self.column(place)
    }
    var longer = 0
    var shorter = 0
    while let record = records.next() {
      if record.count == 1, record[0].isEmpty { continue }
      if record.count > header.count { longer += 1 }
      if record.count < header.count { shorter += 1 }
      add(record, under: names)
    }
    count(longer, "has more fields than the header", "have more fields than the header")
    count(shorter, "has fewer fields than the header", "have fewer fields than the header")
    if records.unclosedQuotes > 0 {
      notes.append("a double quote is never closed, and what follows it stands in one field")
    }
  }

  private mutating func add(_ record: [ArraySlice<UInt8>], under names: [[UInt8]]) {
    var isFirst = true
    for (place, field) in record.enumerated() where field.contains(where: { !$0.isWhitespace }) {
      utf8.append(contentsOf: isFirst ? [0x0A, 0x0A] : [0x0A])
      isFirst = false
      utf8.append(contentsOf: place < names.count ? names[place] : Self.column(place))
      utf8.append(contentsOf: [0x3A, 0x20])
      utf8.append(contentsOf: field)
    }
  }

  private mutating func count(_ rows: Int, _ one: String, _ many: String) {
    if rows > 0 { notes.append(rows == 1 ? "1 row \(one)" : "\(rows) rows \(many)") }
  }

  private static func column(_ place: Int) -> [UInt8] { Array("column \(place + 1)".utf8) }

  /// The rows of `raw`, in the way of the two extractors that use this.
  static func document(
    of raw: RawDocument, mediaType: String, separator: ([UInt8]) -> (separator: UInt8, next: Int)
  ) throws(ExtractionError) -> Document {
    let text = try DecodedText(of: raw)
    let (separator, start) = separator(text.utf8)
    let rows = TableRows(text.utf8, separator: separator, from: start)
    return Document(
      source: raw.source, uri: raw.uri, title: raw.title, mediaType: mediaType, modified: raw.modified,
      fetched: raw.fetched, visible: Passage(text: String(decoding: rows.utf8, as: UTF8.self)),
      notes: text.notes + rows.notes)
  }
}
