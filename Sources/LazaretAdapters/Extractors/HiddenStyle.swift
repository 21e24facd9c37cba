/// What a list of CSS declarations says about whether its text can be seen. Only what is declared is
/// set, so that later declarations can be laid over earlier ones.
///
/// Read: `display`, `visibility`, `opacity`, `font-size`, `font`, `color`, `background`, positions far
/// off the screen, boxes of no size that cut off what overflows, clipping, and scaling to nothing. Not
/// read: CSS escapes inside names, custom properties, `!important`.
struct HiddenStyle: Hashable {
  enum FontSize: Hashable {
    case tiny
    /// In parts of the parent's.
    case relative
    case readable
  }

  enum Background: Hashable {
    case color(CSSColor)
    /// A picture or a gradient.
    case unknown
  }

  var isNotDisplayed: Bool?
  var isInvisible: Bool?
  var isTransparent: Bool?
  var fontSize: FontSize?
  var color: CSSColor?
  var background: Background?
  private var fillsTextWithBackground: Bool?
  private var isPositioned: Bool?
  private var isFarOff: Bool?
  private var isIndentedAway: Bool?
  private var hasNoWidth: Bool?
  private var hasNoHeight: Bool?
  private var cutsOverflow: Bool?
  private var isClippedAway: Bool?
  private var isPathClippedAway: Bool?
  private var isScaledAway: Bool?

  init() {}

  init(_ declarations: String) {
    for declaration in Self.split(declarations.utf8) {
      guard let colon = declaration.firstIndex(of: 0x3A) else { continue }
      let name = Self.word(declaration[..<colon])
      var value = Self.word(declaration[(colon + 1)...])
      if let mark = value.firstIndex(of: "!") { value = String(value[..<mark]) }
      while value.last == " " { value.removeLast() }
      set(name, value)
    }
  }

  /// True when nothing was said that this type reads.
  var isEmpty: Bool { self == HiddenStyle() }

  /// Why nothing inside the element can be seen, whatever is said further in. The word is the origin
  /// of the hidden piece.
  var hidesAll: String? {
    if isNotDisplayed == true { return "display:none" }
    if isTransparent == true { return "opacity:0" }
    if isFarOff == true, isPositioned == true { return "off-screen" }
    if isIndentedAway == true { return "off-screen" }
    if isClippedAway == true, isPositioned == true { return "clipped" }
    if isPathClippedAway == true { return "clipped" }
    if isScaledAway == true { return "clipped" }
    if hasNoWidth == true || hasNoHeight == true, cutsOverflow == true { return "zero size" }
    return nil
  }

  /// The text's own colour, unless the background shines through it on purpose.
  var textColor: CSSColor? {
    guard let color else { return nil }
    return color.isTransparent && fillsTextWithBackground == true ? nil : color
  }

  mutating func lay(_ other: HiddenStyle) {
    isNotDisplayed = other.isNotDisplayed ?? isNotDisplayed
    isInvisible = other.isInvisible ?? isInvisible
    isTransparent = other.isTransparent ?? isTransparent
    fontSize = other.fontSize ?? fontSize
    color = other.color ?? color
    background = other.background ?? background
    fillsTextWithBackground = other.fillsTextWithBackground ?? fillsTextWithBackground
    isPositioned = other.isPositioned ?? isPositioned
    isFarOff = other.isFarOff ?? isFarOff
    isIndentedAway = other.isIndentedAway ?? isIndentedAway
    hasNoWidth = other.hasNoWidth ?? hasNoWidth
    hasNoHeight = other.hasNoHeight ?? hasNoHeight
    cutsOverflow = other.cutsOverflow ?? cutsOverflow
    isClippedAway = other.isClippedAway ?? isClippedAway
    isPathClippedAway = other.isPathClippedAway ?? isPathClippedAway
    isScaledAway = other.isScaledAway ?? isScaledAway
  }

