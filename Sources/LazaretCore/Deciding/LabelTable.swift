/// What stands for which label: the most specific pattern wins, whatever the order in the file.
package struct LabelTable<Value: Sendable & Hashable>: Sendable, Hashable {
  package let rows: [Row]

  package struct Row: Sendable, Hashable {
    package let glob: Glob
    package let value: Value
  }

  package static var empty: LabelTable { LabelTable(rows: []) }

  private init(rows: [Row]) { self.rows = rows }

  /// - Parameter prefers: which of two different values comes first when their patterns are equally specific.
  /// - Throws: when a pattern cannot be read.
  package init(
    _ values: [String: Value], prefers: (Value, Value) -> Bool = { _, _ in false }
  ) throws(Glob.PatternError) {
    var rows: [Row] = []
    for (pattern, value) in values {
      rows.append(Row(glob: try Glob(pattern, wildcardsTakeSlash: true), value: value))
    }
    // A literal before a pattern, and more literal characters before fewer; the patterns themselves settle
    // what is left: the order may not depend on how a dictionary was laid out.
    self.rows = rows.sorted { lhs, rhs in
      if lhs.glob.isLiteral != rhs.glob.isLiteral { return lhs.glob.isLiteral }
      if lhs.glob.specificity != rhs.glob.specificity {
        return lhs.glob.specificity > rhs.glob.specificity
      }
      if prefers(lhs.value, rhs.value) { return true }
      if prefers(rhs.value, lhs.value) { return false }
      return lhs.glob.pattern < rhs.glob.pattern
    }
  }

  package subscript(label: Label) -> Value? {
    rows.first { $0.glob.matches(label.rawValue) }?.value
  }
}
