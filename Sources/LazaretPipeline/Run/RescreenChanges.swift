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
  /// For a dry run: what would be asked of whom, by the screener's name.
  package var wouldAsk: [String: Asking]?
  /// For a dry run: how long the requests take at the permitted rate, the slowest screener's time. In
  /// seconds.
  package var estimatedSeconds: Double?
  /// For a dry run: the chunks that change, in order of source, address and place.
  package var changes: [Change]?

  package struct Counts: Sendable, Hashable, Codable {
    /// Were withheld and may leave as they are.
    package var released = 0
    /// Were withheld and may leave with masks.
    package var releasedMasked = 0
    /// Could leave, or waited for an answer, and are quarantined.
    package var held = 0
    /// Left as they are and leave with masks.
    package var newlyMasked = 0
    /// Leave with other masks than before.
    package var maskedOtherwise = 0
    /// Left with masks and leave as they are.
    package var unmasked = 0
    /// Hidden text that was withheld and is found harmless: it does not leave, and holds its document no more.
    package var harmless = 0
    /// Lack an answer.
    package var unknown = 0
    package var unchanged = 0

    package init() {}

    enum CodingKeys: String, CodingKey {
      case released
      case releasedMasked = "released_masked"
      case held
      case newlyMasked = "newly_masked"
      case maskedOtherwise = "masked_otherwise"
      case unmasked
      case harmless
      case unknown
      case unchanged
    }

    /// How many do not stand as before, or lack an answer.
    package var changed: Int {
      released + releasedMasked + held + newlyMasked + maskedOtherwise + unmasked + harmless + unknown
    }
  }

  package struct Asking: Sendable, Hashable, Codable {
    package var requests: Int
    package var bytes: Int
    /// At the permitted rate.
    package var seconds: Double

    /// - Parameters:
    ///   - requestsPerSecond: what is permitted; `nil` for a screener without a limit.
    ///   - bytesPerSecond: the same, of the texts.
    package init(requests: Int, bytes: Int, requestsPerSecond: Double?, bytesPerSecond: Double?) {
      self.requests = requests
      self.bytes = bytes
      let byRequests = requestsPerSecond.map { $0 > 0 ? Double(requests) / $0 : 0 } ?? 0
      let byBytes = bytesPerSecond.map { $0 > 0 ? Double(bytes) / $0 : 0 } ?? 0
      seconds = (max(byRequests, byBytes) * 1000).rounded() / 1000
    }
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
    case wouldAsk = "would_ask"
    case estimatedSeconds = "estimated_seconds"
    case changes
  }

  private static func kind(
    _ before: ChunkStanding, _ after: JudgedChunk
  ) -> WritableKeyPath<Counts, Int> {
    switch (before.state, after.state) {
    case (_, .unscreened): return \.unknown
    case (.quarantined, .quarantined): return \.unchanged
    case (_, .quarantined): return \.held
    case (.quarantined, .clean) where after.chunk.lane == .hidden,
      (.unscreened, .clean) where after.chunk.lane == .hidden:
      return \.harmless
    case (.quarantined, .clean), (.unscreened, .clean): return \.released
    case (.quarantined, .masked), (.unscreened, .masked): return \.releasedMasked
    case (.clean, .clean): return \.unchanged
    case (.clean, .masked): return \.newlyMasked
    case (.masked, .clean): return \.unmasked
    case (.masked, .masked):
      let released = after.released.map { Digest(of: $0.text) }
      return released == before.released ? \.unchanged : \.maskedOtherwise
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
