/// The template of what stands in the place of a masked value:
///
/// - `{TYPE}`: the label's word in capitals; `{LABEL}`: the label itself
/// - `{n}`: the number of the value among those of its label in the document, in order of place
/// - `{hash}`: twelve digits of a keyed hash of the value, equal across the corpus
/// - `{last4}`: the last four letters and digits of the value, or fewer: never more than a third of them
///
/// A placeholder depends on the value and on the document's text alone, never on which screener answered
/// first or on what other documents hold.
package struct Placeholder: Sendable, Hashable {
  package let template: String
  private let parts: [Part]

  private enum Part: Sendable, Hashable {
    case text(String)
    case field(Field)
  }

  package enum Field: String, Sendable, Hashable, CaseIterable {
    case type = "TYPE"
    case label = "LABEL"
    case number = "n"
    case hash = "hash"
    case last4 = "last4"
  }

  /// Parts of the template stand between braces that hold a field.
  package static let standard = Placeholder(
    template: "[{TYPE}]", parts: [.text("["), .field(.type), .text("]")])

  package enum TemplateError: Error, Hashable, CustomStringConvertible {
    case empty
    case unknownField(String)

    package var description: String {
      switch self {
      case .empty: "the placeholder must not be empty: a removed value would leave no trace"
      case .unknownField(let field):
        "the placeholder knows no field '{\(field)}'; it knows "
          + Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
      }
    }
  }

  package init(_ template: String) throws(TemplateError) {
    guard !template.isEmpty else { throw .empty }
    var parts: [Part] = []
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else { break }
      let name = String(rest[rest.index(after: open)..<close])
      guard let field = Field(rawValue: name) else { throw .unknownField(name) }
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      parts.append(.field(field))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.init(template: template, parts: parts)
  }

  private init(template: String, parts: [Part]) {
    self.template = template
    self.parts = parts
  }

  package func uses(_ field: Field) -> Bool { parts.contains(.field(field)) }

  /// True when the text depends on the value and not on its label alone.
  package var readsTheValue: Bool { uses(.number) || uses(.hash) || uses(.last4) }

  /// - Parameters:
  ///   - name: of the value; `nil` when the template does not read it.
  ///   - key: for `{hash}`.
  package func text(for label: Label, name: MaskName? = nil, key: MaskKey? = nil) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .field(.type): label.placeholderType
      case .field(.label): label.rawValue
      case .field(.number): String(name?.number ?? 0)
      case .field(.hash): name.flatMap { name in key.map { $0.hash(of: name.value) } } ?? ""
      case .field(.last4): name.map { Self.end(of: $0.value) } ?? ""
      }
    }.joined()
  }

  private static func end(of value: String) -> String {
    let shown = value.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    return String(String.UnicodeScalarView(shown.suffix(min(4, shown.count / 3))))
  }
}
