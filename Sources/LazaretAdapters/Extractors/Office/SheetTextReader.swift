/// Reads texts of a workbook where they stand: among the shared ones, in a cell of their own, in a comment.
struct SheetTextReader {
  private(set) var strings = SheetStrings()
  /// How words are spoken, which is drawn above them at most.
  private(set) var phonetics: [[UInt8]] = []

  private let palette: SheetPalette
  private var font: SheetFont?
  private var isInFont = false
  private var isInText = false
  private var isPhonetic = false
  private var pending: [UInt8] = []

  init(palette: SheetPalette) { self.palette = palette }

  mutating func start(_ name: String, _ attributes: [MarkupAttribute]) {
    switch name {
    case "t":
      isInText = true
      pending = []
    case "r": font = nil
    case "rPr":
      font = SheetFont()
      isInFont = true
    case "rPh": isPhonetic = true
    default: if isInFont { font?.read(name, attributes, palette) }
    }
  }

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isInText { pending.append(contentsOf: bytes) }
  }

  mutating func end(_ name: String) {
    switch name {
    case "t":
      isInText = false
      let text = Self.withoutEscapes(pending)
      if isPhonetic { phonetics.append(text) } else { strings.append(text, in: font) }
    case "rPr": isInFont = false
    case "r": font = nil
    case "rPh": isPhonetic = false
    default: break
    }
  }

  mutating func endItem() { strings.endItem() }

  /// `_x0041_` stands for the UTF-16 unit 0x41 (ECMA-376 part 1, 22.9.2.19): programs show an `A`.
  static func withoutEscapes(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(0x5F) else { return text }
    var units: [UInt16] = []
    var result: [UInt8] = []
    func flush() {
      if units.isEmpty { return }
      result.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
      units = []
    }
    var place = 0
    while place < text.count {
      if let unit = unit(in: text, at: place) {
        units.append(unit)
        place += 7
      } else {
        flush()
        result.append(text[place])
        place += 1
      }
    }
    flush()
    return result
  }

  private static func unit(in text: [UInt8], at place: Int) -> UInt16? {
    guard text[place] == 0x5F, place + 6 < text.count, text[place + 1] == 0x78, text[place + 6] == 0x5F else {
      return nil
    }
    var value: UInt16 = 0
    for byte in text[(place + 2)..<(place + 6)] {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}
