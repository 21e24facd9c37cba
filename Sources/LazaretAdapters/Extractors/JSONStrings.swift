/// The strings of a JSON text that read like sentences: values and not keys, in order. Forgiving: what is no
/// JSON yields what strings there are.
enum JSONStrings {
  static func sentences(in text: [UInt8]) -> [[UInt8]] {
    var found: [[UInt8]] = []
    var place = 0
    while let quote = text.firstPlace(of: 0x22, from: place) {
      let start = quote + 1
      var end = start
      while end < text.count, text[end] != 0x22 { end += text[end] == 0x5C ? 2 : 1 }
      end = min(end, text.count)
      place = end + 1
      var next = place
      while next < text.count, text[next].isWhitespace { next += 1 }
      let isKey = next < text.count && text[next] == 0x3A
      guard !isKey, start < end,
        text[start..<end].contains(where: { $0.isWhitespace || $0 >= 0x80 || $0 == 0x5C })
      else { continue }
      let string = unescaped(text[start..<end])
      if string.contains(where: { $0.isWhitespace || $0 >= 0x80 }) { found.append(string) }
    }
    return found
  }

  private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard text.contains(0x5C) else { return Array(text) }
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    var units: [UInt16] = []
    func finishUnits() {
      plain.append(contentsOf: Array(String(decoding: units, as: UTF16.self).utf8))
      units = []
    }
    var place = text.startIndex
    while place < text.endIndex {
      guard text[place] == 0x5C, place + 1 < text.endIndex else {
        if !units.isEmpty { finishUnits() }
        var end = place + 1
        while end < text.endIndex, text[end] != 0x5C { end += 1 }
        plain.append(contentsOf: text[place..<end])
        place = end
        continue
      }
      let escape = text[place + 1]
      if escape == 0x75, place + 6 <= text.endIndex,
        let unit = UInt16(String(decoding: text[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16)
      {
        units.append(unit)
        place += 6
        continue
      }
      if !units.isEmpty { finishUnits() }
      switch escape {
      case 0x6E: plain.append(0x0A)
      case 0x74, 0x72, 0x62, 0x66: plain.append(0x20)
      default: plain.append(escape)
      }
      place += 2
    }
    if !units.isEmpty { finishUnits() }
    return plain
  }
}
