/// What CSS declarations say about whether text can be seen. Only what is declared is set, so that later
/// declarations can be laid over earlier ones.
///
/// Read: `display`, `visibility`, `opacity`, `font-size`, `font`, `color`, `background`, positions far
/// off the screen, boxes of no size that cut off what overflows, clipping, scaling to nothing and turning
/// out of view. Not read: `z-index`, since what lies above is not known, and masks.
struct HiddenStyle: Hashable {
  enum FontSize: Hashable {
    case pixels(Double)
    /// In parts of the parent's.
    case factor(Double)
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
  /// True when the element may stand anywhere, on whatever background is there.
  private(set) var isOutOfFlow: Bool?
  private var isFarOff: Bool?
  private var isIndentedAway: Bool?
  private var isIndentedFully: Bool?
  private var isMovedAway: Bool?
  private var hasNoWidth: Bool?
  private var hasNoHeight: Bool?
  private var cutsOverflow: Bool?
  private var isClippedAway: Bool?
  private var isPathClippedAway: Bool?
  private var isScaledAway: Bool?

  init() {}

  /// True when nothing was said that this type reads.
  var isEmpty: Bool { self == HiddenStyle() }

  /// True when a colour or a background was said.
  var paints: Bool { color != nil || background != nil }

  /// Why nothing inside the element can be seen, whatever is said further in.
  var hidesAll: HiddenReason? {
    if isNotDisplayed == true { return .notDisplayed }
    if isTransparent == true { return .transparent }
    if isFarOff == true, isPositioned == true { return .offScreen }
    if isIndentedAway == true || isMovedAway == true { return .offScreen }
    if isIndentedFully == true, cutsOverflow == true { return .offScreen }
    if isClippedAway == true, isPositioned == true { return .clipped }
    if isPathClippedAway == true { return .clipped }
    if isScaledAway == true { return .clipped }
    if hasNoWidth == true || hasNoHeight == true, cutsOverflow == true { return .noSize }
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
    isIndentedFully = other.isIndentedFully ?? isIndentedFully
    isMovedAway = other.isMovedAway ?? isMovedAway
    isOutOfFlow = other.isOutOfFlow ?? isOutOfFlow
    hasNoWidth = other.hasNoWidth ?? hasNoWidth
    hasNoHeight = other.hasNoHeight ?? hasNoHeight
    cutsOverflow = other.cutsOverflow ?? cutsOverflow
    isClippedAway = other.isClippedAway ?? isClippedAway
    isPathClippedAway = other.isPathClippedAway ?? isPathClippedAway
    isScaledAway = other.isScaledAway ?? isScaledAway
  }

  /// Whether a property, in lower case, says anything here.
  static func reads(_ name: String) -> Bool { properties.contains(name) }

  /// False for a name as it is written that ``reads(_:)`` does not know for sure, told by its first letter and
  /// its length: most declarations are about other things, and making words of them takes time.
  static func mayRead(_ written: ArraySlice<UInt8>) -> Bool {
    let name = CSSText.trimmed(written)
    guard let first = name.first else { return false }
    if name.contains(0x5C) { return true }
    return name.count < 64 && lengths[Int(first | 0x20) & 0x7F] >> UInt64(name.count) & 1 == 1
  }

  /// By first letters, which lengths of names there are.
  private static let lengths: [UInt64] = {
    var lengths = [UInt64](repeating: 0, count: 128)
    for name in properties {
      guard let first = name.utf8.first else { continue }
      lengths[Int(first | 0x20) & 0x7F] |= 1 << UInt64(name.utf8.count)
    }
    return lengths
  }()

  private static let properties: Set<String> = [
    "display", "visibility", "content-visibility", "opacity", "filter", "font-size", "font", "color",
    "-webkit-text-fill-color", "background-color", "background", "background-image", "background-clip",
    "-webkit-background-clip", "position", "left", "top", "right", "bottom", "inset", "margin-left",
    "margin-top", "margin", "text-indent", "width", "height", "max-width", "max-height", "inline-size",
    "block-size", "max-inline-size", "max-block-size", "overflow", "overflow-x", "overflow-y", "clip",
    "clip-path", "-webkit-clip-path", "transform", "-webkit-transform", "scale", "translate",
  ]

