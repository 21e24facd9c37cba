/// Which placeholder stands for which label. The most specific pattern wins, as in the table of actions.
package struct PlaceholderTable: Sendable, Hashable {
  package var standard: Placeholder
  private var rows: [Row] = []

  private struct Row: Sendable, Hashable {
    let glob: Glob
    let placeholder: Placeholder
  }

  package init(standard: Placeholder = .standard) { self.standard = standard }

  /// - Throws: when a pattern cannot be read.
  package init(
    standard: Placeholder = .standard, byLabel: [String: Placeholder]
  ) throws(Glob.PatternError) {
    self.standard = standard
    for (pattern, placeholder) in byLabel {
      rows.append(Row(glob: try Glob(pattern, wildcardsTakeSlash: true), placeholder: placeholder))
    }
    rows.sort { lhs, rhs in
      if lhs.glob.isLiteral != rhs.glob.isLiteral { return lhs.glob.isLiteral }
      if lhs.glob.specificity != rhs.glob.specificity {
        return lhs.glob.specificity > rhs.glob.specificity
      }
      return lhs.glob.pattern < rhs.glob.pattern
    }
  }

  package func placeholder(for label: Label) -> Placeholder {
    rows.first { $0.glob.matches(label.rawValue) }?.placeholder ?? standard
  }

  package func uses(_ field: Placeholder.Field) -> Bool {
    standard.uses(field) || rows.contains { $0.placeholder.uses(field) }
  }

  package var readsTheValue: Bool {
    standard.readsTheValue || rows.contains { $0.placeholder.readsTheValue }
  }

  /// For the fingerprint of the policy.
  package var fields: [String] {
    [standard.template] + rows.flatMap { [$0.glob.pattern, $0.placeholder.template] }
  }
}
