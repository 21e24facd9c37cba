/// The rules of a page's `style` elements that say whether text can be seen and whose selectors are
/// simple: `tag`, `.class`, `#id`, `tag.class`, `tag#id`. Anything in an at-rule and any other selector
/// is left aside: it may not hold where the page is read.
struct StyleRules {
  private var byTag: [String: HiddenStyle] = [:]
  private var byClass: [String: [String: HiddenStyle]] = [:]
  private var byID: [String: [String: HiddenStyle]] = [:]

  var isEmpty: Bool { byTag.isEmpty && byClass.isEmpty && byID.isEmpty }

  /// What the rules say about an element; ids are laid over classes, classes over tags.
  func style(tag: String, classes: String?, id: String?) -> HiddenStyle {
    var style = byTag[tag] ?? HiddenStyle()
    for name in (classes ?? "").utf8.split(whereSeparator: \.isWhitespace) {
      guard let rules = byClass[String(decoding: name, as: UTF8.self)] else { continue }
      if let rule = rules[""] { style.lay(rule) }
      if let rule = rules[tag] { style.lay(rule) }
    }
    if let id, let rules = byID[id] {
      if let rule = rules[""] { style.lay(rule) }
      if let rule = rules[tag] { style.lay(rule) }
    }
    return style
  }

  mutating func add(sheet: [UInt8]) {
    let sheet = Self.withoutComments(sheet)
    var place = 0
    while let open = sheet[place...].firstIndex(of: 0x7B) {
      let selector = Self.trimmed(sheet[place..<open])
      let close = Self.endOfBlock(in: sheet, from: open)
      if selector.first != 0x40 {
        let style = HiddenStyle(String(decoding: sheet[(open + 1)..<close], as: UTF8.self))
        if !style.isEmpty {
          for part in selector.split(separator: 0x2C) { add(style, for: Self.trimmed(part)) }
        }
      }
      place = min(close + 1, sheet.count)
    }
  }

  private mutating func add(_ style: HiddenStyle, for selector: ArraySlice<UInt8>) {
    let mark = selector.firstIndex { $0 == 0x2E || $0 == 0x23 } ?? selector.endIndex
    let tag = String(decoding: selector[..<mark], as: UTF8.self).lowercased()
    guard selector[..<mark].allSatisfy(Self.isName) else { return }
    guard mark < selector.endIndex else {
      if !tag.isEmpty { byTag[tag, default: HiddenStyle()].lay(style) }
      return
    }
    let rest = selector[(mark + 1)...]
    guard !rest.isEmpty, rest.allSatisfy(Self.isName) else { return }
    let name = String(decoding: rest, as: UTF8.self)
    if selector[mark] == 0x2E {
      byClass[name, default: [:]][tag, default: HiddenStyle()].lay(style)
    } else {
      byID[name, default: [:]][tag, default: HiddenStyle()].lay(style)
    }
  }

  /// The closing brace of the block that opens at `open`, or the end.
  private static func endOfBlock(in sheet: [UInt8], from open: Int) -> Int {
    var depth = 0
    var place = open
    while place < sheet.count {
      if sheet[place] == 0x7B { depth += 1 }
      if sheet[place] == 0x7D {
        depth -= 1
        if depth == 0 { return place }
      }
      place += 1
    }
    return sheet.count
  }

  private static func withoutComments(_ sheet: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(sheet.count)
    var place = 0
    while place < sheet.count {
      if sheet[place] == 0x2F, place + 1 < sheet.count, sheet[place + 1] == 0x2A {
        place += 2
        while place + 1 < sheet.count, sheet[place] != 0x2A || sheet[place + 1] != 0x2F { place += 1 }
        place += 2
      } else {
        kept.append(sheet[place])
        place += 1
      }
    }
    return kept
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes.drop(while: \.isWhitespace)
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    // `@import …;` and `@charset …;` have no block: the next selector starts after them.
    while rest.first == 0x40, let end = rest.firstIndex(of: 0x3B) {
      rest = rest[(end + 1)...].drop(while: \.isWhitespace)
    }
    return rest
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
      || byte == 0x2D || byte == 0x5F || byte >= 0x80
  }
}
