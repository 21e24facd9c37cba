/// The declarations of a rule or of a `style` attribute, in two layers: `!important` goes over all that is
/// not.
struct CSSDeclarations: Hashable {
  var normal = HiddenStyle()
  var important = HiddenStyle()

  var isEmpty: Bool { normal.isEmpty && important.isEmpty }

  init() {}

  /// The value of a `style` attribute.
  init(inline value: [UInt8], variables: CSSVariables) {
    let bytes = CSSText.withoutComments(value)
    var variables = variables
    let declarations = CSSText.split(bytes[...], at: 0x3B)
    for declaration in declarations { Self.declare(declaration, in: &variables) }
    for declaration in declarations { set(declaration, variables: variables) }
  }

  /// Takes `--name: value`, and says whether it was one.
  @discardableResult
  static func declare(_ declaration: ArraySlice<UInt8>, in variables: inout CSSVariables) -> Bool {
    let text = CSSText.trimmed(declaration)
    guard text.count > 2, text[text.startIndex] == 0x2D, text[text.startIndex + 1] == 0x2D,
      let colon = text.firstIndex(of: 0x3A)
    else { return false }
    let name = String(decoding: CSSText.trimmed(text[..<colon]), as: UTF8.self)
    variables.declare(name, CSSText.trimmed(text[(colon + 1)...]))
    return true
  }

  mutating func set(_ declaration: ArraySlice<UInt8>, variables: CSSVariables) {
    guard let colon = declaration.firstIndex(of: 0x3A), HiddenStyle.mayRead(declaration[..<colon]) else {
      return
    }
    let name = CSSText.word(declaration[..<colon])
    guard HiddenStyle.reads(name) else { return }
    var value = CSSText.word(variables.resolved(declaration[(colon + 1)...])[...])
    var isImportant = false
    if let mark = value.lastIndex(of: "!") {
      isImportant = value[mark...].dropFirst().drop { $0 == " " } == "important"
      value = String(value[..<mark])
      while value.last == " " { value.removeLast() }
    }
    if isImportant { important.set(name, value) } else { normal.set(name, value) }
  }
}