  /// - Parameters:
  ///   - name: In lower case, as ``reads(_:)`` knows it.
  ///   - value: In lower case, white space as single spaces.
  mutating func set(_ name: String, _ value: String) {
    switch name {
    case "display": isNotDisplayed = value == "none"
    case "visibility": isInvisible = value == "hidden" || value == "collapse"
    case "content-visibility": if value == "hidden" { isNotDisplayed = true }
    case "opacity": if let amount = CSSLength(value) { isTransparent = amount.fraction <= 0.05 }
    case "filter":
      if let amount = Self.argument(of: "opacity(", in: value) { isTransparent = amount.fraction <= 0.05 }
    case "font-size": fontSize = Self.size(value) ?? fontSize
    case "font":
      fontSize =
        value.split(separator: " ").lazy
        .compactMap { Self.size(String($0.prefix { $0 != "/" })) }.first ?? fontSize
    case "color", "-webkit-text-fill-color": color = CSSColor(value) ?? color
    case "background-color": background = CSSColor(value).map { .color($0) } ?? background
    case "background", "background-image": setBackground(value, isShorthand: name == "background")
    case "background-clip", "-webkit-background-clip": fillsTextWithBackground = value.holds("text")
    case "overflow", "overflow-x", "overflow-y":
      cutsOverflow = value.holds("hidden") || value.holds("clip")
    default: setPlace(name, value)
    }
  }

  private mutating func setPlace(_ name: String, _ value: String) {
    switch name {
    case "position":
      isPositioned = value != "static"
      isOutOfFlow = value == "absolute" || value == "fixed"
    case "left", "top": if isAway(value) || isFarBeyond(value) { isFarOff = true }
    case "right", "bottom", "inset":
      if value.split(separator: " ").contains(where: isAway) { isFarOff = true }
    case "margin-left", "margin-top", "margin":
      if value.split(separator: " ").contains(where: { isAway($0) || isFarBeyond($0) }) {
        isIndentedAway = true
      }
    case "text-indent":
      isIndentedAway = isAway(value) || isFarBeyond(value)
      isIndentedFully = CSSLength(value).map { $0.unit == "%" && $0.number >= 100 } ?? false
    case "width", "inline-size": hasNoWidth = isNothing(value)
    case "height", "block-size": hasNoHeight = isNothing(value)
    case "max-width", "max-inline-size": if isNothing(value) { hasNoWidth = true }
    case "max-height", "max-block-size": if isNothing(value) { hasNoHeight = true }
    case "clip": isClippedAway = Self.isEmptyRectangle(value)
    case "clip-path", "-webkit-clip-path": isPathClippedAway = Self.clipsAll(value)
    case "scale": isScaledAway = value.split(separator: " ").contains { Self.isNearZero($0) }
    case "translate": isMovedAway = value.split(separator: " ").contains { isAway($0) || isFarBeyond($0) }
    default:
      isScaledAway = Self.scalesAway(value)
      isMovedAway = Self.movesAway(value)
    }
  }

  private mutating func setBackground(_ value: String, isShorthand: Bool) {
    if value.holds("url(") || value.holds("gradient(") {
      background = .unknown
    } else if isShorthand {
      if let color = CSSColor(value) ?? value.split(separator: " ").lazy.compactMap({ CSSColor($0) }).first {
        background = .color(color)
      }
    }
  }

  /// Some 1,000 pixels to the left or above.
  private func isAway(_ value: some StringProtocol) -> Bool {
    CSSLength(String(value)).map { $0.pixels <= -999 } ?? false
  }

  /// Where nobody scrolls to.
  private func isFarBeyond(_ value: some StringProtocol) -> Bool {
    CSSLength(String(value)).map { $0.pixels >= 5_000 } ?? false
  }

