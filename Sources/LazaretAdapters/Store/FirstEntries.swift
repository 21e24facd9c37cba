import GRDB
import LazaretCore
import Synchronization

/// What this process wrote to tables that were empty when it opened the store for a run. Nobody else writes
/// meanwhile, so what is not here is not there, and the first run over a corpus, which would look for every
/// answer and every document in vain, looks for none.
final class FirstEntries: Sendable {
  /// Of answers and documents; `nil` when there were some before.
  private let written: Mutex<KeySieve?>
  private let reviews: Mutex<Bool>
  /// Of documents that are gone, and of items that became none.
  private let traces: Mutex<Bool>

  /// - Parameter pool: of a store that this process alone writes; `nil` knows of nothing.
  init(_ pool: DatabasePool?) {
    let isEmpty = { (table: String) -> Bool in
      let found = try? pool?.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT * FROM \(table))") }
      return found == false
    }
    written = Mutex(isEmpty("screening") && isEmpty("document") ? KeySieve() : nil)
    reviews = Mutex(!isEmpty("review"))
    traces = Mutex(!isEmpty("tombstone") || !isEmpty("item"))
  }

  private enum Key: Hashable {
    case answer(Digest, Fingerprint)
    case document(DocumentID)
  }

  /// To be called before the answer is on its way.
  func noteAnswer(about text: Digest, by fingerprint: Fingerprint) {
    note(.answer(text, fingerprint))
  }

  /// To be called before the document is on its way.
  ///
  /// - Returns: whether one may be stored already.
  func noteDocument(_ id: DocumentID) -> Bool {
    written.withLock { written in
      let mayHold = written?.mayHold(Key.document(id)) ?? true
      written?.insert(Key.document(id))
      return mayHold
    }
  }

  /// To be called before a review is on its way.
  func noteReview() { reviews.withLock { $0 = true } }
  /// To be called before a tombstone, or a note about an item, is on its way.
  func noteTrace() { traces.withLock { $0 = true } }

  func mayHoldAnswer(about text: Digest, by fingerprint: Fingerprint) -> Bool {
    mayHold(.answer(text, fingerprint))
  }

  func mayHoldDocument(_ id: DocumentID) -> Bool { mayHold(.document(id)) }
  var mayHoldReviews: Bool { reviews.withLock { $0 } }
  var mayHoldTraces: Bool { traces.withLock { $0 } }

  private func note(_ key: Key) { written.withLock { $0?.insert(key) } }
  private func mayHold(_ key: Key) -> Bool { written.withLock { $0?.mayHold(key) ?? true } }
}
