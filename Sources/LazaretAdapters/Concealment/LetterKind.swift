/// What a character is to a reader who looks for words.
enum LetterKind: Hashable {
  case ascii
  /// Latin letters with accents, and those of the phonetic alphabet.
  case latin
  /// A letter of a script that has look-alikes of Latin letters.
  case foreign(LookAlike)
  case styled(StyledLetter)
  case mark
  /// A mark that strikes a letter through or underlines it.
  case strike
  /// Nothing shows it.
  case invisible
  case softHyphen
  /// White space that parts words.
  case space
  /// Letters and signs of other scripts.
  case otherScript
  /// A sign of a formula.
  case formula
  case other

  static func of(_ value: UInt32) -> LetterKind {
    if value < 0x80 {
      switch value {
      case 0x41...0x5A, 0x61...0x7A: return .ascii
      case 0x20, 9: return .space
      case 0x30...0x39, 0x28, 0x29, 0x2B, 0x2F, 0x3C...0x3E, 0x5B...0x5F, 0x7B...0x7D: return .formula
      default: return .other
      }
    }
    switch value {
    case 0xAD: return .softHyphen
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return .space
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x0261, 0x1E00...0x1EFF, 0x2C60...0x2C7F: return latin(value)
    case 0x0262...0x02FF, 0x1D00...0x1DBF, 0xA720...0xA7FF: return latin(value)
    case 0x034F: return .invisible
    case 0x0332, 0x0333, 0x0305, 0x033F, 0x0334...0x0338, 0x20D2...0x20D3, 0x20E5...0x20E6, 0x20EB:
      return .strike
    case 0x0300...0x036F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20F0, 0x0483...0x0489: return .mark
    case 0x0370...0x058F: return value == 0x03BC ? .otherScript : .foreign(LookAlike.of(value))
    case 0x13A0...0x13FF, 0xAB47, 0xAB70...0xABBF: return .foreign(LookAlike.of(value))
    case 0x200B...0x200F, 0x2060...0x2064, 0xFEFF, 0x180E: return .invisible
    case 0x2010...0x2027, 0x2030...0x205E: return .other
    case 0x2070...0x209C, 0x2102...0x2134, 0x249C...0x24E9, 0xFF21...0xFF5A, 0x1D400...0x1D6A3,
      0x1F110...0x1F1FF:
      return StyledLetter(value).map { .styled($0) } ?? .other
    case 0x2190...0x22FF, 0xB1, 0xD7, 0xF7, 0x1D6A4...0x1D7FF: return .formula
    case 0x3040...0xD7FF, 0x0590...0x1CFF, 0xF900...0xFDFF, 0x20000...0x3FFFF: return .otherScript
    default: return .other
    }
  }

  private static func latin(_ value: UInt32) -> LetterKind {
    StyledLetter(value).map { .styled($0) } ?? .latin
  }
}
