/// What bytes are, whatever they are called.
enum ContentSignature {
  /// The word stands in messages after "looks like".
  enum Kind: String, Sendable, Hashable, CaseIterable {
    case pdf = "PDF"
    case zip = "ZIP"
    // What a ZIP container holds; see ``ContainerContent``.
    case docx = "a Word document"
    case pptx = "a PowerPoint presentation"
    case xlsx = "an Excel workbook"
    case odt = "an OpenDocument text"
    case odp = "an OpenDocument presentation"
    case ods = "an OpenDocument spreadsheet"
    case epub = "an EPUB book"
    case gzip = "gzip"
    case bzip2 = "bzip2"
    case xz = "xz"
    case zstandard = "Zstandard"
    case sevenZip = "7-Zip"
    case png = "PNG"
    case jpeg = "JPEG"
    case gif = "GIF"
    case tiff = "TIFF"
    case riff = "RIFF"
    case oldOffice = "an old Office file or one with a password"
    case elf = "ELF"
    case sqlite = "SQLite"
    case wasm = "WebAssembly"
    case javaClass = "a Java class"
    case ogg = "Ogg"
    case mp4 = "MP4"
    case tar = "tar"
    case unknown = "data with NUL bytes"
  }

  /// `nil` for what may be text.
  static func binary(_ bytes: [UInt8]) -> Kind? {
    // What begins like markup is none of them.
    if bytes.first != 0x3C {
      for (kind, magic) in magics where bytes.starts(with: magic) { return kind }
    }
    if has("ftyp", at: 4, in: bytes) { return .mp4 }
    if has("BZh", at: 0, in: bytes), has("1AY&SY", at: 4, in: bytes) { return .bzip2 }
    if has("RIFF", at: 0, in: bytes), bytes.holds(0) { return .riff }
    if has("ustar", at: 257, in: bytes) { return .tar }
    if bytes.holds(0), ByteOrderMark(bytes) == nil, unmarkedUnicode(bytes) == nil { return .unknown }
    return nil
  }

  /// "UTF-16LE" or "UTF-16BE" for bytes with NULs among them that, read that way, are text without
  /// controls and without lone surrogates. Windows calls such files Unicode. Of two readings that
  /// are both possible the one with spaces, line ends, Latin letters and kana is taken.
  ///
  /// ASCII with a stray NUL is none: UTF-16 has a NUL in a quarter of its pairs, or, in scripts where
  /// it has few, bytes that are not ASCII.
  static func unmarkedUTF16(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 4, bytes.count.isMultiple(of: 2), bytes.prefix(4096).contains(0) else {
      return nil
    }
    var nuls = 0
    var others = 0
    for byte in bytes.prefix(4096) {
      if byte == 0 { nuls += 1 } else if byte >= 0x7F || byte < 9 || (14..<27).contains(byte) { others += 1 }
    }
    let looked = min(bytes.count, 4096)
    guard nuls * 8 >= looked || (others + nuls) * 5 >= looked else { return nil }
    let little = commonUnits(of: bytes, littleEndian: true) ?? 0
    let big = commonUnits(of: bytes, littleEndian: false) ?? 0
    return little == big ? nil : little > big ? "UTF-16LE" : "UTF-16BE"
  }

  /// How many units are what texts have most of; `nil` when they are not text.
  private static func commonUnits(of bytes: [UInt8], littleEndian: Bool) -> Int? {
    var common = 0
    var awaitsLow = false
    for place in stride(from: 0, to: bytes.count, by: 2) {
      let pair = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      let unit = littleEndian ? pair.1 << 8 | pair.0 : pair.0 << 8 | pair.1
      let isLow = (0xDC00...0xDFFF).contains(unit)
      if isLow != awaitsLow { return nil }
      awaitsLow = (0xD800...0xDBFF).contains(unit)
      switch unit {
      case 9, 10, 12, 13, 0x20...0x7E, 0x3000...0x30FF: common += 1
      case 0..<0x20, 0x7F, 0xFFFE, 0xFFFF: return nil
      default: continue
      }
    }
    return awaitsLow ? nil : common
  }

  /// True when more than a tenth of the first 64 KiB are control characters or replaced bytes.
  static func isMostlyControls(_ utf8: [UInt8]) -> Bool {
    if candidates(utf8) <= 8 { return false }
    var odd = 0
    var total = 0
    for (place, byte) in utf8.prefix(1 << 16).enumerated() {
      if byte & 0xC0 != 0x80 { total += 1 }
      switch byte {
      case 9, 10, 12, 13, 27: continue
      case 0..<32, 127: odd += 1
      case 0xEF where place + 2 < utf8.count && utf8[place + 1] == 0xBF && utf8[place + 2] == 0xBD:
        odd += 1
      default: continue
      }
    }
    return odd > 8 && odd * 10 > total
  }

