/// One open element: what it is, and what it and those around it mean for the text inside. Nothing in it
/// needs memory of its own, so that an element costs a copy and no more.
struct HTMLFrame {
  var element = HTMLElement(role: .inline)
  /// `nil` around the outermost element.
  var name: HTMLName?
  /// Why nobody sees the text directly inside; `nil` when it is seen.
  private(set) var reason: HiddenReason?
  var isInDrawing = false
  private(set) var isInTitle = false
  private(set) var keepsWhitespace = false
  /// False for a style sheet of another medium, such as print.
  private(set) var sheetHolds = true
  /// True until the first text of a `pre`.
  var isAtStart = false
  /// Of a script whose text is no program.
  var scriptKind: ScriptKind?
  var cells: Int32 = 0
  var listDepth: Int32 = 0

  /// What no element further in can undo: `display:none`, but not `visibility:hidden`.
  private var hidesAll: HiddenReason?
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
  mutating func apply(_ attributes: HTMLAttributeList, style: HiddenStyle, sheets: Sheets) {
    let own = name?.word
    var ownColor: CSSColor?
    var ownBackground: HiddenStyle.Background?
    for attribute in attributes.entries {
      switch attribute.name.word {
      case .hidden: hidesAll = hidesAll ?? .attribute
      case .open: isOpen = true
      case .media where own == .style:
        sheetHolds = CSSMedia.holds(attributes.text(of: attribute).lowercased())
      case .color where own == .font || own == .basefont, .text where own == .body:
        ownColor = CSSColor(attribute: attributes.text(of: attribute))
      case .bgcolor:
        ownBackground = CSSColor(attribute: attributes.text(of: attribute)).map { .color($0) }
      case .background: ownBackground = .unknown
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
    if own != .html, own != .body {
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
    case .undrawn: hidesAll = hidesAll ?? .undrawn(name?.word ?? .other)
    case .title where isInDrawing: hidesAll = hidesAll ?? .undrawn(.title)
    case .title: isInTitle = true
    case .preformatted: keepsWhitespace = true
    default: break
    }
    if name?.word == .dialog, !isOpen { hidesAll = hidesAll ?? .closedDialog }
    if name?.word == .svg { isInDrawing = true }
    reason =
      hidesAll ?? (isInvisible ? .invisible : nil) ?? (hasTinyFont ? .tinyFont : nil)
      ?? (hasTextColorOfBackground ? .sameColor : nil)
  }

  /// What an element inside this one starts from.
  func child(_ name: HTMLName) -> HTMLFrame {
    var frame = self
    frame.element = HTMLElement.of(name.word)
    frame.name = name
    frame.cells = 0
    frame.isOpen = false
    frame.sheetHolds = true
    frame.isAtStart = false
    frame.scriptKind = nil
    return frame
  }
}

/// What the text of a script is that is no program.
enum ScriptKind {
  case json
  case other

  /// The word is the origin of the hidden piece.
  var text: String { self == .json ? "json-ld" : "script text" }

  /// Scripts are programs, and `nil`, unless their type says otherwise: data and templates are for reading.
  init?(type: String?) {
    guard let type = type?.lowercased(), !type.isEmpty else { return nil }
    if type.holds("json") {
      self = .json
      return
    }
    let programs: [StaticString] = [
      "javascript", "ecmascript", "jscript", "livescript", "vbscript", "module", "map", "rules",
    ]
    if programs.contains(where: type.holds) || type.hasPrefix("x-shader") { return nil }
    self = .other
  }
}
