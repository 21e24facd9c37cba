package import LazaretCore

/// What a report says of a store, as of one instant: counts, names and moments, and no text of a document.
package struct StoreReport: Sendable, Hashable {
  package var status: StoreStatus
  /// The most chunks first.
  package var sources: [SourceShare]
  /// How many documents were last changed on each day in UTC, the earliest first.
  package var arrivals: [DayCount]
  /// The last thirty, the newest first.
  package var runs: [StoreStatus.Run]
  /// The most frequent first.
  package var findings: [FindingCount]
  /// Of the masks that stand in the corpus, the most frequent first.
  package var masks: [LabelCount]
  package var held: [HeldAge]
  /// Why chunks are held or wait, the most frequent first.
  package var reasons: [HeldReason]
  /// What each screener said of what is in quarantine, in order of their names.
  package var voices: [ScreenerVoice]
  /// Records of the quarantine in which some of those who answered found something, and others nothing.
  package var disagreements: Int
  /// Of the month that was asked about, in order of the screeners' names.
  package var requests: [ScreenerRequests]
  package var answers: [KeptAnswers]
  /// In order of the reviewers' names.
  package var reviewers: [ReviewerCount]
  /// The last twenty, the newest first.
  package var reviews: [ReviewLine]

  package struct SourceShare: Sendable, Hashable {
    package var source: String
    package var documents = 0
    /// As they were read.
    package var bytes = 0
    /// Of the document that changed last; `nil` when there is none.
    package var lastChange: String?
    package var clean = 0
    package var masked = 0
    package var quarantined = 0
    package var unscreened = 0
    package var failedItems = 0
    package var skippedItems = 0

    package var chunks: Int { clean + masked + quarantined + unscreened }
  }

  package struct DayCount: Sendable, Hashable {
    /// Such as `2026-11-21`.
    package var day: String
    package var documents: Int
  }

  package struct FindingCount: Sendable, Hashable {
    package var screener: String
    package var label: String
    package var action: Action
    package var findings: Int
  }

  package struct LabelCount: Sendable, Hashable {
    package var label: String
    package var count: Int
  }

  /// How many wait since when.
  package struct HeldAge: Sendable, Hashable {
    /// From 0: how many of the days that were asked about it is past.
    package var bucket: Int
    package var quarantined: Int
    package var unscreened: Int
  }

  package struct HeldReason: Sendable, Hashable {
    /// `quarantined` or `unscreened`.
    package var state: ChunkState
    /// A ``Reason/Code``, as it is stored.
    package var code: String
    /// Of a reason without a label: of others, several screeners may say the same.
    package var screener: String?
    package var label: String?
    package var chunks: Int
  }

  package struct ScreenerVoice: Sendable, Hashable {
    package var screener: String
    /// Records that it judged.
    package var judged: Int
    package var found: Int
    /// It found something, and another who answered did not.
    package var foundAlone: Int
    /// It found nothing, and another did.
    package var missed: Int
  }

  package struct ScreenerRequests: Sendable, Hashable {
    package var screener: String
    package var requests: Int
    package var reused: Int
    package var retries: Int
    package var rateLimited: Int
    package var errors: Int
    package var canaries: Int
  }

  package struct KeptAnswers: Sendable, Hashable {
    package var screener: String
    package var fingerprint: Fingerprint
    package var texts: Int
    /// When the first and the last of them was given.
    package var first: String
    package var last: String
  }

  package struct ReviewerCount: Sendable, Hashable {
    package var reviewer: String
    package var released: Int
    package var rejected: Int
    /// When the last of them was recorded.
    package var last: String
  }

  package struct ReviewLine: Sendable, Hashable {
    package var at: String
    package var reviewer: String
    package var verdict: Review.Verdict
    package var source: String
    package var uri: String
    package var chunk: ChunkID
    /// False for one that a later review of the same chunk has replaced.
    package var counts: Bool
  }
}
