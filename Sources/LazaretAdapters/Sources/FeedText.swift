/// Makes the bytes of a feed ready for an XML parser.
enum FeedText {
  /// UTF-8 without what stands in front of the markup, how many lines were in that, and what was wrong.
  ///
  /// No named reference is left. Those of HTML become their characters, for feeds use them (`&nbsp;`)
  /// without declaring them, and any other `&` is escaped. So there is nothing to expand, and no document
  /// type definition can make text of other files or without end. The five names of XML become numbers:
  /// past the first error of any kind libxml2 drops names and keeps numbers.
  static func forParsing(_ feed: FetchedFeed) -> (utf8: [UInt8], skippedLines: Int, notes: [String]) {
    let named =
      feed.charset
      ?? (feed.bytes.first == 0x3C
        ? DeclaredCharset.inXML(feed.bytes)
        : DeclaredCharset.inXML(Array(feed.bytes.drop(while: \.isWhitespace).prefix(1024))))
    var notes: [String] = []
    let utf8: [UInt8]
    if let mixed = mixedUTF8(feed.bytes) {
      utf8 = mixed
      notes.append("it is UTF-8 with single bytes of Windows-1252 in it")
    } else {
      utf8 = DecodedText.decode(feed.bytes, charset: named).utf8
    }
    var start = utf8.firstIndex { !$0.isWhitespace } ?? utf8.count
    if start < utf8.count, utf8[start] != 0x3C, !isJSON(utf8[start...]), let markup = startOfMarkup(utf8) {
      start = markup
      notes.append("text stands before its markup")
    }
    let skipped = utf8[..<start].count { $0 == 0x0A }
    if isJSON(utf8[start...]) { return (Array(utf8[start...]), skipped, notes) }
    if !utf8.holds(0x26) { return (start == 0 ? utf8 : Array(utf8[start...]), skipped, notes) }
    return (withPlainReferences(utf8[start...]), skipped, notes)
  }

  static func isJSON(_ text: some Collection<UInt8>) -> Bool { text.first == 0x7B || text.first == 0x5B }

  /// The first declaration or root element of a feed, within the first 64 KiB.
  private static func startOfMarkup(_ utf8: [UInt8]) -> Int? {
    let marks = ["<?xml", "<rss", "<rdf:RDF", "<feed", "<channel"]
    return utf8.prefix(65_536).indices.first { place in
      utf8[place] == 0x3C && marks.contains { utf8[place...].starts(with: $0.utf8) }
    }
  }

  /// For bytes that are UTF-8 but for a few that were pasted in from elsewhere: those as Windows-1252. `nil`
  /// for anything else. Western text is UTF-8 by chance as good as never.
  private static func mixedUTF8(_ bytes: [UInt8]) -> [UInt8]? {
    guard !bytes.isUTF8, ByteOrderMark(bytes) == nil else { return nil }
    let repair = UTF8Repair(bytes)
    guard repair.wideCharacters > 4 * repair.brokenBytes else { return nil }
    var mixed: [UInt8] = []
    mixed.reserveCapacity(bytes.count + bytes.count / 64)
    var place = 0
    while place < bytes.count {
      if bytes[place] < 0x80 {
        mixed.append(bytes[place])
        place += 1
        continue
      }
      let (length, isWhole) = UTF8Repair.character(at: place, in: bytes)
      if isWhole {
        mixed.append(contentsOf: bytes[place..<place + length])
        place += length
      } else {
        mixed.append(contentsOf: DecodedText.decode([bytes[place]], charset: "windows-1252").utf8)
        place += 1
      }
    }
    return mixed
  }

  /// What a text that is no feed may be, in words.
  static func looksLike(_ text: [UInt8]) -> String {
    if text.isEmpty { return "it is empty" }
    if ContentSignature.isHTML(text) { return "it is an HTML page" }
    let first = text.first { !$0.isWhitespace }
    return first == 0x3C ? "it is not well-formed XML" : "it is not XML"
  }

  private static func withPlainReferences(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count + text.count / 64)
    var copied = text.startIndex
    var place = text.startIndex
    while place < text.endIndex {
      if text[place] != 0x3C, text[place] != 0x26 {
        place += 1
      } else if text[place] == 0x3C, let end = endOfLiteral(in: text, from: place) {
        place = end
      } else if text[place] == 0x26, let (written, end) = rewritten(text, from: place) {
        kept.append(contentsOf: text[copied..<place])
        kept.append(contentsOf: written)
        place = end
        copied = end
      } else {
        place += 1
      }
    }
    kept.append(contentsOf: text[copied...])
    return kept
  }

  /// What is to stand for the `&` at `start`, and where the text goes on; `nil` to leave it.
  private static func rewritten(
    _ text: ArraySlice<UInt8>, from start: Int
  ) -> (written: [UInt8], end: Int)? {
    let escaped = (Array("&#38;".utf8), start + 1)
    guard let end = text[(start + 1)...].prefix(12).firstIndex(of: 0x3B), end > start + 1 else {
      return escaped
    }
    let name = text[(start + 1)..<end]
    if name.first == 0x23 {
      let isHex = name.dropFirst().first == 0x78
      let digits = name.dropFirst(isHex ? 2 : 1)
      let isNumber = digits.allSatisfy {
        (0x30...0x39).contains($0) || (isHex && (0x61...0x66).contains($0 | 0x20))
      }
      return isNumber && !digits.isEmpty ? nil : escaped
    }
    let word = String(decoding: name, as: UTF8.self)
    guard let scalar = XMLEvents.character(named: word) else { return escaped }
    let isMarkup = ["amp", "lt", "gt", "quot", "apos"].contains(word)
    return (Array((isMarkup ? "&#\(scalar.value);" : String(scalar)).utf8), end + 1)
  }

  /// The place after a CDATA section, a comment or an instruction, in which `&` stands for itself.
  private static func endOfLiteral(in text: ArraySlice<UInt8>, from start: Int) -> Int? {
    guard start + 1 < text.endIndex, text[start + 1] == 0x21 || text[start + 1] == 0x3F else { return nil }
    for (open, close) in [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>")] {
      guard text[start...].starts(with: open.utf8) else { continue }
      let mark = Array(close.utf8)
      var place = start + open.utf8.count
      while place + mark.count <= text.endIndex {
        if text[place] == mark[0], text[place...].starts(with: mark) { return place + mark.count }
        place += 1
      }
      return text.endIndex
    }
    return nil
  }
}
