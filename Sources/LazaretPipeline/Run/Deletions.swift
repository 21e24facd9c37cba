import LazaretCore

/// When what is no longer there is taken out of the store, and when a person is asked first.
package struct DeletionRules: Sendable, Hashable {
  /// True when a person has said that what is missing is gone.
  package var accepted: Bool
  /// By source: the share of its documents by which it may shrink in one run.
  package var maxShrink: [String: Double]

  /// Of a source for which nothing is set.
  package static let standardMaxShrink = 0.5
  /// So few documents may always go, as long as one is left.
  package static let alwaysAllowed = 10

  package init(accepted: Bool = false, maxShrink: [String: Double] = [:]) {
    self.accepted = accepted
    self.maxShrink = maxShrink
  }

  /// What speaks against it, in words, or `nil`. What is renamed or replaced is no loss: what counts is
  /// how many documents there were before the run and how many would be left.
  package func objection(to source: String, shrinkingFrom before: Int, to after: Int) -> String? {
    if accepted || after >= before { return nil }
    if after == 0 { return "none of its \(before) documents is left" }
    let share = maxShrink[source] ?? Self.standardMaxShrink
    let lost = before - after
    guard lost > Self.alwaysAllowed, Double(lost) > share * Double(before) else { return nil }
    return
      "it would shrink from \(before) documents to \(after), more than its 'max_shrink' (\(share)) allows"
  }
}

/// Takes the documents out of the store that are gone from their sources, unless so many are that
/// something else is the likelier cause.
struct Deletions {
  let rules: DeletionRules
  let run: String
  let store: any Store
  let accounting: RunAccounting
  let isDryRun: Bool
  let now: @Sendable () -> Timestamp
  let observe: @Sendable (RunEvent) -> Void
  /// How many documents there were of each source when the run began.
  let before: [String: Int]

  /// After a source was listed to its end.
  func settle(_ source: any Source) async throws(RunFailure) {
    do throws(StoreError) {
      let unseen = try await store.unseenCount(source: source.name, run: run)
      if unseen > 0 {
        let left = try await store.documentCounts()[source.name, default: 0] - unseen
        let had = before[source.name, default: 0]
        if let objection = rules.objection(to: source.name, shrinkingFrom: had, to: left) {
          hold(
            source.name, uri: source.location,
            "'\(source.location)' was listed whole, and \(objection); nothing of it was deleted. Look whether"
              + " something is not mounted; if the documents are gone, run again with --accept-deletes")
          return
        }
      }
      try await remove(source.name)
    } catch {
      throw .store(error)
    }
  }

  /// Documents of sources that the pipeline file does not name: removed or renamed there, and nothing
  /// says whether they may still leave.
  func settleUnnamed(_ named: Set<String>) async throws(RunFailure) {
    do throws(StoreError) {
      for (source, count) in before.sorted(by: { $0.key < $1.key }) where !named.contains(source) {
        if rules.accepted {
          try await remove(source)
        } else {
          hold(
            source, uri: source,
            "the pipeline file names no source '\(source)', and the store holds \(count) documents of it; name it"
              + " again, or run again with --accept-deletes to delete them")
        }
      }
    } catch {
      throw .store(error)
    }
  }

  private func remove(_ source: String) async throws(StoreError) {
    if isDryRun { return accounting.deleted(try await store.unseenCount(source: source, run: run)) }
    let gone = try await store.removeUnseen(source: source, run: run, at: now().iso8601)
    accounting.deleted(gone.count)
    for uri in gone { observe(.documentDeleted(source: source, uri: uri)) }
  }

  private func hold(_ source: String, uri: String, _ reason: String) {
    accounting.sourceFailed()
    accounting.failure(source: source, uri: uri, reason: reason)
    observe(.deletesHeld(source: source, reason: reason))
  }
}
