/// What of a font decides whether a text in it can be seen.
struct SheetFont: Hashable {
  /// `nil` when it is not known.
  var color: CSSColor? = CSSColor(red: 0, green: 0, blue: 0)
  /// A point and less.
  var isTiny = false

  /// Takes up one of the elements that describe a font.
  mutating func read(_ name: String, _ attributes: [MarkupAttribute], _ palette: SheetPalette) {
    switch name {
    case "color": color = palette.color(attributes)
    case "sz":
      if let points = attributes.value("val").flatMap({ Double($0) }) { isTiny = points <= 1 }
    default: break
    }
  }
}
