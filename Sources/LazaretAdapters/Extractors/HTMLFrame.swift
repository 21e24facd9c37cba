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
  /// A script's text that is no program: "json-ld", "script text".
  var scriptKind: String?
  var cells = 0
  var listDepth = 0

  /// What no element further in can undo: `display:none`, but not `visibility:hidden`.
  private var hidesAll: String?
  private var isInvisible = false
  private var hasTinyFont = false
  private var fontPixels = 16.0
  private var isOpen = false
  private var color: CSSColor?
  /// A page without any style sheet is drawn on white.
  private var background: CSSColor? = .white
  private var hasTextColorOfBackground = false

  /// - Parameters:
  ///   - style: What rules and the `style` attribute say, `!important` settled.
  ///   - sheets: Of the page, so far.
  mutating func apply(
    _ attributes: [MarkupAttribute], of name: String, style: HiddenStyle, sheets: Sheets
  ) {
    isOpen = false
    sheetHolds = true
    var ownColor: CSSColor?
    var ownBackground: HiddenStyle.Background?
    for attribute in attributes {
      switch attribute.name {
      case "hidden": hidesAll = hidesAll ?? "hidden attribute"
      case "open": isOpen = true
      case "media" where name == "style":
        sheetHolds = CSSMedia.holds(attribute.value.lowercased())
      case "color" where name == "font" || name == "basefont", "text" where name == "body":
        ownColor = CSSColor(attribute: attribute.value)
      case "bgcolor": ownBackground = CSSColor(attribute: attribute.value).map { .color($0) }
      case "background": ownBackground = .unknown
      default: break
      }
    }
    if let size = style.fontSize {
      switch size {
      case .pixels(let pixels): fontPixels = pixels
      case .factor(let factor): fontPixels *= factor
      }
    }
    // Pages hide their whole body until a script has run; every reader sees it then.
    if name != "html", name != "body" {
      hidesAll = hidesAll ?? style.hidesAll
      isInvisible = style.isInvisible ?? isInvisible
      if style.fontSize != nil { hasTinyFont = fontPixels < 2 }
    }
    // What stands anywhere may stand on a picture, or on what another sheet coloured.
    if style.isOutOfFlow == true, sheets != .none, !hasTextColorOfBackground { background = nil }
    paint(style.textColor ?? ownColor, style.background ?? ownBackground, sheets: sheets)
  }

  /// Which style sheets are at work on the page.
  enum Sheets {
    case none
    /// All of them were read.
    case known
    case unknown
  }

  /// Compares the text's colour with what it stands on. With style sheets at work that were not read, an
  /// element that was given no background here may have one there, so that only what the element itself
  /// says counts.
  private mutating func paint(
    _ ownColor: CSSColor?, _ ownBackground: HiddenStyle.Background?, sheets: Sheets
  ) {
    if ownColor == nil, ownBackground == nil { return }
    if sheets == .unknown, !hasTextColorOfBackground {
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
    frame.scriptKind = nil
    return frame
  }
}
