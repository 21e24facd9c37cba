package import LazaretCore

/// What a run did, in the form in which it is printed.
package struct RunSummary: Sendable, Hashable, Codable {
  package var messageType = "summary"
  /// True when nothing was sent and nothing stored; absent otherwise.
  package var dryRun: Bool?
  /// By what a replay decided; absent for a run that may ask.
  package var replayed: Replayed?
  /// What a recording holds after this run; absent when none is made.
  package var recorded: Recorded?
  package var command: String
  package var runID: String
  package var pipeline: String
  package var outcome: Outcome
  package var startedAt: String
  package var finishedAt: String
  package var durationSeconds: Double
  package var documents = Documents()
  package var chunks = Chunks()
  package var corpus = Corpus()
  package var hidden = Hidden()
  package var bytes = Bytes()
  package var screenings = Screenings()
  package var masks = Masks()
  package var findings = Findings()
  /// How many findings each entry of the allow-list let through, by its number in the file; absent when it
  /// let none through.
  package var allowed: [String: Int]?
  /// What judging stored documents again changed; absent for a run that reads sources.
  package var rescreen: RescreenChanges?
  package var limitsReached: [LimitReached] = []
  package var drift: [Drift] = []
  package var failures: [Failure] = []

  package enum Outcome: String, Sendable, Hashable, Codable {
    case complete
    case incomplete
    case failed
    case interrupted
  }

  /// Items of the sources that were met in this run; `seen` is the sum of all but `deleted`.
  package struct Documents: Sendable, Hashable, Codable {
    package var seen = 0
    package var new = 0
    package var changed = 0
    package var unchanged = 0
    package var deleted = 0
    package var failed = 0
    package var skipped = 0

    package init() {}
  }

  /// Chunks of the documents handled in this run; `total` is the sum of the four states.
  package struct Chunks: Sendable, Hashable, Codable {
    package var total = 0
    package var clean = 0
    package var masked = 0
    package var quarantined = 0
    package var unscreened = 0

    package init() {}
  }

  /// What the store holds afterwards.
  package struct Corpus: Sendable, Hashable, Codable {
    package var documents = 0
    package var chunks = 0
    package var clean = 0
    package var masked = 0
    package var quarantined = 0
    package var unscreened = 0

    package init() {}

    package init(_ totals: CorpusTotals) {
      documents = totals.documents
      chunks = totals.chunks
      clean = totals.clean
      masked = totals.masked
      quarantined = totals.quarantined
      unscreened = totals.unscreened
    }
  }

  /// Hidden text that was judged harmless: neither exported nor withheld, and in no other count.
  package struct Hidden: Sendable, Hashable, Codable {
    package var harmless = 0

    package init() {}
  }

  package struct Bytes: Sendable, Hashable, Codable {
    package var read = 0
    package var extracted = 0
    package var screened = 0

    package init() {}
  }

  package struct Screenings: Sendable, Hashable, Codable {
    package var requests = 0
    package var reused = 0
    /// Requests that were sent to see whether the screeners screen; in no other count.
    package var canaries = 0
    package var byScreener: [String: ScreenerCounts] = [:]

    package init() {}

    enum CodingKeys: String, CodingKey {
      case requests
      case reused
      case canaries
      case byScreener = "by_screener"
    }
  }

  package struct ScreenerCounts: Sendable, Hashable, Codable {
    /// Calls that reached the vendor, retries included.
    package var requests: Int
    package var reused: Int
    package var canaries: Int
    package var retries: Int
    package var rateLimited: Int
    package var errors: Int
    package var p50Milliseconds: Double
    package var p95Milliseconds: Double

    package init(
      requests: Int = 0, reused: Int = 0, canaries: Int = 0, retries: Int = 0, rateLimited: Int = 0,
      errors: Int = 0,
      p50Milliseconds: Double = 0, p95Milliseconds: Double = 0
    ) {
      self.requests = requests
      self.reused = reused
      self.canaries = canaries
      self.retries = retries
      self.rateLimited = rateLimited
      self.errors = errors
      self.p50Milliseconds = p50Milliseconds
      self.p95Milliseconds = p95Milliseconds
    }

    enum CodingKeys: String, CodingKey {
      case requests
      case reused
      case canaries
      case retries
      case rateLimited = "rate_limited"
      case errors
      case p50Milliseconds = "p50_ms"
      case p95Milliseconds = "p95_ms"
    }
  }

  package struct Masks: Sendable, Hashable, Codable {
    package var applied = 0
    package var byLabel: [String: Int] = [:]

    package init() {}

    enum CodingKeys: String, CodingKey {
      case applied
      case byLabel = "by_label"
    }
  }

  package struct Findings: Sendable, Hashable, Codable {
    package var byLabel: [String: Int] = [:]

    package init() {}

    enum CodingKeys: String, CodingKey {
      case byLabel = "by_label"
    }
  }

  /// Why something was not asked; the rest waits for the next run.
  package struct LimitReached: Sendable, Hashable, Codable {
    /// `nil` for a limit of the whole run.
    package var screener: String?
    package var limit: SpentLimit

    package init(screener: String?, limit: SpentLimit) {
      self.screener = screener
      self.limit = limit
    }
  }

  /// Something about a screener that is not as it was in the run before.
  package struct Drift: Sendable, Hashable, Codable {
    package var screener: String
    package var aspect: ScreenerProfile.Aspect
    package var before: [String]
    package var after: [String]

    package init(_ change: ScreenerProfile.Change, of screener: String) {
      self.screener = screener
      aspect = change.aspect
      before = change.before
      after = change.after
    }
  }

  package struct Failure: Sendable, Hashable, Codable {
    package var source: String
    package var uri: String
    package var reason: String

    package init(source: String, uri: String, reason: String) {
      self.source = source
      self.uri = uri
      self.reason = reason
    }
  }

  /// The recording that a replay decided by.
  package struct Replayed: Sendable, Hashable, Codable {
    /// In the recording, whether the replay needed them or not.
    package var answers: Int
    /// Texts of which no answer is recorded, by screener; those with none left out.
    package var missing: [String: Int] = [:]
    /// That the recorded run decided by.
    package var policy: String
    /// Whether the replay decided by the same.
    package var samePolicy: Bool
    /// Of the recording's file.
    package var sha256: String

    package init(answers: Int, policy: String, samePolicy: Bool, sha256: String) {
      self.answers = answers
      self.policy = policy
      self.samePolicy = samePolicy
      self.sha256 = sha256
    }

    enum CodingKeys: String, CodingKey {
      case answers
      case missing
      case policy
      case samePolicy = "same_policy"
      case sha256
    }
  }

  package struct Recorded: Sendable, Hashable, Codable {
    /// In the recording, those of earlier runs included.
    package var answers: Int
    /// By this run.
    package var added: Int

    package init(answers: Int, added: Int) {
      self.answers = answers
      self.added = added
    }
  }

  enum CodingKeys: String, CodingKey {
    case messageType = "message_type"
    case dryRun = "dry_run"
    case replayed
    case recorded
    case command
    case runID = "run_id"
    case pipeline
    case outcome
    case startedAt = "started_at"
    case finishedAt = "finished_at"
    case durationSeconds = "duration_seconds"
    case documents
    case chunks
    case corpus
    case hidden
    case bytes
    case screenings
    case masks
    case findings
    case allowed
    case rescreen
    case limitsReached = "limits_reached"
    case drift
    case failures
  }

  package init(command: String, runID: String, pipeline: String, startedAt: String) {
    self.command = command
    self.runID = runID
    self.pipeline = pipeline
    self.startedAt = startedAt
    outcome = .complete
    finishedAt = startedAt
    durationSeconds = 0
  }

  /// Which sum does not agree, in words, or `nil`.
  package var imbalance: String? {
    let items =
      documents.new + documents.changed + documents.unchanged + documents.failed + documents.skipped
    if items != documents.seen { return "\(documents.seen) items seen, \(items) accounted for" }
    let states = chunks.clean + chunks.masked + chunks.quarantined + chunks.unscreened
    if states != chunks.total { return "\(chunks.total) chunks, \(states) with a state" }
    let stored = corpus.clean + corpus.masked + corpus.quarantined + corpus.unscreened
    if stored != corpus.chunks { return "\(corpus.chunks) chunks in the store, \(stored) with a state" }
    return nil
  }
}
