import LazaretCore

/// Texts of a PDF that stand on no page, or under a page's picture: comments, tooltips, descriptions of
/// pictures, values of form fields. Found by walking over the file's objects as they are written, streams
/// left out, in one pass; memory is that of the texts.
struct PDFStrings {
  struct Found: Hashable {
    var kind: String
    var text: String
  }

  /// In order of place, each once.
  private(set) var found: [Found] = []
  private(set) var hasScript = false
  private(set) var language: String?

  private static let kinds: [String: String] = [
    "Contents": "annotation", "RC": "annotation", "Subj": "annotation", "TU": "form field", "V": "form field",
    "DV": "form field", "Alt": "alternative text", "ActualText": "alternative text", "CA": "form field",
    "Desc": "attachment",
  ]

  init(_ bytes: [UInt8]) {
    var seen: Set<Found> = []
    var place = 0
    while place < bytes.count {
      switch bytes[place] {
      case 0x73 where Self.word("stream", at: place, in: bytes):  // s
        place = Self.endOfStream(from: place + 6, in: bytes)
      case 0x2F:  // a name
        let (name, end) = Self.name(at: place + 1, in: bytes)
        place = end
        if name == "JS" || name == "JavaScript" { hasScript = true }
        guard Self.kinds[name] != nil || name == "Lang" else { continue }
        while place < bytes.count, bytes[place].isWhitespace { place += 1 }
        guard let (value, after) = Self.string(at: place, in: bytes) else { continue }
        place = after
        let text = Self.text(value)
        if name == "Lang" {
          if language == nil, text.utf8.count <= 35, text.utf8.allSatisfy(Self.isInLanguageTag) {
            language = text.isEmpty ? nil : text
          }
        } else if let kind = Self.kinds[name] {
          let one = Found(kind: kind, text: text)
          if text.utf8.contains(where: { !$0.isWhitespace }), seen.insert(one).inserted { found.append(one) }
        }
      case 0x28:  // a string that nobody asked for
        place = Self.string(at: place, in: bytes)?.end ?? place + 1
      case 0x25:  // a comment
        while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
      default: place += 1
      }
    }
  }

  private static func isInLanguageTag(_ byte: UInt8) -> Bool {
    byte == 0x2D || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }

  private static func word(_ word: String, at place: Int, in bytes: [UInt8]) -> Bool {
    bytes[place...].starts(with: word.utf8)
  }

  /// Behind the next `endstream`, or the end of the file.
  private static func endOfStream(from start: Int, in bytes: [UInt8]) -> Int {
    var place = start
    while place < bytes.count {
      if bytes[place] == 0x65, word("endstream", at: place, in: bytes) { return place + 9 }
      place += 1
    }
    return place
  }

  private static func name(at start: Int, in bytes: [UInt8]) -> (String, Int) {
    var end = start
    while end < bytes.count, end - start < 32, isInLanguageTag(bytes[end]) { end += 1 }
    return (String(decoding: bytes[start..<end], as: UTF8.self), end)
  }

  /// `(…)` with its escapes, or `<…>` in hexadecimal digits; `nil` for anything else and for a string
  /// without an end within 1 MiB.
  private static func string(at start: Int, in bytes: [UInt8]) -> (value: [UInt8], end: Int)? {
    guard start < bytes.count else { return nil }
    let limit = min(bytes.count, start + (1 << 20))
    var value: [UInt8] = []
    var place = start + 1
    if bytes[start] == 0x3C {
      var high: UInt8?
      while place < limit, bytes[place] != 0x3E {
        if let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue {
          if let first = high {
            value.append(first << 4 | UInt8(digit))
            high = nil
          } else {
            high = UInt8(digit)
          }
        } else if !bytes[place].isWhitespace {
          return nil
        }
        place += 1
      }
      if let high { value.append(high << 4) }
      return place < limit ? (value, place + 1) : nil
    }
    guard bytes[start] == 0x28 else { return nil }
    var depth = 1
    while place < limit {
      let byte = bytes[place]
      place += 1
      switch byte {
      case 0x28: depth += 1
      case 0x29:
        depth -= 1
        if depth == 0 { return (value, place) }
      case 0x5C:
        escape(at: &place, in: bytes, into: &value)
        continue
      default: break
      }
      value.append(byte)
    }
    return nil
  }

  private static func escape(at place: inout Int, in bytes: [UInt8], into value: inout [UInt8]) {
    guard place < bytes.count else { return }
    let byte = bytes[place]
    place += 1
    switch byte {
    case 0x6E: value.append(0x0A)
    case 0x72: value.append(0x0D)
    case 0x74: value.append(0x09)
    case 0x62, 0x66: value.append(0x20)
    case 0x0D: if place < bytes.count, bytes[place] == 0x0A { place += 1 }
    case 0x0A: break
    case 0x30...0x37:
      var code = UInt(byte - 0x30)
      var digits = 1
      while digits < 3, place < bytes.count, (0x30...0x37).contains(bytes[place]) {
        code = code * 8 + UInt(bytes[place] - 0x30)
        place += 1
        digits += 1
      }
      value.append(UInt8(truncatingIfNeeded: code))
    default: value.append(byte)
    }
  }

  /// UTF-16 and UTF-8 say so at their start; anything else is nearly Windows-1252.
  private static func text(_ value: [UInt8]) -> String {
    let charset = ByteOrderMark(value) == nil ? "windows-1252" : nil
    return String(decoding: DecodedText.decode(value, charset: charset).utf8, as: UTF8.self)
  }
}