  /// How many of the first 64 KiB may be controls or parts of U+FFFD.
  private static func candidates(_ utf8: [UInt8]) -> Int {
    utf8.withUnsafeBufferPointer { bytes in
      let end = min(bytes.count, 1 << 16)
      var place = 0
      var candidates = 0
      while place < end {
        // In sums and not in branches, so that 16 bytes are looked at together; as far as a byte can count.
        var part: UInt8 = 0
        let stop = min(place + 240, end)
        for byte in UnsafeBufferPointer(rebasing: bytes[place..<stop]) {
          let low: UInt8 = byte < 32 ? 1 : 0
          let space: UInt8 = (byte == 9 ? 1 : 0) | (byte == 10 ? 1 : 0) | (byte == 13 ? 1 : 0)
          let other: UInt8 = (byte == 127 ? 1 : 0) | (byte == 0xEF ? 1 : 0)
          part &+= (low ^ space) | other
        }
        candidates += Int(part)
        place = stop
      }
      return candidates
    }
  }

  /// True for a document that begins with its HTML doctype or its `html` tag, after white space,
  /// comments and an XML declaration. Markdown may begin with any other tag.
  static func isHTML(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    while true {
      rest = rest.drop { $0 == 0x20 || (9...13).contains($0) }
      if rest.starts(with: "<!--".utf8) {
        guard let end = end(of: "-->", in: rest.dropFirst(4)) else { return false }
        rest = rest[end...]
      } else if rest.starts(with: "<?xml".utf8) {
        guard let end = end(of: "?>", in: rest) else { return false }
        rest = rest[end...]
      } else {
        break
      }
    }
    let start = rest.prefix(15).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard start.starts(with: "<!doctype html".utf8) || start.starts(with: "<html".utf8) else {
      return false
    }
    let next = start.starts(with: "<html".utf8) ? start.dropFirst(5).first : start.dropFirst(14).first
    return next.map { $0 == 0x3E || $0 == 0x2F || $0 == 0x20 || (9...13).contains($0) } ?? false
  }

  /// True for a document that begins with an XML declaration and is not HTML.
  static func isXML(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let rest = start.drop(while: \.isWhitespace)
    return rest.starts(with: "<?xml".utf8) && rest.dropFirst(5).first?.isWhitespace == true && !isHTML(bytes)
  }

  /// The place after the first `mark`.
  private static func end(of mark: String, in bytes: ArraySlice<UInt8>) -> Int? {
    let wanted = Array(mark.utf8)
    var place = bytes.startIndex
    while place + wanted.count <= bytes.endIndex {
      if bytes[place] == wanted[0], bytes[place..<place + wanted.count].elementsEqual(wanted) {
        return place + wanted.count
      }
      place += 1
    }
    return nil
  }

  private static func has(_ magic: String, at offset: Int, in bytes: [UInt8]) -> Bool {
    bytes.count >= offset + magic.utf8.count && bytes[offset...].starts(with: magic.utf8)
  }

  private static let magics: [(Kind, [UInt8])] = [
    (.pdf, Array("%PDF-".utf8)),
    (.zip, [0x50, 0x4B, 3, 4]),
    (.zip, [0x50, 0x4B, 5, 6]),
    (.gzip, [0x1F, 0x8B]),
    (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
    (.zstandard, [0x28, 0xB5, 0x2F, 0xFD]),
    (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
    (.png, [0x89, 0x50, 0x4E, 0x47]),
    (.jpeg, [0xFF, 0xD8, 0xFF]),
    (.gif, Array("GIF87a".utf8)),
    (.gif, Array("GIF89a".utf8)),
    (.tiff, [0x49, 0x49, 0x2A, 0]),
    (.tiff, [0x4D, 0x4D, 0, 0x2A]),
    (.oldOffice, [0xD0, 0xCF, 0x11, 0xE0]),
    (.elf, [0x7F, 0x45, 0x4C, 0x46]),
    (.sqlite, Array("SQLite format 3".utf8) + [0]),
    (.wasm, [0, 0x61, 0x73, 0x6D]),
    (.javaClass, [0xCA, 0xFE, 0xBA, 0xBE]),
    (.ogg, Array("OggS".utf8) + [0]),
  ]
}
