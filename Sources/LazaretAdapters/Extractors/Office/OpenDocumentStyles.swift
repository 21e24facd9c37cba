/// The styles of an OpenDocument file, as far as they hide text.
struct OpenDocumentStyles {
  struct Style: Hashable {
    var parent: String?
    var isHidden: Bool?
    var color: CSSColor?
    var background: CSSColor?
    /// In points.
    var size: Double?
    /// Of a drawing page or a table: it is not shown.
    var isOff = false
  }

  /// By family and name: two families may use one name.
  private var styles: [String: Style] = [:]
  private var open: String?

  /// The style with what it is based on, up to 50 styles deep.
  func style(_ family: String, _ name: String?) -> Style {
    var whole = Style()
    var next = name
    for _ in 0..<50 {
      guard let name = next, let style = styles[family + " " + name] else { break }
      whole.isHidden = whole.isHidden ?? style.isHidden
      whole.color = whole.color ?? style.color
      whole.background = whole.background ?? style.background
      whole.size = whole.size ?? style.size
      whole.isOff = whole.isOff || style.isOff
      next = style.parent
    }
    return whole
  }

  /// True for an element that belongs to the styles.
  mutating func start(_ name: String, _ attributes: [MarkupAttribute]) {
    switch name {
    case "style":
      guard let family = attributes.value("style:family"), let own = attributes.value("style:name") else {
        return
      }
      let key = family + " " + own
      open = key
      styles[key, default: Style()].parent = attributes.value("style:parent-style-name")
    case "text-properties":
      guard let open else { return }
      if let display = attributes.value("text:display") { styles[open]?.isHidden = display != "true" }
      if let color = attributes.value("fo:color") { styles[open]?.color = CSSColor(color) }
      if attributes.value("style:use-window-font-color") == "true" { styles[open]?.color = nil }
      if let color = attributes.value("fo:background-color") { styles[open]?.background = CSSColor(color) }
      if attributes.local("char-transparency") == "100%" { styles[open]?.color = .transparent }
      if let size = attributes.value("fo:font-size"), let length = CSSLength(size), length.unit != "%" {
        styles[open]?.size = length.pixels * 3 / 4
      }
    case "paragraph-properties", "table-cell-properties", "graphic-properties":
      guard let open, let color = attributes.value("fo:background-color") else { return }
      styles[open]?.background = CSSColor(color)
    case "drawing-page-properties":
      if attributes.value("presentation:visibility") == "hidden", let open { styles[open]?.isOff = true }
    case "table-properties":
      if attributes.value("table:display") == "false", let open { styles[open]?.isOff = true }
    default: break
    }
  }

  mutating func end(_ name: String) { if name == "style" { open = nil } }
}
