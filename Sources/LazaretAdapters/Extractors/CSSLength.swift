/// A number with its unit, in lower case: `-9999px`, `0`, `1.5em`.
struct CSSLength {
  var number: Double
  var unit: Substring

  init?(_ text: String) {
    var text = text
    // `calc(0px)`; with more than one number in it, nothing is known.
    if text.hasPrefix("calc("), let close = text.firstIndex(of: ")") {
      let inside = text[..<close].dropFirst(5).filter { $0 != " " }
      guard !inside.dropFirst().contains(where: { "+-*/(".contains($0) }) else { return nil }
      text = inside
    }
    let digits = text.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
    guard let value = Double(digits), value.isFinite else { return nil }
    number = value
    unit = text[digits.endIndex...].prefix { $0.isLetter || $0 == "%" }
  }

  /// Relative units are taken at their usual size: an em is 16 pixels, the window 1,000 by 1,000.
  var pixels: Double {
    switch unit {
    case "pt": number * 4 / 3
    case "pc", "em", "rem": number * 16
    case "ex", "ch": number * 8
    case "in": number * 96
    case "cm": number * 37.8
    case "mm": number * 3.78
    case "vw", "vh", "vmin", "vmax", "%": number * 10
    default: number
    }
  }

  /// A part of one: `50%` is 0.5.
  var fraction: Double { unit == "%" ? number / 100 : number }

  /// True for `%` and the window's units, whose zero alone is surely nothing.
  var isRelativeToBox: Bool { unit == "%" || unit.hasPrefix("v") }
}
