/// Which placeholder stands for which label.
package struct PlaceholderTable: Sendable, Hashable {
  package let standard: Placeholder
  private let table: LabelTable<Placeholder>

  package init(standard: Placeholder = .standard) {
    self.standard = standard
    table = .empty
  }

  /// - Throws: when a pattern cannot be read.
  package init(
    standard: Placeholder = .standard, byLabel: [String: Placeholder]
  ) throws(Glob.PatternError) {
    self.standard = standard
    table = try LabelTable(byLabel)
  }

  package func placeholder(for label: Label) -> Placeholder { table[label] ?? standard }

  package func uses(_ field: Placeholder.Field) -> Bool {
    standard.uses(field) || table.rows.contains { $0.value.uses(field) }
  }

  package var readsTheValue: Bool {
    standard.readsTheValue || table.rows.contains { $0.value.readsTheValue }
  }

  /// For the fingerprint of the policy.
  package var fields: [String] {
    [standard.template] + table.rows.flatMap { [$0.glob.pattern, $0.value.template] }
  }
}
