import GRDB
import GRDBSQLite
import LazaretCore
import Synchronization

/// Moves what stands in the `-wal` file to its place, on a connection of its own.
///
/// SQLite would do that within a commit, and everybody who waits for an answer to be kept would wait for the
/// disk as well. Here the commits go on meanwhile, and the writer itself has only to move what they added,
/// because the `-wal` file begins anew only when nothing is left in it.
final class Checkpointer: Sendable {
  /// In pages of 4 KB, of the `-wal` file. What is written many times before it is moved is moved once.
  static let pagesBetween = 16_000

  private struct State {
    var isUnderWay = false
    /// The length of the `-wal` file, in pages, from which on it is moved.
    var due: Int
    var connection: DatabaseQueue?
  }

  private let state: Mutex<State>
  private let pagesBetween: Int
  private let pool: DatabasePool
  private let open: @Sendable () throws -> DatabaseQueue

  /// - Parameters:
  ///   - pool: whose writer is watched; its own checkpoints are off.
  ///   - open: one more connection to the same file.
  init(
    _ pool: DatabasePool, pagesBetween: Int = Checkpointer.pagesBetween,
    open: @escaping @Sendable () throws -> DatabaseQueue
  ) {
    state = Mutex(State(due: pagesBetween))
    self.pagesBetween = pagesBetween
    self.pool = pool
    self.open = open
    watch(reportingTo: Unmanaged.passUnretained(self).toOpaque())
  }

  /// Afterwards nothing is moved any more. To be called before the pool is closed, and before this object goes.
  /// A second call does nothing.
  func stop() {
    watch(reportingTo: nil)
    try? state.withLock { $0.connection }?.close()
  }

  private func watch(reportingTo listener: UnsafeMutableRawPointer?) {
    pool.writeWithoutTransaction { db in
      // A pool that was closed has none.
      guard let connection = db.sqliteConnection else { return }
      _ = sqlite3_wal_hook(
        connection,
        { listener, _, _, pages in
          if let listener {
            Unmanaged<Checkpointer>.fromOpaque(listener).takeUnretainedValue().grew(to: Int(pages))
          }
          return SQLITE_OK
        }, listener)
    }
  }

  /// Is called by the writer after each commit.
  private func grew(to pages: Int) {
    let begins = state.withLock { state in
      // Begun anew, or not yet long enough.
      if pages < pagesBetween { state.due = pagesBetween }
      guard pages >= state.due, !state.isUnderWay else { return false }
      state.isUnderWay = true
      // A reader that is looking at this moment keeps the file from beginning anew; mostly it is gone the next time.
      state.due = pages + max(1, pagesBetween / 8)
      return true
    }
    if begins { moveMost() }
  }

  /// What cannot be moved now is moved the next time, or by the next run.
  private func moveMost() {
    let connection: DatabaseQueue? = state.withLock { state in
      state.connection = state.connection ?? (try? open())
      return state.connection
    }
    guard let connection else { return moveRest() }
    connection.asyncWriteWithoutTransaction { db in
      _ = try? db.checkpoint(.passive)
      self.moveRest()
    }
  }

  private func moveRest() {
    pool.asyncWriteWithoutTransaction { db in
      _ = try? db.checkpoint(.passive)
      self.state.withLock { $0.isUnderWay = false }
    }
  }
}
