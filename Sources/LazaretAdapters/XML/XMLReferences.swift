/// Makes the text of an XML file ready for the parser, so that it has nothing left to expand, to load or to
/// leave out: the XML declaration and the document type definition are taken away (their line ends stay, for
/// the line numbers), each reference to an entity becomes its text, and characters that XML forbids
/// become U+FFFD.
///
/// An entity's text comes from the definition inside the file alone; no file and no address is ever
/// opened. Entities of HTML are known without a declaration. Markup in an entity's text stays text. All
/// expansions together may be ``longestExpansion`` bytes; work is linear in the file and in that.
struct XMLReferences {
  static let longestExpansion = 1 << 20

  private(set) var utf8: [UInt8] = []
  /// What entities were declared to stand for, in order.
  private(set) var declared: [[UInt8]] = []
  /// What else of the definition somebody could read: comments, instructions, attributes' default values.
  private(set) var asides: [(kind: String, text: ArraySlice<UInt8>)] = []
  /// References that nothing in the file declares; they stand as they are written.
  private(set) var unknown = 0
  /// Characters that XML forbids.
  private(set) var forbidden = 0
  /// True when a part of the definition, or of the text, lies outside of the file.
  private(set) var hasOutsideParts = false

  private let bytes: [UInt8]
  private var place = 0
  private var entities: [String: [UInt8]] = [:]
  private var expanded: [String: [UInt8]] = [:]
  private var expansion = 0

  /// `text` must be valid UTF-8.
  init(_ text: [UInt8]) throws(MarkupError) {
    bytes = text
    utf8.reserveCapacity(text.count + text.count / 64)
    var copied = 0
    var isBeforeRoot = true
    while place < bytes.count {
      switch bytes[place] {
      case 0x3C:
        if let end = endOfLiteral() {
          let isDeclaration = place == 0 && isAt("<?xml") && bytes[min(5, bytes.count - 1)].isWhitespace
          if isDeclaration {
            blank(place..<end)
            copied = end
          }
          place = end
        } else if isBeforeRoot, isAt("<!DOCTYPE") {
          utf8.append(contentsOf: bytes[copied..<place])
          try definition()
          copied = place
        } else {
          if place + 1 < bytes.count, bytes[place + 1] != 0x21 { isBeforeRoot = false }
          place += 1
        }
      case 0x26:
        if let (written, end) = try replacement(at: place) {
          utf8.append(contentsOf: bytes[copied..<place])
          utf8.append(contentsOf: written)
          place = end
          copied = end
        } else {
          place += 1
        }
      default: place += 1
      }
    }
    utf8.append(contentsOf: bytes[copied...])
    replaceForbidden()
  }

  // MARK: References

  /// What is to stand for the `&` at `start`, and where the text goes on; `nil` to leave it.
  private mutating func replacement(
    at start: Int
  ) throws(MarkupError) -> (written: [UInt8], end: Int)? {
    guard let end = Self.endOfName(in: bytes, from: start + 1) else {
      unknown += 1
      return (Array("&#38;".utf8), start + 1)
    }
    let name = bytes[(start + 1)..<end]
    if name.first == 0x23 {
      guard let value = Self.number(name.dropFirst()) else {
        unknown += 1
        return (Array("&#38;".utf8), start + 1)
      }
      if Self.isAllowed(value) { return nil }
      forbidden += 1
      return ([0xEF, 0xBF, 0xBD], end + 1)
    }
    let word = String(decoding: name, as: UTF8.self)
    if let predefined = Self.predefined[word] { return (Array("&#\(predefined);".utf8), end + 1) }
    if entities[word] != nil {
      let text = try expansion(of: word, depth: 0)
      expansion += text.count
      guard expansion <= Self.longestExpansion else { throw tooLong(at: start) }
      return (Self.escaped(text), end + 1)
    }
    if let scalar = XMLEvents.character(named: word) { return (Array(String(scalar).utf8), end + 1) }
    unknown += 1
    return (Array("&#38;".utf8), start + 1)
  }

