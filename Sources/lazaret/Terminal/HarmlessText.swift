import LazaretCore

/// Text of documents, vendors and reviewers as it may be shown on a terminal.
enum HarmlessText {
  /// With control, format and tag characters written out: what was held for hiding something must not hide it
  /// from the reviewer, nor drive the terminal.
  static func lines(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars { append(scalar, to: &shown) }
    return shown
  }

  /// The same with line ends and tabs written out as well: for what stands within one line.
  static func line(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\t" { shown += written(scalar) } else { append(scalar, to: &shown) }
    }
    return shown
  }

  /// The text with the places of findings between `⟦n` and `n⟧`, where n is the finding's place in the list,
  /// counted from 1. Findings may overlap, so each end says whose it is. A bracket of the text itself is written
  /// out: it cannot be taken for a mark.
  ///
  /// - Parameter spans: in UTF-8 bytes of the text; `nil` for a finding without a place. One that begins or ends
  ///   inside a scalar is widened to the whole of it.
  static func marked(_ text: String, _ spans: [TextSpan?]) -> String {
    var shown = ""
    var offset = 0
    var open: [Int] = []
    func close(before start: Int) {
      for place in open where (spans[place]?.end ?? 0) <= start { shown += "\(place + 1)⟧" }
      open.removeAll { (spans[$0]?.end ?? 0) <= start }
    }
    let begins = spans.indices.filter { !(spans[$0]?.isEmpty ?? true) }
      .sorted { (spans[$0]?.start ?? 0, $0) < (spans[$1]?.start ?? 0, $1) }
    var next = begins.startIndex
    for scalar in text.unicodeScalars {
      let end = offset + UTF8.width(scalar)
      close(before: offset)
      while next < begins.endIndex, let start = spans[begins[next]]?.start, start < end {
        shown += "⟦\(begins[next] + 1) "
        open.append(begins[next])
        next += 1
      }
      if scalar == "⟦" || scalar == "⟧" { shown += written(scalar) } else { append(scalar, to: &shown) }
      offset = end
    }
    for place in open { shown += "\(place + 1)⟧" }
    return shown
  }

  private static func append(_ scalar: Unicode.Scalar, to shown: inout String) {
    switch scalar.properties.generalCategory {
    case .control where scalar != "\n" && scalar != "\t",
      .format, .privateUse, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator:
      shown += written(scalar)
    default:
      // Nothing is seen of a variation selector, and a run of them can spell a text.
      if scalar.properties.isVariationSelector, scalar != "\u{FE0F}" && scalar != "\u{FE0E}" {
        shown += written(scalar)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }

  private static func written(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }
}
