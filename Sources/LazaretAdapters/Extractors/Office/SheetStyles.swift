/// `styles.xml` of a workbook: what cells look like.
final class SheetStyles: MarkupSink {
  private(set) var palette: SheetPalette
  private var fonts: [SheetFont] = []
  /// `nil` for a fill of which one colour does not say what a text stands on.
  private var fills: [CSSColor?] = []
  private var formats: [Int: NumberFormat] = [:]
  private var looks: [(font: Int, fill: Int, format: Int)] = []
  /// The list that is open: fonts stand among the rules for changing looks, too.
  private var list = ""
  private var isSolid = false
  var reasonToStop: String? { nil }

  private static let lists: Set<String> = [
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles",
    "indexedColors", "mruColors", "extLst",
  ]

  init(theme: [String: CSSColor]) { palette = SheetPalette(theme: theme) }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    if Self.lists.contains(name) { list = name }
    switch (list, name) {
    case ("numFmts", "numFmt"):
      if let number = attributes.value("numFmtId").flatMap({ Int($0) }),
        let code = attributes.value("formatCode")
      {
        formats[number] = NumberFormat(code)
      }
    case ("fonts", "font"): fonts.append(SheetFont())
    case ("fonts", _):
      if !fonts.isEmpty { fonts[fonts.count - 1].read(name, attributes, palette) }
    case ("fills", "fill"): fills.append(.white)
    case ("fills", "patternFill"):
      let pattern = attributes.value("patternType") ?? "none"
      isSolid = pattern == "solid"
      if !fills.isEmpty { fills[fills.count - 1] = pattern == "none" ? .white : nil }
    case ("fills", "gradientFill"): if !fills.isEmpty { fills[fills.count - 1] = nil }
    case ("fills", "fgColor"):
      if isSolid, !fills.isEmpty { fills[fills.count - 1] = palette.color(attributes) }
    case ("cellXfs", "xf"):
      func number(_ key: String) -> Int { attributes.value(key).flatMap { Int($0) } ?? 0 }
      looks.append((number("fontId"), number("fillId"), number("numFmtId")))
    case ("indexedColors", "rgbColor"):
      if palette.indexed.count < 64 {
        palette.indexed.append(CSSColor("#" + (attributes.value("rgb") ?? "").suffix(6)) ?? .white)
      }
    default: break
    }
  }

  func end(_ name: String, namespace: String?) { if name == list { list = "" } }
  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}

  // MARK: Looks

  func format(_ look: Int) -> NumberFormat {
    guard looks.indices.contains(look) else { return .general }
    let number = looks[look].format
    return formats[number] ?? NumberFormat(builtin: number)
  }

  /// Why nobody can see a text in a cell of this look; `nil` when it can be seen, or when nothing tells.
  func reason(_ look: Int, _ runFont: SheetFont?) -> String? {
    let isKnown = looks.indices.contains(look)
    let font =
      runFont ?? (isKnown && fonts.indices.contains(looks[look].font) ? fonts[looks[look].font] : SheetFont())
    if font.isTiny { return "font-size" }
    let fill = isKnown && fills.indices.contains(looks[look].fill) ? fills[looks[look].fill] : .white
    if let color = font.color, let fill, color.isClose(to: fill) { return "same colour" }
    return nil
  }
}