  /// Each entity is expanded once. A chain of them is followed 32 levels deep.
  private mutating func expansion(of name: String, depth: Int) throws(MarkupError) -> [UInt8] {
    if let known = expanded[name] { return known }
    guard depth < 32, let value = entities[name] else { throw tooLong(at: place) }
    var text: [UInt8] = []
    var inside = 0
    while inside < value.count {
      guard value[inside] == 0x26, let end = Self.endOfName(in: value, from: inside + 1) else {
        text.append(value[inside])
        inside += 1
        continue
      }
      let word = value[(inside + 1)..<end]
      let name = String(decoding: word, as: UTF8.self)
      if word.first == 0x23, let number = Self.number(word.dropFirst()) {
        let isAllowed = Self.isAllowed(number)
        if !isAllowed { forbidden += 1 }
        text.append(contentsOf: String(Unicode.Scalar(isAllowed ? number : 0xFFFD) ?? "\u{FFFD}").utf8)
      } else if let predefined = Self.predefined[name], let scalar = Unicode.Scalar(predefined) {
        text.append(contentsOf: String(scalar).utf8)
      } else if entities[name] != nil {
        text.append(contentsOf: try expansion(of: name, depth: depth + 1))
      } else if let scalar = XMLEvents.character(named: name) {
        text.append(contentsOf: String(scalar).utf8)
      } else {
        text.append(contentsOf: value[inside...end])
        unknown += 1
      }
      inside = end + 1
      guard text.count <= Self.longestExpansion else { throw tooLong(at: place) }
    }
    // What is kept for the next reference counts as well: many entities of great length are few bytes.
    expansion += text.count
    guard expansion <= Self.longestExpansion else { throw tooLong(at: place) }
    expanded[name] = text
    return text
  }

  private func tooLong(at place: Int) -> MarkupError {
    MarkupError(
      line: bytes[..<min(place, bytes.count)].count { $0 == 0x0A } + 1,
      reason: "its entities refer to each other without end or stand for more than 1 MiB of text")
  }

  /// Where the `;` of a name that begins at `start` stands. A name of more than 256 bytes is none, so that
  /// no byte is looked at often.
  private static func endOfName(in bytes: [UInt8], from start: Int) -> Int? {
    var end = start
    let limit = min(bytes.count, start + 257)
    while end < limit, bytes[end] != 0x3B {
      if bytes[end].isWhitespace || bytes[end] == 0x26 || bytes[end] == 0x3C { return nil }
      end += 1
    }
    return end < limit && end > start ? end : nil
  }

