import LazaretCore

/// Whether a span that nothing else proves could be what its label says. Strict: a doubtful span holds
/// the chunk, a wrong one would leave a part of the value in the corpus.
enum SpanPlausibility {
  /// - Parameter span: between scalars of the text, not empty.
  static func fits(_ label: Label, _ span: TextSpan, in units: TextUnits) -> Bool {
    guard let first = units.scalar(at: span.start), let last = units.scalar(before: span.end),
      !first.properties.isWhitespace, !last.properties.isWhitespace,
      !cutsWord(outside: units.scalar(before: span.start), first),
      !cutsWord(outside: units.scalar(at: span.end), last)
    else { return false }
    switch shape(of: label) {
    case .address: return isAddress(span, in: units)
    case .number(let least): return isNumber(span, in: units, least: least)
    case .word: return true
    }
  }

  private enum Shape {
    /// One `@`, no space.
    case address
    /// At least so many digits, and no digit of the same token left outside.
    case number(least: Int)
    case word
  }

  private static func shape(of label: Label) -> Shape {
    switch label.rawValue.split(separator: "/").last {
    case "email", "email_address": .address
    case "credit_card", "credit_card_number": .number(least: 12)
    case "iban", "iban_code": .number(least: 8)
    case "phone", "phone_number": .number(least: 5)
    case "us_social_security_number", "ssn": .number(least: 9)
    case "ip_address", "ip": .number(least: 1)
    default: .word
    }
  }

  private static func isAddress(_ span: TextSpan, in units: TextUnits) -> Bool {
    let slice = units.bytes[span.start..<span.end]
    let sign = UInt8(ascii: "@")
    guard slice.count(where: { $0 == sign }) == 1, slice.first != sign, slice.last != sign,
      slice.allSatisfy({ $0 > 0x20 })
    else { return false }
    // `john.` before `doe@example.com`, `.uk` behind `jane@example.co`.
    return !joins(span.start, units, before: true, through: Array("._%+-@'".utf8), isWord)
      && !joins(span.end, units, before: false, through: Array(".-@".utf8), isWord)
  }

  private static func isNumber(_ span: TextSpan, in units: TextUnits, least: Int) -> Bool {
    let digits = units.bytes[span.start..<span.end].count { (0x30...0x39).contains($0) }
    guard digits >= least else { return false }
    // A group of the same number outside: `4111 ` before `1111 1111 1111`.
    let joints = Array(" -./():+".utf8)
    return !joins(span.start, units, before: true, through: joints, isDigit)
      && !joins(span.end, units, before: false, through: joints, isDigit)
  }

  /// True when a joint stands outside the edge and what `continues` accepts stands behind it.
  private static func joins(
    _ edge: Int, _ units: TextUnits, before: Bool, through joints: [UInt8],
    _ continues: (Unicode.Scalar) -> Bool
  ) -> Bool {
    let place = before ? edge - 1 : edge
    guard units.bytes.indices.contains(place), joints.contains(units.bytes[place]) else { return false }
    let beyond = before ? units.scalar(before: edge - 1) : units.scalar(at: edge + 1)
    return beyond.map(continues) ?? false
  }

  /// True when a letter or digit stands right outside the edge: something was left behind. Between
  /// ASCII inside and a script without spaces outside there is an edge, though: `邮箱jane@example.org`.
  private static func cutsWord(outside: Unicode.Scalar?, _ inside: Unicode.Scalar) -> Bool {
    guard let outside, isWord(outside) else { return false }
    return !(inside.isASCII && isWrittenWithoutSpaces(outside))
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      switch scalar.value {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: return true
      default: return false
      }
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: return true
    default: return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value)
  }

  private static func isWrittenWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Kana, Hangul, Thai, Lao, Khmer, Burmese; ideographs by their property.
    case 0x3040...0x30FF, 0xAC00...0xD7AF, 0x0E00...0x0EFF, 0x1780...0x17FF, 0x1000...0x109F: true
    default: scalar.properties.isIdeographic
    }
  }
}
