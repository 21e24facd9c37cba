/// Law 1, asked once more of what is on record before a text leaves: every required screener answered about
/// exactly what was shown to it, under its present settings, or a person's release stands.
package struct ExitGate: Sendable, Hashable {
  /// The one in force; what was judged under another does not leave.
  package var policy: Fingerprint
  /// The required ones, in the order of the pipeline file.
  package var screeners: [RequiredScreener]

  package struct RequiredScreener: Sendable, Hashable {
    package var name: String
    package var fingerprint: Fingerprint

    package init(name: String, fingerprint: Fingerprint) {
      self.name = name
      self.fingerprint = fingerprint
    }
  }

  package init(policy: Fingerprint, screeners: [RequiredScreener]) {
    self.policy = policy
    self.screeners = screeners
  }

  /// What is on record about one text that would leave.
  package struct Record: Sendable, Hashable {
    /// Whether it is known what the screeners were shown.
    package var hasWindow: Bool
    /// Whether an answer is kept of each required screener about all of it.
    package var isAnswered: Bool
    /// Whether it leaves because a person released it.
    package var isReleased: Bool
    /// What the last review of the chunk says.
    package var review: Review.Verdict?

    package init(hasWindow: Bool, isAnswered: Bool, isReleased: Bool, review: Review.Verdict?) {
      self.hasWindow = hasWindow
      self.isAnswered = isAnswered
      self.isReleased = isReleased
      self.review = review
    }
  }

  package enum Refusal: String, Sendable, Hashable, CaseIterable {
    /// By a person, and not judged again since.
    case rejected
    case noStandingRelease = "no_standing_release"
    /// By a version that did not keep what was shown.
    case judgedByOlderVersion = "judged_by_older_version"
    case noAnswerKept = "no_answer_kept"
  }

  /// Why the text may not leave, or `nil`.
  package func refusal(of record: Record) -> Refusal? {
    if record.review == .rejected { return .rejected }
    if record.isReleased { return record.review == .released ? nil : .noStandingRelease }
    if !record.hasWindow { return .judgedByOlderVersion }
    return record.isAnswered ? nil : .noAnswerKept
  }
}

extension ExitGate.Refusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .rejected: "a reviewer rejected them, and they were not judged again since"
    case .noStandingRelease: "they left by a release that no longer stands"
    case .judgedByOlderVersion: "they were judged by an older lazaret"
    case .noAnswerKept: "the answer of a required screener about exactly this text is not in the store"
    }
  }
}
