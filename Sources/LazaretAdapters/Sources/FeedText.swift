/// Makes the bytes of a feed ready for an XML parser.
enum FeedText {
  /// UTF-8 without the white space in front, and how many lines were in that.
  ///
  /// No named reference is left. Those of HTML become their characters, for feeds use them (`&nbsp;`)
  /// without declaring them, and any other `&` is escaped. So there is nothing to expand, and no document
  /// type definition can make text of other files or without end. The five names of XML become numbers:
  /// past the first error of any kind libxml2 drops names and keeps numbers.
  static func forParsing(_ feed: FetchedFeed) -> (utf8: [UInt8], skippedLines: Int) {
    let text = DecodedText.decode(feed.bytes, charset: feed.charset ?? DeclaredCharset.inXML(feed.bytes))
    let start = text.utf8.firstIndex { !$0.isWhitespace } ?? text.utf8.count
    let skipped = text.utf8[..<start].count { $0 == 0x0A }
    return (withPlainReferences(text.utf8[start...]), skipped)
  }

  /// What a text that is no feed may be, in words.
  static func looksLike(_ text: [UInt8]) -> String {
    if text.isEmpty { return "it is empty" }
    if ContentSignature.isHTML(text) { return "it is an HTML page" }
    let first = text.first { !$0.isWhitespace }
    if first == 0x7B || first == 0x5B { return "it looks like JSON" }
    return first == 0x3C ? "it is not well-formed XML" : "it is not XML"
  }

  private static func withPlainReferences(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count + text.count / 64)
    var copied = text.startIndex
    var place = text.startIndex
    while place < text.endIndex {
      if text[place] == 0x3C, let end = endOfLiteral(in: text, from: place) {
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