  private static let predefined: [String: UInt32] = ["amp": 38, "lt": 60, "gt": 62, "quot": 34, "apos": 39]

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
    let isHex = digits.first == 0x78
    let written = isHex ? digits.dropFirst() : digits
    guard !written.isEmpty, written.count <= 10,
      written.allSatisfy({ (0x30...0x39).contains($0) || (isHex && (0x61...0x66).contains($0 | 0x20)) }),
      let value = UInt64(String(decoding: written, as: UTF8.self), radix: isHex ? 16 : 10)
    else { return nil }
    return UInt32(exactly: value) ?? 0
  }

  private static func isAllowed(_ value: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(value) else { return false }
    return scalar.value >= 0x20
      ? scalar.value != 0xFFFE && scalar.value != 0xFFFF : [9, 10, 13].contains(value)
  }

  private static func escaped(_ text: [UInt8]) -> [UInt8] {
    var written: [UInt8] = []
    for byte in text {
      switch byte {
      case 0x26, 0x3C, 0x3E, 0x22, 0x27, 0x0A, 0x0D, 9: written.append(contentsOf: "&#\(byte);".utf8)
      default: written.append(byte)
      }
    }
    return written
  }

  // MARK: The definition

  /// Takes the document type definition that begins here, up to its `>`.
  private mutating func definition() throws(MarkupError) {
    let start = place
    place += "<!DOCTYPE".utf8.count
    var isInside = false
    while place < bytes.count {
      switch bytes[place] {
      case 0x22, 0x27: place = endOfQuote()
      case 0x5B:
        isInside = true
        place += 1
      case 0x5D:
        isInside = false
        place += 1
      case 0x3E where !isInside:
        place += 1
        blank(start..<place)
        return
      case 0x3C where isInside: declaration()
      case 0x25 where isInside:
        hasOutsideParts = true
        place += 1
      default:
        if !isInside, isAt("SYSTEM") || isAt("PUBLIC") { hasOutsideParts = true }
        place += 1
      }
    }
    throw MarkupError(
      line: bytes[..<start].count { $0 == 0x0A } + 1, reason: "its document type definition is not closed")
  }

  private mutating func declaration() {
    if let end = endOfLiteral() {
      let isComment = isAt("<!--")
      let inside =
        isComment
        ? bytes[(place + 4)..<max(end - 3, place + 4)] : bytes[(place + 2)..<max(end - 2, place + 2)]
      asides.append((isComment ? "comment" : "processing instruction", inside))
      place = end
      return
    }
    let isEntity = isAt("<!ENTITY")
    let isAttributes = isAt("<!ATTLIST")
    let start = place + (isEntity ? "<!ENTITY".utf8.count : 1)
    var quoted: Range<Int>?
    place = start
    while place < bytes.count, bytes[place] != 0x3E {
      if bytes[place] == 0x22 || bytes[place] == 0x27 {
        let open = place
        place = endOfQuote()
        if quoted == nil { quoted = open..<place }
        if isAttributes, place - open >= 2 {
          asides.append(("attribute default", bytes[(open + 1)..<(place - 1)]))
        }
      } else {
        place += 1
      }
    }
    place = min(place + 1, bytes.count)
    if isEntity { entity(start, quoted) }
  }

  private mutating func entity(_ start: Int, _ quoted: Range<Int>?) {
    guard let quoted, quoted.lowerBound >= start, quoted.count >= 2 else { return }
    let words = bytes[start..<quoted.lowerBound].split { $0.isWhitespace }
    let text = Array(bytes[(quoted.lowerBound + 1)..<(quoted.upperBound - 1)])
    if words.contains(where: { $0.elementsEqual("SYSTEM".utf8) || $0.elementsEqual("PUBLIC".utf8) }) {
      hasOutsideParts = true
      return
    }
    if text.contains(where: { !$0.isWhitespace }) { declared.append(text) }
    guard words.count == 1, let name = words.first else { return }
    let key = String(decoding: name, as: UTF8.self)
    // The first declaration of a name is the one that counts.
    if entities[key] == nil { entities[key] = text }
  }

  // MARK: Bytes

  private func isAt(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { wanted in
      place + wanted.count <= bytes.count && bytes[place..<place + wanted.count].elementsEqual(wanted)
    }
  }

  private func endOfQuote() -> Int {
    var end = place + 1
    while end < bytes.count, bytes[end] != bytes[place] { end += 1 }
    return min(end + 1, bytes.count)
  }

  /// The place after a CDATA section, a comment or an instruction, in which `&` stands for itself.
  private func endOfLiteral() -> Int? {
    guard place + 1 < bytes.count, bytes[place + 1] == 0x21 || bytes[place + 1] == 0x3F else { return nil }
    if isAt("<![CDATA[") { return end(of: "]]>", from: place + 9) }
    if isAt("<!--") { return end(of: "-->", from: place + 4) }
    if isAt("<?") { return end(of: "?>", from: place + 2) }
    return nil
  }

  private func end(of mark: String, from start: Int) -> Int {
    let wanted = Array(mark.utf8)
    var place = start
    while place + wanted.count <= bytes.count {
      if bytes[place] == wanted[0], bytes[place..<place + wanted.count].elementsEqual(wanted) {
        return place + wanted.count
      }
      place += 1
    }
    return bytes.count
  }

  private mutating func blank(_ range: Range<Int>) {
    for byte in bytes[range] where byte == 0x0A { utf8.append(byte) }
  }

  private mutating func replaceForbidden() {
    let isClean = utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 9 }
    if isClean, !hasNoncharacters { return }
    var kept: [UInt8] = []
    kept.reserveCapacity(utf8.count + 64)
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      let isControl = byte < 0x20 && byte != 0x0A && byte != 0x0D && byte != 9
      let isNoncharacter = isNoncharacter(at: index)
      if isControl || isNoncharacter {
        forbidden += 1
        kept.append(contentsOf: [0xEF, 0xBF, 0xBD])
        index += isControl ? 1 : 3
      } else {
        kept.append(byte)
        index += 1
      }
    }
    utf8 = kept
  }

  private var hasNoncharacters: Bool {
    utf8.indices.contains { utf8[$0] == 0xEF && isNoncharacter(at: $0) }
  }

  /// U+FFFE and U+FFFF, which XML forbids.
  private func isNoncharacter(at index: Int) -> Bool {
    index + 2 < utf8.count && utf8[index] == 0xEF && utf8[index + 1] == 0xBF && utf8[index + 2] >= 0xBE
  }
}
