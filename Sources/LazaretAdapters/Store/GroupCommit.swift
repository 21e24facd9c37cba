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
/// A write may be carried out twice, so it does nothing but change the database.
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
  /// that was paid for must not be lost. When a transaction fails, each of its writes gets one of its own:
  /// what cannot be written takes nothing else with it.
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
    let results: [Result<Void, StoreError>]
    do {
      try write(entries[...], to: db)
      results = entries.map { _ in .success(()) }
    } catch  where entries.count == 1 {
      results = [.failure(StoreError(error, path: database.path))]
    } catch {
      results = entries.indices.map { place in
        Result { try write(entries[place...place], to: db) }.mapError { StoreError($0, path: database.path) }
      }
    }
    let mustSchedule = pending.withLock { pending in
      pending.isScheduled = !pending.entries.isEmpty
      return pending.isScheduled
    }
    if mustSchedule { schedule() }
    for (entry, result) in zip(entries, results) { entry.continuation.resume(returning: result) }
  }

  /// One transaction.
  private func write(_ entries: ArraySlice<Entry>, to db: Database) throws {
    try db.inTransaction {
      for entry in entries { try entry.write(db) }
      return .commit
    }
  }
}
