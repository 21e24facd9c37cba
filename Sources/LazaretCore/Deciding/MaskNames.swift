/// What a placeholder says about one value.
package struct MaskName: Sendable, Hashable {
  /// The whole value, also where a border between chunks cuts it.
  package var value: String
  /// From 1, among the values of this label in the document; equal values have the same.
  package var number: Int
}

/// The values of one lane that are masked, with their places: so that both halves of a value that a
/// border cuts in two bear one name, and equal values bear equal ones.
package struct MaskNames: Sendable, Hashable {
  /// In order of place, without overlap.
  private var entries: [(span: TextSpan, name: MaskName)] = []
  private var numbers: [Key: Int] = [:]

  private struct Key: Hashable, Sendable {
    let label: Label
    let value: String
  }

  package static let none = MaskNames()

  private init() {}

  /// - Parameters:
  ///   - findings: all that ask for masking, with spans in the text of the lane.
  ///   - text: of the lane.
  package init(_ findings: [Finding], in text: String) {
    guard let plan = MaskPlan(findings, within: TextSpan(0, text.utf8.count)) else { return }
    var counts: [Label: Int] = [:]
    for cover in MaskCovers.disjoint(plan, in: Array(text.utf8)) {
      let key = Key(label: cover.label, value: text.slice(cover.span))
      let number: Int
      if let known = numbers[key] {
        number = known
      } else {
        counts[cover.label, default: 0] += 1
        number = counts[cover.label, default: 0]
        numbers[key] = number
      }
      entries.append((cover.span, MaskName(value: key.value, number: number)))
    }
  }

  /// The name of the value that stands at this place of the lane.
  package func name(at span: TextSpan) -> MaskName? {
    let first = entries.partitioningIndex(reached: { $0.span.end > span.start })
    guard first < entries.count, entries[first].span.intersects(span) else { return nil }
    return entries[first].name
  }

  /// The name of a value that stands elsewhere, such as in a title.
  package func name(of value: String, label: Label) -> MaskName {
    MaskName(value: value, number: numbers[Key(label: label, value: value)] ?? 0)
  }

  package static func == (lhs: MaskNames, rhs: MaskNames) -> Bool {
    lhs.numbers == rhs.numbers && lhs.entries.elementsEqual(rhs.entries) { $0 == $1 }
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(numbers) }
}
