/// How CSS is written: escapes, comments, quotes and brackets (CSS Syntax Level 3).
enum CSSText {
  static func withoutComments(_ text: [UInt8]) -> [UInt8] {
    guard var slash = text.firstPlace(of: 0x2F, from: 0) else { return text }
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count)
    var copied = 0
    while true {
      var next = slash + 1
      if next < text.count, text[next] == 0x2A {
        kept.append(contentsOf: text[copied..<slash])
        next += 1
        while next + 1 < text.count, text[next] != 0x2A || text[next + 1] != 0x2F { next += 1 }
        next = min(next + 2, text.count)
        copied = next
      }
      guard let found = text.firstPlace(of: 0x2F, from: next) else { break }
      slash = found
    }
    kept.append(contentsOf: text[copied...])
    return kept
  }

  /// `d\69splay` is `display`: up to six hexadecimal digits and one white space, or any other character.
  static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard text.contains(0x5C) else { return Array(text) }
    var plain: [UInt8] = []
    var place = text.startIndex
    while place < text.endIndex {
      guard text[place] == 0x5C, place + 1 < text.endIndex else {
        plain.append(text[place])
        place += 1
        continue
      }
      place += 1
      var value: UInt32 = 0
      var digits = 0
      while digits < 6, place < text.endIndex, let digit = hexDigit(text[place]) {
        value = value << 4 | digit
        digits += 1
        place += 1
      }
      if digits == 0 {
        // A backslash before a line end joins the lines of a string.
        if text[place] != 0x0A { plain.append(text[place]) }
        place += 1
        continue
      }
      if place < text.endIndex, text[place].isWhitespace { place += 1 }
      plain.append(contentsOf: UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? .init())
    }
    return plain
  }

  /// In lower case, escapes undone, white space as single spaces and none at the ends.
  static func word(_ bytes: ArraySlice<UInt8>) -> String {
    var word: [UInt8] = []
    for byte in unescaped(bytes) {
      if byte.isWhitespace {
        if let last = word.last, last != 0x20 { word.append(0x20) }
      } else {
        word.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      }
    }
    if word.last == 0x20 { word.removeLast() }
    return String(decoding: word, as: UTF8.self)
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes.drop(while: \.isWhitespace)
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return rest
  }

  /// Cuts at `separator` outside of brackets, quotes and escapes.
  static func split(_ bytes: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var place = start
    while place < bytes.endIndex {
      let end = end(of: bytes, from: place) { $0 == separator }
      parts.append(bytes[start..<end])
      start = min(end + 1, bytes.endIndex)
      place = start
    }
    if bytes.last == separator || bytes.isEmpty { parts.append(bytes[bytes.endIndex...]) }
    return parts
  }

  /// The first byte from `start` on that `isEnd` names and that is in no bracket, quote or escape.
  static func end(
    of bytes: ArraySlice<UInt8>, from start: Int, where isEnd: (UInt8) -> Bool
  ) -> Int {
    var place = start
    var depth = 0
    var quote: UInt8?
    while place < bytes.endIndex {
      let byte = bytes[place]
      if byte == 0x5C {
        place += 2
        continue
      }
      if let open = quote {
        // A string ends with its line at the latest.
        if byte == open || byte == 0x0A { quote = nil }
      } else {
        if depth == 0, isEnd(byte) { return place }
        switch byte {
        case 0x22, 0x27: quote = byte
        case 0x28, 0x5B: depth += 1
        case 0x29, 0x5D: depth = max(0, depth - 1)
        // Nobody closed the bracket before the block ended.
        case 0x7D where depth > 0 && isEnd(0x7D): return place
        default: break
        }
      }
      place += 1
    }
    return bytes.endIndex
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
  }
}
