import GRDB
import LazaretCore
import Synchronization

/// Small reads of many tasks in few snapshots: a read transaction costs more than looking up a row.
///
/// A lookup is put on a list. When the list was idle, one job is given to a reader; it takes whatever
/// stands on the list when its turn comes, and only then does its snapshot begin: what was committed
/// before a caller asked is seen.
final class GroupLookup: Sendable {
  private typealias Lookup = @Sendable (Result<Database, any Error>) -> Void

  private struct Pending {
    var lookups: [Lookup] = []
    var isScheduled = false
  }

  private let pending = Mutex(Pending())
  private let database: DatabasePool

  init(_ database: DatabasePool) { self.database = database }

  func perform<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      let work = StoreWork(body)
      let lookup: Lookup = { [path = database.path] connection in
        let result = Result { try work.perform(in: connection.get()) }
        work.letGo()
        continuation.resume(returning: result.mapError { StoreError($0, path: path) })
      }
      let mustSchedule = pending.withLock { pending in
        pending.lookups.append(lookup)
        defer { pending.isScheduled = true }
        return !pending.isScheduled
      }
      if mustSchedule { schedule() }
    }
    return try result.get()
  }

  private func schedule() {
    // Without GRDB's own transaction, which would have begun before the list is taken.
    database.asyncUnsafeRead { self.lookUp(in: $0) }
  }

  private func lookUp(in connection: Result<Database, any Error>) {
    let lookups = pending.withLock { pending in
      let lookups = pending.lookups
      pending.lookups = []
      return lookups
    }
    var isBegun = false
    do {
      try connection.get().inTransaction(.deferred) {
        isBegun = true
        for lookup in lookups { lookup(connection) }
        return .commit
      }
    } catch  where !isBegun {
      for lookup in lookups { lookup(.failure(error)) }
    } catch {
      // Every caller has its answer, and a snapshot that does not end well has changed nothing.
    }
    let mustSchedule = pending.withLock { pending in
      pending.isScheduled = !pending.lookups.isEmpty
      return pending.isScheduled
    }
    if mustSchedule { schedule() }
  }
}
