package import LazaretCore

/// What judging stored documents again changed, or would change.
package struct RescreenChanges: Sendable, Hashable, Codable {
  package var scope: RescreenScope.Kind
  /// Documents of the scope whose text the store does not have as it is now read and cut; the next run
  /// reads them again.
  package var unreadable = 0
  package var chunks = Counts()
  package var bySource: [String: Counts] = [:]
  /// Of the chunks whose state or text changed, by each label that was found in them.
  package var byLabel: [String: Counts] = [:]
  /// For a dry run: how long the requests take at the permitted rate, the slowest screener's time. In
  /// seconds.
  package var estimatedSeconds: Double?
  /// For a dry run: the chunks that change, in order of source, address and place.
  package var changes: [Change]?

  package struct Counts: Sendable, Hashable, Codable {
    /// Were withheld and may leave.
    package var released = 0
    /// Could leave and are quarantined.
    package var held = 0
    /// Leave with other masks than before.
    package var remasked = 0
    /// Lack an answer.
    package var unknown = 0
    package var unchanged = 0

    package init() {}

    var changed: Int { released + held + remasked + unknown }
  }

  package struct Change: Sendable, Hashable, Codable {
    package var id: String
    package var source: String
    package var uri: String
    package var lane: Lane
    package var ordinal: Int
    package var before: ChunkState
    package var after: ChunkState
    package var labels: [String]
    /// Why the chunk is withheld now, in words; never its text.
    package var reasons: [String]

    package init(
      id: String, source: String, uri: String, lane: Lane, ordinal: Int, before: ChunkState,
      after: ChunkState, labels: [String], reasons: [String]
    ) {
      self.id = id
      self.source = source
      self.uri = uri
      self.lane = lane
      self.ordinal = ordinal
      self.before = before
      self.after = after
      self.labels = labels
      self.reasons = reasons
    }
  }

  package init(scope: RescreenScope.Kind, lists: Bool = false) {
    self.scope = scope
    if lists { changes = [] }
  }

  enum CodingKeys: String, CodingKey {
    case scope
    case unreadable
    case chunks
    case bySource = "by_source"
    case byLabel = "by_label"
    case estimatedSeconds = "estimated_seconds"
    case changes
  }

  private static func kind(
    _ before: ChunkStanding, _ after: JudgedChunk
  ) -> WritableKeyPath<Counts, Int> {
    let left = before.state == .clean || before.state == .masked
    switch after.state {
    case .unscreened: return \.unknown
    case .quarantined: return before.state == .quarantined ? \.unchanged : \.held
    case .clean, .masked:
      if !left { return \.released }
      let released = after.released.map { Digest(of: $0.text) }
      return released == before.released ? \.unchanged : \.remasked
    }
  }

  mutating func count(_ item: JudgedChunk, before: ChunkStanding, of document: Document) {
    let kind = Self.kind(before, item)
    chunks[keyPath: kind] += 1
    bySource[document.source, default: Counts()][keyPath: kind] += 1
    if kind == \.unchanged { return }
    let labels = item.findings.map(\.finding.label.rawValue).uniqued().sorted()
    for label in labels { byLabel[label, default: Counts()][keyPath: kind] += 1 }
    changes?.append(
      Change(
        id: item.chunk.id.text, source: document.source, uri: document.uri, lane: item.chunk.lane,
        ordinal: item.chunk.ordinal, before: before.state, after: item.state, labels: labels,
        reasons: item.reasons.map(\.description)))
  }

  /// Documents are judged side by side; what is listed has an order of its own.
  mutating func sort() {
    changes?.sort {
      ($0.source, $0.uri, $0.lane.rawValue, $0.ordinal) < ($1.source, $1.uri, $1.lane.rawValue, $1.ordinal)
    }
  }
}
