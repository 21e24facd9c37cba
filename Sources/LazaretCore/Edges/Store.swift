/// What a run needs of the store. Reading for export, review and status is the store's own business.
///
/// The contract: an answer or a document is durable against the death of the process when the call
/// that wrote it returns. A document is replaced in one transaction: a reader sees the old version
/// or the new one. Safe to call from many tasks at once.
package protocol Store: AnswerStore {
  /// What the answers of a run revealed about a screener; replaces what the same run noted of it before.
  func note(_ profile: ScreenerProfile, of screener: String, _ fingerprint: Fingerprint, run: String)
    async throws(StoreError)
  /// The profile that the latest earlier run noted under this fingerprint.
  func profile(of fingerprint: Fingerprint, before run: String) async throws(StoreError) -> ScreenerProfile?

  /// Books a request before it is sent, so that no run of the month ever sends one too many.
  ///
  /// - Parameters:
  ///   - account: the screener's name.
  ///   - month: such as `2026-11`, in UTC.
  /// - Returns: false when the limit is reached; nothing is booked then.
  func book(_ account: String, month: String, limit: Int) async throws(StoreError) -> Bool
  /// Takes back the booking of a request that was not sent after all.
  func unbook(_ account: String, month: String) async throws(StoreError)
  /// The documents of which something waits for an answer, the one that waits longest first;
  /// at most so many.
  func backlog(atMost count: Int) async throws(StoreError) -> [BacklogEntry]

  func beginRun(_ run: RunRecord) async throws(StoreError)
  /// - Parameters:
  ///   - outcome: `complete`, `incomplete`, `failed` or `interrupted`.
  ///   - summary: the summary as JSON.
  func finishRun(_ id: String, at time: String, outcome: String, summary: String)
    async throws(StoreError)

  /// What is known of those of the items that are as they were: stored whole, or left aside because of
  /// what they hold, under the same policy and with the same revision. In the order of `items`; `nil` for
  /// an item that has to be read. An item that may have moved is also looked for by its revision, among the
  /// stored documents of the source; what is found then has the address of the document. Changes nothing.
  func known(_ items: [ListedItem], of source: String, under policy: Fingerprint)
    async throws(StoreError) -> [KnownItem?]
  /// Notes that known items were met, so that they do not count as gone.
  func met(_ items: [KnownItem], of source: String, run: String, at time: String) async throws(StoreError)
  /// What an item looked like when it was read last, for one that is as ``known(_:of:under:)`` asks; `nil` for
  /// one that has to be read. Changes nothing.
  func lastRead(_ uri: String, of source: String, under policy: Fingerprint) async throws(StoreError)
    -> (item: KnownItem, revision: Revision)?
  /// What a whole source looked like when it was last listed to its end, under the same policy, and nothing of
  /// it was left to do.
  func revision(ofSource source: String, under policy: Fingerprint) async throws(StoreError) -> Revision?
  /// Notes what the source looks like that this run has listed to its end; `nil` forgets it. It is forgotten as
  /// well when something of the source is left to do: a document that waits for answers, an item that failed in
  /// this run, or one that was left aside for a reason that may pass.
  func note(_ revision: Revision?, ofSource source: String, under policy: Fingerprint, run: String)
    async throws(StoreError)
  /// What is known of a document, or `nil` for a new one.
  func standing(of id: DocumentID) async throws(StoreError) -> DocumentStanding?
  /// Puts the document in the place of whatever stood under its id, and notes that it was seen.
  func replace(with judged: JudgedDocument, run: String, at time: String) async throws(StoreError)
  /// Leaves the old version as it is and notes that a newer one waits for answers.
  func postpone(_ id: DocumentID, of source: String, waiting chunks: Int, run: String, at time: String)
    async throws(StoreError)
  /// Notes an item that was met and has nothing new: unchanged, skipped or failed. A stored document
  /// under its address stays.
  func note(_ item: ItemRecord, run: String, at time: String) async throws(StoreError)
  /// How many documents there are of each source that has any.
  func documentCounts() async throws(StoreError) -> [String: Int]
  /// How many of the source's documents this run has not met.
  func unseenCount(source: String, run: String) async throws(StoreError) -> Int
  /// Removes the source's documents that this run did not meet, and returns their addresses.
  /// Only for a source that was listed to its end.
  func removeUnseen(source: String, run: String, at time: String) async throws(StoreError) -> [String]

  /// The reviews that count for chunks of the document.
  func reviews(of document: DocumentID) async throws(StoreError) -> [ChunkID: StandingReview]
  /// The documents that are to be judged again.
  ///
  /// - Parameters:
  ///   - policy: the one in force; documents under another are stale.
  ///   - reading: how a text is now read and cut.
  func documents(
    in scope: RescreenScope, policy: Fingerprint, reading: Fingerprint
  ) async throws(StoreError) -> RescreenList
  /// A document with its text; `nil` when it is gone.
  ///
  /// - Throws: also when what was withheld cannot be decrypted.
  func storedDocument(_ id: DocumentID) async throws(StoreError) -> StoredDocument?

  func totals() async throws(StoreError) -> CorpusTotals
}

/// An answer with what it is an answer to.
package struct KeptScreening: Sendable, Hashable {
  package var text: Digest
  package var fingerprint: Fingerprint
  package var screener: String
  package var screening: Screening
  /// When it was given. ISO 8601, UTC.
  package var at: String
  /// That kept it.
  package var run: String

  package init(
    text: Digest, fingerprint: Fingerprint, screener: String, screening: Screening, at: String,
    run: String
  ) {
    self.text = text
    self.fingerprint = fingerprint
    self.screener = screener
    self.screening = screening
    self.at = at
    self.run = run
  }
}

