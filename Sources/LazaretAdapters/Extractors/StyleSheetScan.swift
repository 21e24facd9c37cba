/// Finds the style sheets of a page in its bytes, for pages that are written so plainly that every reader of
/// HTML finds the same ones: tags whose attributes are names and quoted values, comments that end, scripts
/// that end with their own tag. Of any other page it says that it does not know, and the parser is asked.
struct StyleSheetScan {
  struct Sheet {
    var text: [UInt8]
    /// The attribute `media`.
    var media: String?
  }

  private let bytes: [UInt8]
  private var place = 0
  private var sheets: [Sheet] = []

  /// - Returns: `nil` when it is not sure of all of them.
  static func sheets(in utf8: [UInt8]) -> [Sheet]? {
    if utf8.holds(0) { return nil }
    var scan = StyleSheetScan(bytes: utf8)
    while let open = scan.bytes.firstPlace(of: 0x3C, from: scan.place) {
      scan.place = open + 1
      guard scan.place < utf8.count else { return nil }
      guard scan.readMarkup() else { return nil }
    }
    return scan.sheets
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// What follows a `<`. False when readers may differ about it.
  private mutating func readMarkup() -> Bool {
    switch bytes[place] {
    case 0x21: readDeclaration()
    case 0x2F: readEnd()
    case 0x3F: isLetter(at: place + 1) && skip(past: 0x3E)
    case 0x41...0x5A, 0x61...0x7A: readStart()
    case 0x3A, 0x5F: false
    default: true
    }
  }

  private mutating func readDeclaration() -> Bool {
    if starts("!--", at: place) {
      let start = place + 3
      if starts(">", at: start) || starts("->", at: start) { return false }
      var dash = start
      while let found = bytes.firstPlace(of: 0x2D, from: dash) {
        if starts("-->", at: found) {
          place = found + 3
          return true
        }
        if starts("--!", at: found) { return false }
        dash = found + 1
      }
      return false
    }
    guard isLetter(at: place + 1) || starts("![endif]>", at: place),
      let end = bytes.firstPlace(of: 0x3E, from: place)
    else { return false }
    let inside = bytes[(place + 2)..<end]
    place = end + 1
    return inside.allSatisfy { $0 != 0x3C && $0 != 0x27 && $0 != 0x5B }
      && inside.count { $0 == 0x22 }.isMultiple(of: 2)
  }

  private mutating func readEnd() -> Bool {
    guard isLetter(at: place + 1), let end = bytes.firstPlace(of: 0x3E, from: place) else { return false }
    let isPlain = bytes[place..<end].allSatisfy { $0 != 0x22 && $0 != 0x27 && $0 != 0x3C }
    place = end + 1
    return isPlain
  }

  private mutating func readStart() -> Bool {
    let name = readName()
    var media: String?
    while true {
      skipSpace()
      guard place < bytes.count else { return false }
      if bytes[place] == 0x3E {
        place += 1
        break
      }
      if starts("/>", at: place) {
        place += 2
        return !Self.raw.contains(name)
      }
      guard isLetter(at: place), let attribute = readAttribute() else { return false }
      if attribute.name == "media" {
        let text = bytes[attribute.value]
        guard media == nil, !text.contains(0x26) else { return false }
        media = String(decoding: text, as: UTF8.self)
      }
    }
    if !Self.raw.contains(name) { return true }
    return readRaw(name, media)
  }

  /// Elements whose content some readers or all of them take for text.
  private static let raw: Set<String> = [
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext",
  ]

  private mutating func readRaw(_ name: String, _ media: String?) -> Bool {
    let start = place
    guard name != "plaintext", let end = endOfRaw(name) else { return false }
    // Right behind the tag, libxml2 takes any end tag for one.
    if starts("</", at: start), end > start { return false }
    place = end
    let content = bytes[start..<end]
    switch name {
    case "script": return !hasOpening("<!--", content) || !hasOpening("<script", content)
    case "style":
      let isPlain = content.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xEF || $0 == 0x0A || $0 == 9 }
      sheets.append(Sheet(text: Array(content), media: media))
      return isPlain
    default: return !content.contains(0x3C)
    }
  }

