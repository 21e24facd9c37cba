/// What is to be covered in one chunk. Exists only when every finding that asks for masking is
/// located: there is no way to build a plan that leaves one out.
package struct MaskPlan: Sendable, Hashable {
  /// Spans of the chunk's text, sorted; they may overlap.
  package let parts: [Part]

  package struct Part: Sendable, Hashable {
    package let label: Label
    package let span: TextSpan
    /// How many bytes the finding has in all, of which the chunk may hold only a part.
    package let findingBytes: Int
  }

  /// - Parameters:
  ///   - findings: all that ask for masking, in the coordinates of `chunk`.
  ///   - chunk: where the chunk stands. A finding across its border is masked on this side only; the
  ///     neighbour masks the rest.
  /// - Returns: `nil` when a finding has no span, or when no finding has a byte in the chunk.
  package init?(_ findings: [Finding], within chunk: TextSpan) {
    var parts: [Part] = []
    for finding in findings {
      guard let span = finding.span else { return nil }
      guard let part = span.intersection(chunk) else { continue }
      parts.append(
        Part(label: finding.label, span: part.shifted(by: -chunk.start), findingBytes: span.count))
    }
    guard !parts.isEmpty else { return nil }
    self.parts = parts.sorted {
      ($0.span, $0.label, $0.findingBytes) < ($1.span, $1.label, $1.findingBytes)
    }
  }
}
