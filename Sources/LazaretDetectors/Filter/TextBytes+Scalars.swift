extension TextBytes {
  /// The scalar that begins at `place`, and how many bytes it takes; a lone 0 outside the text.
  func scalar(at place: Int) -> (value: UInt32, length: Int) {
    let lead = self[place]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let second = UInt32(self[place + 1] & 0x3F)
    if lead < 0xE0 { return (UInt32(lead & 0x1F) << 6 | second, 2) }
    let third = UInt32(self[place + 2] & 0x3F)
    if lead < 0xF0 { return (UInt32(lead & 0x0F) << 12 | second << 6 | third, 3) }
    let fourth = UInt32(self[place + 3] & 0x3F)
    return (UInt32(lead & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
  }

  /// The scalar that ends before `place`, and how many bytes it takes; a lone 0 before the text.
  func scalar(before place: Int) -> (value: UInt32, length: Int) {
    var start = place - 1
    while self[start].isContinuation, place - start < 4 { start -= 1 }
    return scalar(at: start)
  }

  /// True when a letter or a digit of a script that separates its words stands directly before `place`.
  /// Chinese, Japanese and Thai letters are no such letters: there a value follows its sentence
  /// without a space.
  func hasLetter(before place: Int) -> Bool {
    let byte = self[place - 1]
    if byte < 0x80 { return byte.isAlphanumeric }
    return Script.separatesWords(scalar(before: place).value)
  }

  /// True when a letter or a digit of a script that separates its words begins at `place`.
  func hasLetter(at place: Int) -> Bool {
    let byte = self[place]
    if byte < 0x80 { return byte.isAlphanumeric }
    return Script.separatesWords(scalar(at: place).value)
  }

  /// Behind the last letter or digit of the word that `place` is in, at most `limit` bytes further.
  func wordEnd(from place: Int, limit: Int) -> Int {
    var end = place
    while end - place < limit, hasLetter(at: end) { end += scalar(at: end).length }
    return end
  }
}

/// What the detectors need to know about scripts.
enum Script {
  /// Letters, marks and digits of scripts that put spaces between words.
  static func separatesWords(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0xAA, 0xB5, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x02C1: true
    case 0x0300...0x036F: true  // combining marks: the letter before goes on
    case 0x0370...0x0373, 0x0376...0x037D, 0x037F, 0x0386...0x0481, 0x048A...0x0556, 0x0561...0x0587: true
    case 0x05D0...0x05EA, 0x0620...0x0669, 0x066E...0x06D3, 0x06EE...0x06FC: true
    case 0x0900...0x0963, 0x0966...0x0DFF: true  // Devanagari to Sinhala
    case 0x10A0...0x10FF, 0x1E00...0x1FFF: true
    default: false
    }
  }

  /// The small letter of a Latin, Greek or Cyrillic letter; anything else as it is. Enough for the
  /// languages of the phrases; not the full Unicode folding.
  static func lowered(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE, 0x0391...0x03A9, 0x0410...0x042F: scalar + 0x20
    case 0x0400...0x040F: scalar + 0x50
    case 0x0100...0x0137, 0x014A...0x0177: scalar | 1
    case 0x0139...0x0148, 0x0179...0x017E: scalar & 1 == 1 ? scalar + 1 : scalar
    default: scalar
    }
  }
}
