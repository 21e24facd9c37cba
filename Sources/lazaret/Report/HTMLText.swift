/// Writes HTML that is well-formed XML as well. Names of elements and attributes are words of the program; whatever
/// else is written is escaped, so that nothing from outside can become markup.
struct HTMLText {
  typealias Attributes = KeyValuePairs<StaticString, String>

  private(set) var text = ""

  mutating func element(
    _ name: StaticString, _ attributes: Attributes, _ content: (inout HTMLText) -> Void
  ) {
    open(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  mutating func element(_ name: StaticString, _ content: (inout HTMLText) -> Void) {
    element(name, [:], content)
  }

  mutating func element(_ name: StaticString, _ attributes: Attributes, _ words: String) {
    element(name, attributes) { $0.words(words) }
  }

  mutating func element(_ name: StaticString, _ words: String) { element(name, [:], words) }

  /// One that holds nothing.
  mutating func empty(_ name: StaticString, _ attributes: Attributes = [:]) {
    open(name, attributes)
    text += "/>"
  }

  mutating func append(_ other: HTMLText) { text += other.text }

  mutating func lineEnd() { text += "\n" }

  /// Text of the program's own.
  mutating func words(_ words: String) { text += Self.escaped(words) }

  /// A name from outside: of a source, a label, a document, a reviewer. It is shown as ``shown(_:)`` has it.
  mutating func name(_ name: String) { text += Self.strictlyEscaped(Self.shown(name)) }

  /// Declarations of the program's own, as they stand.
  mutating func verbatim(_ words: StaticString) { text += "\(words)" }

  /// More than a label or an address has; a longer one ends in an ellipsis.
  static let longestName = 200

  /// A name from outside as text for one line: what is not seen is written out, and what is too long is cut.
  static func shown(_ name: String) -> String {
    let scalars = name.unicodeScalars
    if scalars.count <= longestName { return HarmlessText.line(name) }
    return HarmlessText.line(String(String.UnicodeScalarView(scalars.prefix(longestName)))) + "…"
  }

  static func escaped(_ words: String) -> String {
    var escaped = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// As ``escaped(_:)``, and with every character that has a meaning in addresses, styles or scripts as a reference:
  /// a name reads the same, and the page's bytes hold no `https:`, no `src=` and no `url(` of it.
  static func strictlyEscaped(_ words: String) -> String {
    var escaped = ""
    for scalar in words.unicodeScalars {
      let isHarmless = !scalar.isASCII || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      if isHarmless || " -_./,+*#[]".unicodeScalars.contains(scalar) {
        escaped.unicodeScalars.append(scalar)
      } else {
        escaped += "&#\(scalar.value);"
      }
    }
    return escaped
  }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    text += "<\(name)"
    for (key, value) in attributes { text += " \(key)=\"\(Self.escaped(value))\"" }
  }
}
