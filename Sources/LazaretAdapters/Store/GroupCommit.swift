import GRDB
import LazaretCore
import Synchronization

/// Small writes of many tasks in few transactions.
///
/// A write is put on a list. When the list was idle, one job is given to the database's writer; it
/// takes whatever stands on the list when its turn comes, and if more came meanwhile it goes to the
/// back of the writer's queue once more, so that a long transaction of somebody else has its turn in
/// between. The list is as long as there are waiting callers, no longer.
///
/// A caller that has been the only one for a while writes on its own thread: for a small transaction, waking
/// the writer's thread and being woken by it takes as long as the transaction. At most one thread of the pool
/// that tasks share is busy or waits with that. As soon as somebody else comes, writes share transactions
/// again, which saves more.
///
/// A write may be carried out twice, so it does nothing but change the database.
final class GroupCommit: Sendable {
  typealias Write = @Sendable (Database) throws -> Void

  private typealias Caller = CheckedContinuation<Result<Void, StoreError>, Never>

  private struct Entry {
    var write: Write
    var caller: Caller
  }

  private struct Pending {
    var entries: [Entry] = []
    var isScheduled = false
    /// How many transactions in a row held one write, with nobody behind it in the end.
    var lonely = 0

    /// To be called after each transaction.
    ///
    /// - Returns: whether another has to follow.
    mutating func end(writes: Int) -> Bool {
      isScheduled = !entries.isEmpty
      lonely = writes == 1 && !isScheduled ? min(lonely + 1, GroupCommit.lonelyEnough) : 0
      return isScheduled
    }
  }

  /// Callers that wait for vendors as well meet seldom, and gain most from sharing when they do.
  private static let lonelyEnough = 16

  private let pending = Mutex(Pending())
  private let database: DatabasePool

  init(_ database: DatabasePool) { self.database = database }

  /// How many callers wait for a transaction that has not begun.
  var waiting: Int { pending.withLock { $0.entries.count } }

  /// Returns when the write is committed. It is carried out even if the task is cancelled: an answer
  /// that was paid for must not be lost. When a transaction fails, each of its writes gets one of its own:
  /// what cannot be written takes nothing else with it.
  func perform(_ write: @escaping Write) async throws(StoreError) {
    let result =
      if mayWriteHere() {
        writeHere(write)
      } else {
        await withCheckedContinuation { caller in
          let mustSchedule = pending.withLock { pending in
            pending.entries.append(Entry(write: write, caller: caller))
            defer { pending.isScheduled = true }
            return !pending.isScheduled
          }
          if mustSchedule { schedule() }
        }
      }
    try result.get()
  }

  /// If so, the list is not idle any more.
  private func mayWriteHere() -> Bool {
    pending.withLock { pending in
      guard !pending.isScheduled, pending.lonely == Self.lonelyEnough else { return false }
      pending.isScheduled = true
      return true
    }
  }

  private func writeHere(_ write: @escaping Write) -> Result<Void, StoreError> {
    defer { end(writes: 1) }
    return database.writeWithoutTransaction { transact([write], in: $0) }
  }

  private func schedule() {
    database.asyncWriteWithoutTransaction { self.commit($0) }
  }

  private func commit(_ db: Database) {
    let done = carryOutPending(in: db)
    end(writes: done.count)
    for (caller, result) in done { caller.resume(returning: result) }
  }

  /// Afterwards nothing is held of what the writes hold: see ``StoreWork``.
  private func carryOutPending(in db: Database) -> [(Caller, Result<Void, StoreError>)] {
    let entries = pending.withLock { pending in
      let entries = pending.entries
      pending.entries = []
      return entries
    }
    let together = transact(entries.map(\.write), in: db)
    return entries.map { entry in
      switch together {
      case .failure where entries.count > 1: (entry.caller, transact([entry.write], in: db))
      case .success, .failure: (entry.caller, together)
      }
    }
  }

  private func end(writes: Int) {
    if pending.withLock({ $0.end(writes: writes) }) { schedule() }
  }

  /// One transaction.
  private func transact(_ writes: [Write], in db: Database) -> Result<Void, StoreError> {
    do {
      try db.inTransaction {
        for write in writes { try write(db) }
        return .commit
      }
      return .success(())
    } catch {
      return .failure(StoreError(error, path: database.path))
    }
  }
}
