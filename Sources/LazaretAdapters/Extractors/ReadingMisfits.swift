/// How many places of a decoded text look as if it had been read in the wrong charset. It compares two
/// readings of the same bytes and means nothing by itself.
///
/// A misfit is a control character of the C1 range, a character that nobody assigned, a symbol inside of
/// a word, a capital after a small letter, letters of two scripts or two accented Latin letters side by side.
struct ReadingMisfits {
  private(set) var count = 0

  private enum Script {
    case ascii, latin, greek, cyrillic, hebrew, arabic, thai, hangul, han, other
  }

  private struct Shape {
    var script: Script?
    var isUpper = false
    var isLower = false
    var isSymbol = false
  }

  /// `utf8` must be valid UTF-8.
  init(_ utf8: [UInt8]) {
    var before = Shape()
    var last = Shape()
    for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars {
      guard let shape = shape(of: scalar) else { continue }
      if let script = shape.script {
        if let other = last.script {
          let isMixed = other != script && !(Self.isLatin(other) && Self.isLatin(script))
          if isMixed || (other == .latin && script == .latin) { count += 1 }
          if last.isLower, shape.isUpper, other != .ascii || script != .ascii { count += 1 }
        } else if last.isSymbol, before.script != nil || shape.isLower {
          count += 1
        }
      }
      before = last
      last = shape
    }
  }

  /// `nil` for what belongs to the character before it: accents, vowel signs, and so on.
  private mutating func shape(of scalar: Unicode.Scalar) -> Shape? {
    let value = scalar.value
    if value < 0x80 {
      let isUpper = (0x41...0x5A).contains(value)
      let isLower = (0x61...0x7A).contains(value)
      return Shape(script: isUpper || isLower ? .ascii : nil, isUpper: isUpper, isLower: isLower)
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return nil
    case .control, .privateUse, .unassigned:
      count += 2
      return Shape()
    case .uppercaseLetter, .titlecaseLetter: return Shape(script: Self.script(of: value), isUpper: true)
    case .lowercaseLetter: return Shape(script: Self.script(of: value), isLower: true)
    case .otherLetter, .modifierLetter: return Shape(script: Self.script(of: value))
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol, .otherNumber:
      return Shape(isSymbol: true)
    case .otherPunctuation:
      // An inverted mark opens a Spanish sentence, an interpunct joins two letters in Catalan.
      return Shape(isSymbol: ![0xA1, 0xBF, 0xB7, 0x2026].contains(value) && value < 0x3000)
    default: return Shape()
    }
  }

  private static func isLatin(_ script: Script) -> Bool { script == .ascii || script == .latin }

  private static func script(of value: UInt32) -> Script {
    switch value {
    case 0xAA, 0xBA: .ascii
    case 0x80...0x24F, 0x1E00...0x1EFF: .latin
    case 0x370...0x3FF: .greek
    case 0x400...0x52F: .cyrillic
    case 0x590...0x5FF: .hebrew
    case 0x600...0x6FF: .arabic
    case 0xE00...0xE7F: .thai
    case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: .hangul
    case 0x3005...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xFF61...0xFF9F: .han
    default: .other
    }
  }
}
