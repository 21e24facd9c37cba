/// What the properties of a run, a paragraph mark or a style say about whether text is seen. `nil` is unsaid.
struct WordRunStyle: Hashable {
  var isVanished: Bool?
  var isVanishedOnWeb: Bool?
  var color: WordColor?
  /// The background of the run itself: shading or highlight.
  var background: WordColor?
  /// In half points.
  var size: Int?
  /// Width of the letters, in hundredths.
  var scale: Int?
  var isTransparent: Bool?

  /// What `other` says holds.
  mutating func lay(_ other: WordRunStyle) {
    isVanished = other.isVanished ?? isVanished
    isVanishedOnWeb = other.isVanishedOnWeb ?? isVanishedOnWeb
    color = other.color ?? color
    background = other.background ?? background
    size = other.size ?? size
    scale = other.scale ?? scale
    isTransparent = other.isTransparent ?? isTransparent
  }

  /// Takes one element of `w:rPr`.
  mutating func read(_ name: String, _ attributes: [MarkupAttribute]) {
    switch name {
    case "vanish", "specVanish": isVanished = WordStyles.isOn(attributes)
    case "webHidden": isVanishedOnWeb = WordStyles.isOn(attributes)
    case "color": color = WordColor(attributes, value: "val", theme: "themeColor")
    case "sz": size = attributes.local("val").flatMap { Int($0) }
    case "w": scale = attributes.local("val").flatMap { Int($0.filter(\.isNumber)) }
    case "shd": background = WordColor(shading: attributes)
    case "highlight":
      background =
        attributes.local("val").flatMap { $0 == "none" ? nil : CSSColor(Self.plain($0)) }
        .map { .color($0) } ?? .automatic
    default: break
    }
  }

  /// Why nobody sees text of this style on this background; `nil` background is not known.
  func reason(on around: CSSColor?) -> String? {
    if isVanished == true { return "hidden text" }
    if let size, size <= 2 { return "font-size" }
    if let scale, scale > 0, scale <= 5 { return "font-size" }
    if isTransparent == true { return "transparent" }
    guard case .color(let color) = color else { return nil }
    var behind = around
    switch background {
    case .color(let own): behind = own
    case .unknown: behind = nil
    case .automatic, nil: break
    }
    return behind.map { color.isClose(to: $0) } == true ? "same colour" : nil
  }

  /// "darkYellow" and the like, which CSS does not know, are none that text has by accident.
  private static func plain(_ name: String) -> String {
    switch name {
    case "darkCyan": "teal"
    case "darkMagenta": "purple"
    case "darkYellow": "olive"
    default: name
    }
  }
}

enum WordColor: Hashable {
  case color(CSSColor)
  /// Chosen by the program so that it can be read.
  case automatic
  case unknown

  init?(_ attributes: [MarkupAttribute], value: String, theme: String) {
    let text = attributes.local(value)
    if let text, text != "auto", let color = CSSColor("#" + text) {
      self = .color(color)
    } else if let theme = attributes.local(theme) {
      self = theme == "background1" || theme == "light1" ? .color(.white) : .unknown
    } else if text == "auto" {
      self = .automatic
    } else {
      return nil
    }
  }

  /// Of `w:shd`: a pattern is drawn in `w:color` over `w:fill`.
  init?(shading attributes: [MarkupAttribute]) {
    switch attributes.local("val") {
    case "clear", "nil", nil: self = WordColor(attributes, value: "fill", theme: "themeFill") ?? .automatic
    case "solid": self = WordColor(attributes, value: "color", theme: "themeColor") ?? .unknown
    default: self = .unknown
    }
  }
}
