/// The colours that the parts of a workbook name by numbers.
struct SheetPalette {
  /// By the names of ``ThemeReader``.
  var theme: [String: CSSColor] = [:]
  /// The workbook's own, in place of the usual ones.
  var indexed: [CSSColor] = []

  /// The order in which `theme` counts (ECMA-376 part 1, 18.8.3; 0 is what backgrounds are in).
  private static let themeNames = [
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
  ]
  /// The first eight, which are there twice (18.8.27).
  private static let basic = ["black", "white", "red", "lime", "blue", "yellow", "magenta", "cyan"]

  /// `nil` for one that is not known: what stands in it is taken for visible.
  func color(_ attributes: [MarkupAttribute]) -> CSSColor? {
    var found: CSSColor?
    if let rgb = attributes.value("rgb") {
      // Alpha comes first and is not looked at by Excel.
      found = CSSColor("#" + rgb.suffix(6))
    } else if let number = attributes.value("theme").flatMap({ Int($0) }) {
      if Self.themeNames.indices.contains(number) { found = theme[Self.themeNames[number]] }
      if found == nil, number == 0 { found = .white }
      if found == nil, number == 1 { found = CSSColor("black") }
    } else if let number = attributes.value("indexed").flatMap({ Int($0) }) {
      found = indexed(number)
    } else if attributes.value("auto") != nil {
      found = CSSColor("black")
    }
    guard let color = found, let tint = attributes.value("tint").flatMap({ Double($0) }), tint.isFinite else {
      return found
    }
    return tinted(color, by: min(max(tint, -1), 1))
  }

  private func indexed(_ number: Int) -> CSSColor? {
    if indexed.indices.contains(number) { return indexed[number] }
    switch number {
    case 0..<16: return CSSColor(Self.basic[number % 8])
    case 64: return CSSColor("black")
    case 65: return .white
    default: return nil
    }
  }

  /// Towards black below zero, towards white above (18.8.19).
  private func tinted(_ color: CSSColor, by tint: Double) -> CSSColor {
    func channel(_ value: UInt8) -> UInt8 {
      let value = Double(value)
      return UInt8(tint < 0 ? value * (1 + tint) : value + (255 - value) * tint)
    }
    return CSSColor(red: channel(color.red), green: channel(color.green), blue: channel(color.blue))
  }
}