  /// One pixel is what screen-reader classes use.
  private func isNothing(_ value: String) -> Bool {
    CSSLength(value).map { !$0.isRelativeToBox && $0.pixels <= 1 || $0.number == 0 } ?? false
  }

  private static func size(_ value: String) -> FontSize? {
    switch value {
    case "medium", "initial": return .pixels(16)
    case "small", "x-small", "xx-small": return .pixels(10)
    case "large", "x-large", "xx-large", "xxx-large": return .pixels(20)
    case "smaller": return .factor(0.83)
    case "larger": return .factor(1.2)
    default: break
    }
    guard let length = CSSLength(value) else { return nil }
    switch length.unit {
    case "%", "em": return .factor(length.fraction)
    case "ex", "ch": return .factor(length.number / 2)
    case "" where length.number != 0: return nil
    default: return .pixels(length.pixels)
    }
  }

  private static func clipsAll(_ value: String) -> Bool {
    if let inset = argument(of: "inset(", in: value), inset.unit == "%" { return inset.number >= 50 }
    for shape in ["circle(", "ellipse("] as [StaticString] {
      if let radius = argument(of: shape, in: value) { return radius.number == 0 }
    }
    guard let inside = arguments(of: "polygon(", in: value) else { return false }
    let numbers = inside.split { $0 == "," || $0 == " " }.compactMap { CSSLength(String($0))?.number }
    return !numbers.isEmpty && Set(numbers).count == 1
  }

  /// `rect(0, 0, 0, 0)` and `rect(1px 1px 1px 1px)`: top, right, bottom, left.
  private static func isEmptyRectangle(_ value: String) -> Bool {
    guard value.hasPrefix("rect("), let close = value.firstIndex(of: ")") else { return false }
    let inside = value[value.index(value.startIndex, offsetBy: 5)..<close]
    let sides = inside.split { $0 == "," || $0 == " " }.compactMap { CSSLength(String($0))?.pixels }
    return sides.count == 4 && (sides[1] - sides[3] <= 1 || sides[2] - sides[0] <= 1)
  }

  private static func scalesAway(_ value: String) -> Bool {
    for call in ["scale(", "scalex(", "scaley(", "scale3d("] as [StaticString] {
      guard let inside = arguments(of: call, in: value) else { continue }
      if inside.split(whereSeparator: { $0 == "," || $0 == " " }).contains(where: isNearZero) { return true }
    }
    for call in ["rotatex(", "rotatey("] as [StaticString] {
      guard let angle = argument(of: call, in: value), angle.unit == "deg" else { continue }
      if abs(angle.number.truncatingRemainder(dividingBy: 180)) == 90 { return true }
    }
    guard let inside = arguments(of: "matrix(", in: value) else { return false }
    return inside.split { $0 == "," || $0 == " " }.prefix(2).allSatisfy(isNearZero)
  }

  private static func isNearZero(_ number: Substring) -> Bool {
    CSSLength(String(number)).map { abs($0.fraction) <= 0.02 } ?? false
  }

  private static func movesAway(_ value: String) -> Bool {
    for call in ["translate(", "translatex(", "translatey(", "translate3d("] as [StaticString] {
      guard let inside = arguments(of: call, in: value) else { continue }
      let isAway = inside.split { $0 == "," || $0 == " " }.contains { part in
        CSSLength(String(part)).map { $0.pixels <= -999 || $0.pixels >= 5_000 } ?? false
      }
      if isAway { return true }
    }
    return false
  }

  /// What stands in the brackets of a function, whose name ends with its bracket.
  private static func arguments(of call: StaticString, in value: String) -> Substring? {
    guard let found = value.place(of: call) else { return nil }
    return value[found.upperBound...].prefix { $0 != ")" }
  }

  private static func argument(of call: StaticString, in value: String) -> CSSLength? {
    arguments(of: call, in: value).flatMap { CSSLength(String($0.drop { $0 == " " })) }
  }
}
