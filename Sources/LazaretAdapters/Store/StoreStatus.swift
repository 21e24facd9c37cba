package import LazaretCore

/// What the store holds and how it came to, as of one instant.
package struct StoreStatus: Sendable, Hashable {
  package var totals: CorpusTotals
  /// The last ten, the newest first.
  package var runs: [Run]
  /// Since when the oldest chunk without an answer waits; `nil` when none does.
  package var oldestUnscreened: String?
  package var oldestQuarantined: String?
  /// Documents of which a part, or a newer version, waits for answers.
  package var documentsWaiting: Int
  package var failedItems: Int
  package var skippedItems: Int
  /// Why items are missing, the most frequent first, at most fifty.
  package var reasons: [ItemReason]
  /// The failed items, in order of source and uri, at most fifty.
  package var failures: [ItemRecord]
  /// How many documents there are of each source.
  package var sources: [String: Int]
  /// What stands under which policy, the most documents first.
  package var policies: [PolicyShare]
  /// How many documents were read and cut how.
  package var readings: [ReadingShare]
  /// The id of the key under which withheld text is encrypted; `nil` when it is in clear.
  package var key: String?
  /// Requests of the latest month in which any were booked, by screener.
  package var bookings: [Booking]

  package struct Run: Sendable, Hashable {
    package var record: RunRecord
    /// `nil` while it runs, and for ever if it was killed.
    package var finishedAt: String?
    package var outcome: String?
    /// JSON.
    package var summary: String?
  }

  package struct ItemReason: Sendable, Hashable {
    package var source: String
    package var state: ItemRecord.State
    package var reason: String?
    package var items: Int
  }

  /// Only screeners with a limit of the month are counted.
  package struct Booking: Sendable, Hashable {
    package var account: String
    /// Such as `2026-11`, in UTC.
    package var month: String
    package var requests: Int
  }

  package struct PolicyShare: Sendable, Hashable {
    package var policy: Fingerprint
    package var documents: Int
    /// That may leave.
    package var chunks: Int
    /// That are quarantined or unscreened.
    package var withheld: Int
  }

  package struct ReadingShare: Sendable, Hashable {
    /// `nil` for documents of which not every text is stored.
    package var reading: Fingerprint?
    package var documents: Int
  }
}
