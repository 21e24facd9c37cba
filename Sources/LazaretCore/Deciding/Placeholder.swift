/// The template of what stands in the place of a masked value. `{TYPE}` becomes the label's word in
/// capitals, `{LABEL}` the label itself. A placeholder depends on the finding alone, never on what
/// was masked before it.
package struct Placeholder: Sendable, Hashable {
  package let template: String

  package static let standard = Placeholder(checked: "[{TYPE}]")

  package enum TemplateError: Error, Hashable, CustomStringConvertible {
    case empty
    case unknownField(String)

    package var description: String {
      switch self {
      case .empty: "the placeholder must not be empty: a removed value would leave no trace"
      case .unknownField(let field):
        "the placeholder knows no field '{\(field)}'; it knows {TYPE} and {LABEL}"
      }
    }
  }

  package init(_ template: String) throws(TemplateError) {
    guard !template.isEmpty else { throw .empty }
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { break }
      let field = rest[rest.index(after: open)..<close]
      guard field == "TYPE" || field == "LABEL" else { throw .unknownField(String(field)) }
      rest = rest[rest.index(after: close)...]
    }
    self.init(checked: template)
  }

  private init(checked template: String) { self.template = template }

  package func text(for label: Label) -> String {
    template.split(separator: "{TYPE}", omittingEmptySubsequences: false)
      .joined(separator: label.placeholderType)
      .split(separator: "{LABEL}", omittingEmptySubsequences: false)
      .joined(separator: label.rawValue)
  }
}