  /// Where `</name` begins, followed by what ends a name.
  private func endOfRaw(_ name: String) -> Int? {
    var from = place
    while let open = bytes.firstPlace(of: 0x3C, from: from) {
      let after = open + 2 + name.utf8.count
      if after < bytes.count, bytes[open + 1] == 0x2F,
        zip(bytes[(open + 2)..<after], name.utf8).allSatisfy({ $0 | 0x20 == $1 })
      {
        return bytes[after] == 0x3E || Self.isBlank(bytes[after]) ? open : nil
      }
      from = open + 1
    }
    return nil
  }

  private func hasOpening(_ mark: StaticString, _ content: ArraySlice<UInt8>) -> Bool {
    var from = content.startIndex
    while from < content.endIndex, let open = bytes.firstPlace(of: 0x3C, from: from), open < content.endIndex
    {
      if starts(mark, at: open) { return true }
      from = open + 1
    }
    return false
  }

  // MARK: Tags

  /// The name in lower case, or nothing for one that begins like none of ``raw``.
  private mutating func readName() -> String {
    let start = place
    while place < bytes.count, Self.isName(bytes[place]) { place += 1 }
    switch bytes[start] | 0x20 {
    case 0x69, 0x6E, 0x70, 0x73, 0x74, 0x78:
      return String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
    default: return ""
    }
  }

  private mutating func readAttribute() -> (name: String, value: Range<Int>)? {
    let start = place
    while place < bytes.count, Self.isName(bytes[place]) { place += 1 }
    // Other names are not asked for.
    let isMedia = place - start == 5 && bytes[start] | 0x20 == 0x6D
    let name = isMedia ? String(decoding: bytes[start..<place], as: UTF8.self).lowercased() : ""
    let end = place
    skipSpace()
    guard place < bytes.count else { return nil }
    guard bytes[place] == 0x3D else {
      place = end
      return bytes[end] == 0x3E || bytes[end] == 0x2F || Self.isBlank(bytes[end]) ? (name, end..<end) : nil
    }
    place += 1
    skipSpace()
    guard place < bytes.count else { return nil }
    let quote = bytes[place]
    if quote == 0x22 || quote == 0x27 {
      guard let close = bytes.firstPlace(of: quote, from: place + 1), close + 1 < bytes.count else {
        return nil
      }
      let value = (place + 1)..<close
      place = close + 1
      return (name, value)
    }
    let first = place
    while place < bytes.count, bytes[place] != 0x3E, !Self.isBlank(bytes[place]) {
      if bytes[place] < 0x20 { return nil }
      place += 1
    }
    return place > first ? (name, first..<place) : nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x3A).contains(byte) || byte == 0x2D || byte == 0x5F
      || byte == 0x2E
  }

  // MARK: Bytes

  /// What parts attributes for every reader. A form feed does not for all of them.
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 9 || byte == 0x0A || byte == 0x0D
  }

  private func isLetter(at place: Int) -> Bool {
    place < bytes.count && (0x61...0x7A).contains(bytes[place] | 0x20)
  }

  private mutating func skipSpace() {
    while place < bytes.count, Self.isBlank(bytes[place]) { place += 1 }
  }

  private mutating func skip(past byte: UInt8) -> Bool {
    guard let found = bytes.firstPlace(of: byte, from: place) else { return false }
    place = found + 1
    return true
  }

  private func starts(_ mark: StaticString, at place: Int) -> Bool {
    mark.withUTF8Buffer { wanted in
      guard place + wanted.count <= bytes.count else { return false }
      for offset in wanted.indices where bytes[place + offset] != wanted[offset] { return false }
      return true
    }
  }
}
