/// The pipeline's `policy.actions`: which label asks for what. The most specific pattern wins,
/// whatever the order in the file.
package struct ActionTable: Sendable, Hashable {
  private let rows: [Row]

  private struct Row: Sendable, Hashable {
    let glob: Glob
    let action: Action
  }

  /// - Throws: when a pattern cannot be read.
  package init(_ actions: [String: Action]) throws(Glob.PatternError) {
    var rows: [Row] = []
    for (pattern, action) in actions {
      rows.append(Row(glob: try Glob(pattern, wildcardsTakeSlash: true), action: action))
    }
    // A literal before a pattern, more literal characters before fewer, and between equals the
    // stricter action: the order may not depend on how a dictionary was laid out.
    self.rows = rows.sorted { lhs, rhs in
      if lhs.glob.isLiteral != rhs.glob.isLiteral { return lhs.glob.isLiteral }
      if lhs.glob.specificity != rhs.glob.specificity {
        return lhs.glob.specificity > rhs.glob.specificity
      }
      if lhs.action != rhs.action { return lhs.action > rhs.action }
      return lhs.glob.pattern < rhs.glob.pattern
    }
  }

  package static let empty = ActionTable(rows: [])

  private init(rows: [Row]) { self.rows = rows }

  package func action(for label: Label) -> Action? {
    rows.first { $0.glob.matches(label.rawValue) }?.action
  }

  /// One field for each row, for the fingerprint of the policy.
  package var fields: [String] {
    rows.flatMap { [$0.glob.pattern, $0.action.rawValue] }
  }
}
