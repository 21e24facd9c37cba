/// The sizes of chunks and windows, in Unicode scalars.
package struct ChunkingRules: Sendable, Hashable, Codable {
  /// A chunk longer than this is cut again where the text offers a boundary.
  package var target: Int
  /// No chunk is longer, its overlap included.
  package var maximum: Int
  /// How far a chunk reaches back into the one before it.
  package var overlap: Int
  /// How much of the neighbouring text a window shows on each side.
  package var margin: Int

  package static let standard = ChunkingRules(target: 1500, maximum: 3000, overlap: 0, margin: 200)

  package init(target: Int, maximum: Int, overlap: Int, margin: Int) {
    self.target = target
    self.maximum = maximum
    self.overlap = overlap
    self.margin = margin
  }

  /// What is wrong with the sizes, in words, or `nil`.
  package var problem: String? {
    if target < 1 { return "target_characters must be at least 1" }
    if maximum < target { return "max_characters must not be below target_characters" }
    if overlap < 0 || margin < 0 { return "overlap and margin must not be negative" }
    if overlap * 2 > maximum { return "overlap_characters must not be more than half of max_characters" }
    return nil
  }
}