  private mutating func set(_ name: String, _ value: String) {
    switch name {
    case "display": isNotDisplayed = value == "none"
    case "visibility": isInvisible = value == "hidden" || value == "collapse"
    case "content-visibility": if value == "hidden" { isNotDisplayed = true }
    case "opacity": if let amount = CSSLength(value) { isTransparent = amount.fraction < 0.05 }
    case "filter": if value.hasPrefix("opacity(0") { isTransparent = !value.hasPrefix("opacity(0.") }
    case "font-size": fontSize = Self.size(value) ?? fontSize
    case "font":
      fontSize =
        value.split(separator: " ").lazy
        .compactMap { Self.size(String($0.prefix { $0 != "/" })) }.first ?? fontSize
    case "color", "-webkit-text-fill-color": color = CSSColor(value) ?? color
    case "background-color": background = CSSColor(value).map { .color($0) } ?? background
    case "background", "background-image": setBackground(value, isShorthand: name == "background")
    case "background-clip", "-webkit-background-clip": fillsTextWithBackground = value.contains("text")
    case "position": isPositioned = value != "static"
    case "left", "top", "right", "bottom": if isAway(value) { isFarOff = true }
    case "margin-left", "margin-top": if isAway(value) { isIndentedAway = true }
    case "text-indent": isIndentedAway = isAway(value)
    case "width": hasNoWidth = isNothing(value)
    case "height": hasNoHeight = isNothing(value)
    case "max-width": if isNothing(value) { hasNoWidth = true }
    case "max-height": if isNothing(value) { hasNoHeight = true }
    case "overflow", "overflow-x", "overflow-y":
      cutsOverflow = value.contains("hidden") || value.contains("clip")
    case "clip": isClippedAway = Self.isEmptyRectangle(value)
    case "clip-path":
      isPathClippedAway =
        value.hasPrefix("inset(50%") || value.hasPrefix("inset(100%") || value.hasPrefix("circle(0")
    case "transform", "scale":
      isScaledAway =
        name == "scale" ? value == "0" : Self.scalesAway(value) || Self.movesAway(value)
    default: break
    }
  }

  private mutating func setBackground(_ value: String, isShorthand: Bool) {
    if value.contains("url(") || value.contains("gradient(") {
      background = .unknown
    } else if isShorthand {
      if let color = CSSColor(value) ?? value.split(separator: " ").lazy.compactMap({ CSSColor($0) }).first {
        background = .color(color)
      }
    }
  }

  /// Some 1,000 pixels to the left or above.
  private func isAway(_ value: String) -> Bool { CSSLength(value).map { $0.pixels <= -999 } ?? false }

  /// One pixel is what screen-reader classes use.
  private func isNothing(_ value: String) -> Bool {
    CSSLength(value).map { !$0.isRelativeToBox && $0.pixels <= 1 || $0.number == 0 } ?? false
  }

  private static func size(_ value: String) -> FontSize? {
    if ["small", "smaller", "medium", "large", "larger"].contains(value) { return .readable }
    guard let length = CSSLength(value) else { return nil }
    switch length.unit {
    case "%", "em": return length.fraction <= 0.1 ? .tiny : .relative
    case "rem": return length.number <= 0.1 ? .tiny : .readable
    case "" where length.number != 0: return nil
    default: return length.number <= 1 ? .tiny : .readable
    }
  }

  /// `rect(0, 0, 0, 0)` and `rect(1px 1px 1px 1px)`: top, right, bottom, left.
  private static func isEmptyRectangle(_ value: String) -> Bool {
    guard value.hasPrefix("rect("), let close = value.firstIndex(of: ")") else { return false }
    let inside = value[value.index(value.startIndex, offsetBy: 5)..<close]
    let sides = inside.split { $0 == "," || $0 == " " }.compactMap { CSSLength(String($0))?.pixels }
    return sides.count == 4 && (sides[1] - sides[3] <= 1 || sides[2] - sides[0] <= 1)
  }

  private static func scalesAway(_ value: String) -> Bool {
    ["scale(0)", "scale(0,", "scalex(0)", "scaley(0)", "scale3d(0,"].contains { value.contains($0) }
  }

  private static func movesAway(_ value: String) -> Bool {
    guard let call = value.range(ofWord: "translate"), let open = value[call...].firstIndex(of: "(") else {
      return false
    }
    let inside = value[value.index(after: open)...].prefix { $0 != ")" }
    return inside.split { $0 == "," || $0 == " " }.contains { part in
      CSSLength(String(part)).map { $0.pixels <= -999 } ?? false
    }
  }

  /// Cuts at semicolons outside of brackets and quotes, comments left out.
  private static func split(_ text: String.UTF8View) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    var depth = 0
    var quote: UInt8?
    let bytes = Array(text)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if quote == nil, byte == 0x2F, place + 1 < bytes.count, bytes[place + 1] == 0x2A {
        place += 2
        while place + 1 < bytes.count, bytes[place] != 0x2A || bytes[place + 1] != 0x2F { place += 1 }
        place += 2
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x28 {
        depth += 1
      } else if byte == 0x29 {
        depth = max(0, depth - 1)
      } else if byte == 0x3B, depth == 0 {
        parts.append([])
        place += 1
        continue
      }
      parts[parts.count - 1].append(byte)
      place += 1
    }
    return parts
  }

  /// In lower case, white space as single spaces and none at the ends.
  private static func word(_ bytes: ArraySlice<UInt8>) -> String {
    var word: [UInt8] = []
    for byte in bytes {
      if byte.isWhitespace {
        if let last = word.last, last != 0x20 { word.append(0x20) }
      } else {
        word.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      }
    }
    if word.last == 0x20 { word.removeLast() }
    return String(decoding: word, as: UTF8.self)
  }
}

extension String {
  fileprivate func range(ofWord word: String) -> Index? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(word) { return place }
      place = index(after: place)
    }
    return nil
  }
}