package struct RunRecord: Sendable, Hashable {
  package var id: String
  package var command: String
  package var pipeline: String
  package var policy: Fingerprint
  package var startedAt: String

  package init(id: String, command: String, pipeline: String, policy: Fingerprint, startedAt: String) {
    self.id = id
    self.command = command
    self.pipeline = pipeline
    self.policy = policy
    self.startedAt = startedAt
  }
}

/// A document of which something waits for an answer.
package struct BacklogEntry: Sendable, Hashable {
  package var source: String
  package var uri: String

  package init(source: String, uri: String) {
    self.source = source
    self.uri = uri
  }
}

/// How a stored document stands.
package struct DocumentStanding: Sendable, Hashable {
  package var content: Digest
  package var policy: Fingerprint
  /// False while a part of it, or a newer version of it, waits for answers.
  package var isComplete: Bool
  /// True when the stored version has chunks without an answer: there is no older version to stand.
  package var hasUnscreenedChunks: Bool

  package init(content: Digest, policy: Fingerprint, isComplete: Bool, hasUnscreenedChunks: Bool) {
    self.content = content
    self.policy = policy
    self.isComplete = isComplete
    self.hasUnscreenedChunks = hasUnscreenedChunks
  }
}

/// An item as a source lists it, before it is read.
package struct ListedItem: Sendable, Hashable {
  package var uri: String
  package var revision: Revision
  package var mayHaveMoved: Bool

  package init(uri: String, revision: Revision, mayHaveMoved: Bool = false) {
    self.uri = uri
    self.revision = revision
    self.mayHaveMoved = mayHaveMoved
  }
}

/// An item that is as it was when it was last read.
package struct KnownItem: Sendable, Hashable {
  package var uri: String
  package var state: ItemRecord.State
  /// Why it is not stored, for one that was skipped or has failed.
  package var reason: String?
  /// The store's own number of the document under this address, if there is one.
  package var document: Int64?

  package init(uri: String, state: ItemRecord.State, reason: String? = nil, document: Int64? = nil) {
    self.uri = uri
    self.state = state
    self.reason = reason
    self.document = document
  }
}

/// What became of one item of a source in one run, when it was not stored.
package struct ItemRecord: Sendable, Hashable {
  package var source: String
  package var uri: String
  package var state: State
  package var reason: String?
  /// Set when the same would become of the item again.
  package var basis: Basis?

  /// What the state follows from, and nothing else: bytes that did not change, and our own rules.
  package struct Basis: Sendable, Hashable {
    package var revision: Revision
    package var policy: Fingerprint

    package init(revision: Revision, policy: Fingerprint) {
      self.revision = revision
      self.policy = policy
    }
  }

  package enum State: String, Sendable, Hashable, Codable {
    case unchanged
    case skipped
    case failed
  }

  package init(
    source: String, uri: String, state: State, reason: String? = nil, basis: Basis? = nil
  ) {
    self.source = source
    self.uri = uri
    self.state = state
    self.reason = reason
    self.basis = basis
  }
}

/// What the store holds. Hidden text that was judged harmless is in no state count: it is neither
/// exported nor withheld.
package struct CorpusTotals: Sendable, Hashable, Codable {
  package var documents: Int
  package var clean: Int
  package var masked: Int
  package var quarantined: Int
  package var unscreened: Int
  /// Hidden chunks that were judged harmless.
  package var hidden: Int

  package init(
    documents: Int = 0, clean: Int = 0, masked: Int = 0, quarantined: Int = 0, unscreened: Int = 0,
    hidden: Int = 0
  ) {
    self.documents = documents
    self.clean = clean
    self.masked = masked
    self.quarantined = quarantined
    self.unscreened = unscreened
    self.hidden = hidden
  }

  package var chunks: Int { clean + masked + quarantined + unscreened }
}

/// What is wrong with the store. Always stops the run: a verdict that cannot be kept must not be
/// paid for.
package enum StoreError: Error, Sendable, Hashable {
  case cannotOpen(path: String, why: String)
  /// Written by an older Lazaret, and opened by a command that changes nothing.
  case olderVersion(path: String)
  /// Written by a newer Lazaret.
  case newerVersion(path: String, found: String)
  case corrupted(path: String, why: String)
  case full(path: String)
  case readOnly(path: String)
  /// Another run holds it.
  case held(path: String)
  /// What was withheld is encrypted, and the key that is given does not open it.
  case wrongKey(path: String, why: String)
  case failed(path: String, why: String)
  /// Something is wrong with a recording of answers; the words say what to do.
  case recording(path: String, why: String)
}

extension StoreError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotOpen(let path, let why): "the store '\(path)' cannot be opened: \(why)"
    case .olderVersion(let path):
      "the store '\(path)' was written by an older lazaret; 'lazaret run' brings it up to date"
    case .newerVersion(let path, let found):
      "the store '\(path)' was written by a newer lazaret (it holds '\(found)'); use that version"
    case .corrupted(let path, let why):
      "the store '\(path)' is damaged: \(why); restore it from a backup, or move it away and run again"
    case .full(let path):
      "no space left for the store '\(path)'; free some and run again, what was answered is kept"
    case .readOnly(let path):
      "the store '\(path)' cannot be written; check the permissions of the file and its folder"
    case .held(let path): "another run holds the store '\(path)'; wait for it to end"
    case .wrongKey(let path, let why):
      "the store '\(path)' holds encrypted text: \(why)"
    case .failed(let path, let why): "the store '\(path)' failed: \(why)"
    case .recording(let path, let why): "the recording '\(path)' \(why)"
    }
  }
}
