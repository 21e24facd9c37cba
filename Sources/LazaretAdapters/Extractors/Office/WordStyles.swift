/// The styles of a Word document, as far as they hide text or make headings and lists.
final class WordStyles: MarkupSink {
  struct Style: Hashable {
    var name = ""
    var basedOn: String?
    var run = WordRunStyle()
    /// From 0; 9 is text.
    var outline: Int?
    var numbering: Int?
    var listLevel: Int?
    var background: WordColor?
    /// True for a table style that paints anything.
    var isPainted = false

    /// From 1; `nil` for what is no heading.
    var headingLevel: Int? {
      if let outline { return outline < 9 ? outline + 1 : nil }
      let lower = name.lowercased()
      if lower == "title" { return 1 }
      guard lower.hasPrefix("heading "), let level = Int(lower.dropFirst(8)), (1...9).contains(level) else {
        return nil
      }
      return level
    }
  }

  private(set) var defaults = WordRunStyle()
  private(set) var defaultParagraph: String?
  private var styles: [String: Style] = [:]
  private var resolved: [String: Style] = [:]
  private var open: Style?
  private var id = ""
  /// The elements that are open, outermost first.
  private var path: [String] = []
  var reasonToStop: String? { nil }

  /// The style with what it is based on, up to 50 styles deep.
  func style(_ id: String?) -> Style? {
    guard let id, styles[id] != nil else { return nil }
    if let known = resolved[id] { return known }
    var chain: [Style] = []
    var next: String? = id
    while let current = next, let style = styles[current], chain.count < 50 {
      chain.append(style)
      next = style.basedOn
    }
    var whole = Style()
    for style in chain.reversed() {
      whole.run.lay(style.run)
      // A heading's own name counts before the outline level of what it is based on.
      whole.outline = style.outline ?? (style.headingLevel.map { $0 - 1 }) ?? whole.outline
      whole.numbering = style.numbering ?? whole.numbering
      whole.listLevel = style.listLevel ?? whole.listLevel
      whole.background = style.background ?? whole.background
      whole.isPainted = whole.isPainted || style.isPainted
      whole.name = style.name
    }
    resolved[id] = whole
    return whole
  }

  static func isOn(_ attributes: [MarkupAttribute]) -> Bool {
    switch attributes.local("val") {
    case "0", "false", "off", "none": false
    default: true
    }
  }

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    path.append(name)
    switch name {
    case "style":
      open = Style()
      id = attributes.local("styleId") ?? ""
      let isDefault = ["1", "true", "on"].contains(attributes.local("default") ?? "")
      if isDefault, attributes.local("type") == "paragraph" { defaultParagraph = id }
    case "name" where path.dropLast().last == "style": open?.name = attributes.local("val") ?? ""
    case "basedOn": open?.basedOn = attributes.local("val")
    case "outlineLvl": open?.outline = attributes.local("val").flatMap { Int($0) }
    case "numId": open?.numbering = attributes.local("val").flatMap { Int($0) }
    case "ilvl": open?.listLevel = attributes.local("val").flatMap { Int($0) }
    case "shd" where path.dropLast().last != "rPr":
      let background = WordColor(shading: attributes)
      if path.dropLast().last == "pPr" { open?.background = background }
      if case .automatic = background {} else { open?.isPainted = true }
    default:
      guard path.dropLast().last == "rPr" else { return }
      if open == nil {
        if path.contains("docDefaults") { defaults.read(name, attributes) }
      } else if !path.contains("tblStylePr") {
        open?.run.read(name, attributes)
      }
    }
  }

  func end(_ name: String, namespace: String?) {
    _ = path.popLast()
    if name == "style", let style = open {
      styles[id] = style
      open = nil
    }
  }

  func text(_ bytes: Span<UInt8>) {}
  func comment(_ bytes: Span<UInt8>) {}
  func instruction(_ bytes: Span<UInt8>) {}
}
