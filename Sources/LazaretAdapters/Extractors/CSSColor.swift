/// A colour as a style or an old `color` attribute writes it.
struct CSSColor: Hashable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8
  var isTransparent = false

  static let white = CSSColor(red: 255, green: 255, blue: 255)
  static let transparent = CSSColor(red: 0, green: 0, blue: 0, isTransparent: true)

  init(red: UInt8, green: UInt8, blue: UInt8, isTransparent: Bool = false) {
    self.red = red
    self.green = green
    self.blue = blue
    self.isTransparent = isTransparent
  }

  /// `nil` for what is no colour, or one that this does not know.
  init?(_ text: some StringProtocol) {
    let lower = text.lowercased()
    if lower.hasPrefix("#") {
      self.init(hex: lower.dropFirst())
    } else if lower.hasPrefix("rgb") {
      self.init(function: lower)
    } else if lower.hasPrefix("hsl") {
      self.init(hsl: lower)
    } else if let value = Self.named[lower] {
      self.init(red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
    } else if lower == "transparent" {
      self = .transparent
    } else {
      return nil
    }
  }

  /// An old attribute may leave the `#` off.
  init?(attribute: String) {
    let trimmed = attribute.filter { !$0.isWhitespace }
    if let color = CSSColor(trimmed) { self = color } else { self.init(hex: trimmed[...]) }
  }

  /// True when nobody could tell the two apart: no channel differs by more than 16 of 255.
  func isClose(to other: CSSColor) -> Bool {
    func near(_ one: UInt8, _ two: UInt8) -> Bool { max(one, two) - min(one, two) <= 16 }
    return near(red, other.red) && near(green, other.green) && near(blue, other.blue)
  }

  private init?(hex: Substring) {
    var digits = hex.compactMap(\.hexDigitValue)
    guard digits.count == hex.count else { return nil }
    if digits.count == 3 || digits.count == 4 { digits = digits.flatMap { [$0, $0] } }
    guard digits.count == 6 || digits.count == 8 else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: digits.count, by: 2) {
      bytes.append(UInt8(16 * digits[place] + digits[place + 1]))
    }
    self.init(
      red: bytes[0], green: bytes[1], blue: bytes[2], isTransparent: bytes.count == 4 && bytes[3] <= 13)
  }

  private init?(function: String) {
    let parts = Self.arguments(function)
    guard parts.count >= 3 else { return nil }
    let channels = parts.prefix(3).map { $0.isPercent ? $0.value * 2.55 : $0.value }
    let bytes = channels.map { UInt8(min(max($0, 0), 255)) }
    self.init(red: bytes[0], green: bytes[1], blue: bytes[2], isTransparent: Self.isClear(parts))
  }

  private init?(hsl: String) {
    let parts = Self.arguments(hsl)
    guard parts.count >= 3 else { return nil }
    let (hue, saturation, light) = (
      parts[0].value, min(max(parts[1].value / 100, 0), 1), min(max(parts[2].value / 100, 0), 1)
    )
    func channel(_ offset: Double) -> UInt8 {
      let turn = (offset + hue / 30).truncatingRemainder(dividingBy: 12)
      let place = turn < 0 ? turn + 12 : turn
      let reach = saturation * min(light, 1 - light)
      return UInt8((light - reach * max(-1, min(place - 3, 9 - place, 1))) * 255)
    }
    self.init(red: channel(0), green: channel(8), blue: channel(4), isTransparent: Self.isClear(parts))
  }

  private static func isClear(_ parts: [(value: Double, isPercent: Bool)]) -> Bool {
    parts.count > 3 && parts[3].value <= (parts[3].isPercent ? 5 : 0.05)
  }

  private static func arguments(_ text: String) -> [(value: Double, isPercent: Bool)] {
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else {
      return []
    }
    let inside = text[text.index(after: open)..<close]
    return inside.split { $0 == "," || $0 == " " || $0 == "/" }.compactMap { part in
      let number = part.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
      // A number beyond the finite ones would trap when it is turned into a byte.
      guard let value = Double(number), value.isFinite, abs(value) < 1e6 else { return nil }
      return (value, part.hasSuffix("%"))
    }
  }

  /// The sixteen of HTML 4, and the names that are nearly white or common as backgrounds.
  private static let named: [String: UInt32] = [
    "black": 0x000000, "silver": 0xC0C0C0, "gray": 0x808080, "grey": 0x808080, "white": 0xFFFFFF,
    "maroon": 0x800000, "red": 0xFF0000, "purple": 0x800080, "fuchsia": 0xFF00FF, "magenta": 0xFF00FF,
    "green": 0x008000, "lime": 0x00FF00, "olive": 0x808000, "yellow": 0xFFFF00, "navy": 0x000080,
    "blue": 0x0000FF, "teal": 0x008080, "aqua": 0x00FFFF, "cyan": 0x00FFFF, "orange": 0xFFA500,
    "snow": 0xFFFAFA, "ivory": 0xFFFFF0, "ghostwhite": 0xF8F8FF, "floralwhite": 0xFFFAF0,
    "whitesmoke": 0xF5F5F5, "azure": 0xF0FFFF, "mintcream": 0xF5FFFA, "aliceblue": 0xF0F8FF,
    "honeydew": 0xF0FFF0, "seashell": 0xFFF5EE, "beige": 0xF5F5DC, "linen": 0xFAF0E6, "oldlace": 0xFDF5E6,
    "lavender": 0xE6E6FA, "lavenderblush": 0xFFF0F5, "lightgray": 0xD3D3D3, "lightgrey": 0xD3D3D3,
    "gainsboro": 0xDCDCDC, "lightyellow": 0xFFFFE0, "cornsilk": 0xFFF8DC, "darkgray": 0xA9A9A9,
    "darkgrey": 0xA9A9A9, "dimgray": 0x696969, "pink": 0xFFC0CB, "brown": 0xA52A2A, "gold": 0xFFD700,
    "indigo": 0x4B0082, "violet": 0xEE82EE, "tan": 0xD2B48C, "khaki": 0xF0E68C, "crimson": 0xDC143C,
    "darkblue": 0x00008B, "darkgreen": 0x006400, "darkred": 0x8B0000, "lightblue": 0xADD8E6,
    "lightgreen": 0x90EE90, "midnightblue": 0x191970, "steelblue": 0x4682B4, "tomato": 0xFF6347,
  ]
}
