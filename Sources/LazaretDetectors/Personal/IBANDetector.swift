import LazaretCore

/// International bank account numbers: the country's length and the remainder 1 modulo 97 (ISO 13616),
/// in one piece or in groups parted by single spaces.
struct IBANDetector: Detector {
  let triggers: [Trigger] = [.digits]

  /// Lengths of the SWIFT registry, release 99, and of countries that use the format outside of it.
  private static let lengths: [String: Int] = [
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28,
    "DZ": 26, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22,
    "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23,
    "IR": 26, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "LY": 25, "MA": 28, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27,
    "MT": 31, "MU": 30, "MZ": 25, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29,
    "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22,
    "VG": 24, "XK": 20, "YE": 30,
  ]

  func detections(at hits: [Hit], in text: TextBytes) -> [Detection] {
    hits.compactMap { hit in
      let start = hit.start - 2
      guard text[start].isASCIILetter, text[start + 1].isASCIILetter, text[hit.start + 1].isDigit,
        !text.hasLetter(before: start),
        let length = Self.lengths[text.string(start..<hit.start).uppercased()],
        let end = end(of: length, from: start, in: text)
      else { return nil }
      return Detection(label: "pii/iban_code", span: TextSpan(start, end))
    }
  }

  private func end(of length: Int, from start: Int, in text: TextBytes) -> Int? {
    var characters: [UInt8] = []
    var place = start
    while characters.count < length {
      let byte = text[place]
      if byte.isAlphanumeric {
        characters.append(byte)
        place += 1
      } else if characters.count >= 4, byte == " " {
        if !text[place + 1].isAlphanumeric { return nil }
        place += 1
      } else if characters.count >= 4, byte == 0xC2, text[place + 1] == 0xA0 {
        place += 2
      } else {
        return nil
      }
    }
    return !text.hasLetter(at: place) && Self.hasRightCheckDigits(characters) ? place : nil
  }

  /// The number with its first four characters moved to the end and letters as 10 to 35, modulo 97.
  static func hasRightCheckDigits(_ characters: [UInt8]) -> Bool {
    var remainder = 0
    for byte in characters.dropFirst(4) + characters.prefix(4) {
      if byte.isDigit {
        remainder = (remainder * 10 + Int(byte) - 48) % 97
      } else {
        remainder = (remainder * 100 + Int(byte | 0x20) - 0x61 + 10) % 97
      }
    }
    return remainder == 1
  }
}
