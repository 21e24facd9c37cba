/// The pipeline's `policy.actions`: which label asks for what.
package struct ActionTable: Sendable, Hashable {
  private let table: LabelTable<Action>

  /// - Throws: when a pattern cannot be read.
  package init(_ actions: [String: Action]) throws(Glob.PatternError) {
    // Between patterns that are equally specific, the stricter action.
    table = try LabelTable(actions, prefers: >)
  }

  package static let empty = ActionTable(table: .empty)

  private init(table: LabelTable<Action>) { self.table = table }

  package func action(for label: Label) -> Action? { table[label] }

  /// One field for each row, for the fingerprint of the policy.
  package var fields: [String] {
    table.rows.flatMap { [$0.glob.pattern, $0.value.rawValue] }
  }
}
