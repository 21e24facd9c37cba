package import LazaretCore

/// What happens during a run, for progress and for the words on stderr. Holds no document text.
package enum RunEvent: Sendable, Hashable {
  case sourceStarted(name: String, location: String)
  /// The source says that it is as the last run left it; nothing of it was listed.
  case sourceUnchanged(name: String)
  case sourceFailed(name: String, reason: String)
  case itemSkipped(source: String, uri: String, reason: String)
  case itemFailed(source: String, uri: String, reason: String)
  case documentUnchanged(source: String, uri: String)
  /// How many of the document's chunks are in each state.
  case documentSettled(source: String, uri: String, states: [ChunkState: Int])
  case documentDeleted(source: String, uri: String)
  /// Documents of the source are missing, and a person has to say whether they are gone.
  case deletesHeld(source: String, reason: String)
  /// A text that holds nothing was flagged: what is sane will be held as well.
  case benignCanaryFlagged(screener: String, labels: [String])
  /// A screener is not as it was in the run before.
  case drifted(RunSummary.Drift)
}
