import GRDB
import LazaretCore
import Synchronization

/// Small writes of many tasks in few transactions.
///
/// A write is put on a list. When the list was idle, one job is given to the database's writer; it
/// takes whatever stands on the list when its turn comes, and if more came meanwhile it goes to the
/// back of the writer's queue once more, so that a long transaction of somebody else has its turn in
/// between. The list is as long as there are waiting callers, no longer.
final class GroupCommit: Sendable {
  typealias Write = @Sendable (Database) throws -> Void

  private struct Entry {
    var write: Write
    var continuation: CheckedContinuation<Result<Void, StoreError>, Never>
  }

  private struct Pending {
    var entries: [Entry] = []
    var isScheduled = false
  }

  private let pending = Mutex(Pending())
  private let database: DatabasePool

  init(_ database: DatabasePool) { self.database = database }

  /// How many callers wait for a transaction that has not begun.
  var waiting: Int { pending.withLock { $0.entries.count } }

  /// Returns when the write is committed. It is carried out even if the task is cancelled: an answer
  /// that was paid for must not be lost. When one write of a transaction fails, all of them do.
  func perform(_ write: @escaping Write) async throws(StoreError) {
    let result: Result<Void, StoreError> = await withCheckedContinuation { continuation in
      let mustSchedule = pending.withLock { pending in
        pending.entries.append(Entry(write: write, continuation: continuation))
        defer { pending.isScheduled = true }
        return !pending.isScheduled
      }
      if mustSchedule { schedule() }
    }
    try result.get()
  }

  private func schedule() {
    database.asyncWriteWithoutTransaction { self.commit($0) }
  }

  private func commit(_ db: Database) {
    let entries = pending.withLock { pending in
      let entries = pending.entries
      pending.entries = []
      return entries
    }
    let result: Result<Void, StoreError>
    do {
      try db.inTransaction {
        for entry in entries { try entry.write(db) }
        return .commit
      }
      result = .success(())
    } catch {
      result = .failure(StoreError(error, path: database.path))
    }
    let mustSchedule = pending.withLock { pending in
      pending.isScheduled = !pending.entries.isEmpty
      return pending.isScheduled
    }
    if mustSchedule { schedule() }
    for entry in entries { entry.continuation.resume(returning: result) }
  }
}
