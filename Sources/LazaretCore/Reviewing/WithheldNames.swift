/// The title and the headings of a document as they were extracted, where what leaves of them differs.
/// Kept with what was withheld, so that a later policy can decide about them again.
package struct WithheldNames: Sendable, Hashable, Codable {
  /// `nil` when the title leaves as it is, or there is none.
  package var title: String?
  /// The headings above a chunk, for chunks whose path leaves otherwise.
  package var headings: [String: [String]]

  package init(title: String? = nil, headings: [String: [String]] = [:]) {
    self.title = title
    self.headings = headings
  }

  package var isEmpty: Bool { title == nil && headings.isEmpty }
}
