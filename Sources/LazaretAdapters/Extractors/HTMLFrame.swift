/// One open element: what it is, and what it and those around it mean for the text inside.
struct HTMLFrame {
  var element = HTMLElement(role: .inline)
  var name = ""
  /// Why nobody sees the text directly inside; `nil` when it is seen.
  private(set) var reason: String?
  var isInDrawing = false
  private(set) var isInTitle = false
  private(set) var keepsWhitespace = false
  /// False for a style sheet of another medium, such as print.
  private(set) var sheetHolds = true
  /// True until the first text of a `pre`.
  var isAtStart = false
  var cells = 0
  var listDepth = 0

  /// What no element further in can undo: `display:none`, but not `visibility:hidden`.
  private var hidesAll: String?
  private var isInvisible = false
  private var hasTinyFont = false
  private var isOpen = false
  private var color: CSSColor?
  /// A page without any style sheet is drawn on white.
  private var background: CSSColor? = .white
  private var hasTextColorOfBackground = false

  mutating func apply(
    _ attributes: [MarkupAttribute], of name: String, rules: StyleRules?, hasStyleSheet: Bool
  ) {
    isOpen = false
    sheetHolds = true
    var style = HiddenStyle()
    if let rules {
      style = rules.style(
        tag: name, classes: attributes.value("class"), id: attributes.value("id"))
    }
    var ownColor: CSSColor?
    var ownBackground: HiddenStyle.Background?
    for attribute in attributes {
      switch attribute.name {
      case "style": style.lay(HiddenStyle(attribute.value))
      case "hidden": hidesAll = hidesAll ?? "hidden attribute"
      case "open": isOpen = true
      case "media" where name == "style":
        let medium = attribute.value.lowercased()
        sheetHolds = medium.isEmpty || medium.contains("all") || medium.contains("screen")
      case "color" where name == "font", "text" where name == "body":
        ownColor = CSSColor(attribute: attribute.value)
      case "bgcolor": ownBackground = CSSColor(attribute: attribute.value).map { .color($0) }
      case "background": ownBackground = .unknown
      default: break
      }
    }
    // Pages hide their whole body until a script has run; every reader sees it then.
    if name != "html", name != "body" {
      hidesAll = hidesAll ?? style.hidesAll
      isInvisible = style.isInvisible ?? isInvisible
      switch style.fontSize {
      case .tiny: hasTinyFont = true
      case .readable: hasTinyFont = false
      case .relative, nil: break
      }
    }
    paint(style.textColor ?? ownColor, style.background ?? ownBackground, hasStyleSheet: hasStyleSheet)
  }

  /// Compares the text's colour with what it stands on. With style sheets at work, an element that was
  /// given no background here may have one there, so that only what the element itself says counts.
  private mutating func paint(
    _ ownColor: CSSColor?, _ ownBackground: HiddenStyle.Background?, hasStyleSheet: Bool
  ) {
    if ownColor == nil, ownBackground == nil { return }
    if hasStyleSheet, !hasTextColorOfBackground {
      color = nil
      background = nil
    }
    color = ownColor ?? color
    switch ownBackground {
    case .color(let own) where !own.isTransparent: background = own
    case .unknown: background = nil
    default: break
    }
    hasTextColorOfBackground = false
    if let color {
      hasTextColorOfBackground =
        color.isTransparent || background.map { color.isClose(to: $0) } ?? false
    }
  }

  /// To be called once for each element, after its attributes.
  mutating func settle() {
    switch element.role {
    case .undrawn: hidesAll = hidesAll ?? name
    case .title where isInDrawing: hidesAll = hidesAll ?? "title"
    case .title: isInTitle = true
    case .preformatted: keepsWhitespace = true
    default: break
    }
    if name == "dialog", !isOpen { hidesAll = hidesAll ?? "closed dialog" }
    if name == "svg" { isInDrawing = true }
    reason =
      hidesAll ?? (isInvisible ? "visibility:hidden" : nil) ?? (hasTinyFont ? "font-size" : nil)
      ?? (hasTextColorOfBackground ? "same colour" : nil)
  }

  /// What an element inside this one starts from.
  func child(_ name: String) -> HTMLFrame {
    var frame = self
    frame.element = HTMLElement.named(name)
    frame.name = name
    frame.cells = 0
    frame.isOpen = false
    frame.isAtStart = false
    return frame
  }
}
