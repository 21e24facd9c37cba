/// One phrase of an attack: a sequence of concepts with small gaps between them, in whatever language each
/// concept is worded.
struct PhraseRule: Sendable {
  struct Slot: Sendable {
    var concepts: Set<Concept>
    /// The most bytes between the end of the slot before and the start of this one.
    var gap: Int
    /// Whether a full stop, a question mark or an empty line may lie between.
    var crossesSentences: Bool

    static func start(_ concepts: Concept...) -> Slot {
      Slot(concepts: Set(concepts), gap: 0, crossesSentences: false)
    }

    static func then(_ concepts: Concept..., within gap: Int) -> Slot {
      Slot(concepts: Set(concepts), gap: gap, crossesSentences: false)
    }

    static func soon(_ concepts: Concept..., within gap: Int) -> Slot {
      Slot(concepts: Set(concepts), gap: gap, crossesSentences: true)
    }
  }

  /// What is enough for a detection, alone or summed over different rules nearby.
  static let alarm = 80

  var weight: Int
  var slots: [Slot]

  init(_ weight: Int, _ slots: Slot...) {
    self.weight = weight
    self.slots = slots
  }
}
