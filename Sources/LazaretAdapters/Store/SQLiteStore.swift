import GRDB
package import LazaretCore

/// The store: one SQLite file in WAL mode, one writer, many readers that see whole documents.
///
/// Every method may be called from many tasks at once. A write that was begun is carried out even if
/// its task is cancelled.
package final class SQLiteStore: Sendable {
  package enum Access: Sendable, Hashable {
    /// Makes folders and file, brings the schema up to date, and keeps every other run out.
    case run
    /// As for a run, and the store has to be there.
    case amend
    /// As for amending, and the store's key may become another.
    case rekey
    /// An existing store, as it is, also while a run writes it.
    case read
  }

  package let path: String
  let pool: DatabasePool
  let group: GroupCommit
  private let lookups: GroupLookup
  let first: FirstEntries
  let keys: StoreKeys
  private let checkpointer: Checkpointer?
  private let lock: RunLock?

  /// - Parameter keys: for what was withheld. Reading what is not withheld needs none.
  package convenience init(path: String, access: Access, keys: StoreKeys = .none) throws(StoreError) {
    try self.init(path: path, access: access, keys: keys) { _ in }
  }

  /// - Parameter preparing: is run on every new connection.
  init(
    path: String, access: Access, keys: StoreKeys = .none, preparing: @escaping StoreFile.Preparation
  ) throws(StoreError) {
    self.path = path
    self.keys = keys
    switch access {
    case .run, .amend, .rekey:
      if access == .run { try StoreFile.createFolder(of: path) } else { try StoreFile.mustExist(path) }
      lock = try RunLock(for: path)
      pool = try StoreFile.openForRun(path, preparing: preparing)
      checkpointer = Checkpointer(pool) { try StoreFile.openBeside(path, preparing: preparing) }
    case .read:
      lock = nil
      checkpointer = nil
      pool = try StoreFile.openForReading(path, preparing: preparing)
    }
    group = GroupCommit(pool)
    lookups = GroupLookup(pool)
    first = FirstEntries(access == .run ? pool : nil)
    if access == .run || access == .amend { try adoptKey() }
  }

  // Before the lock goes: the next run must find a file that nobody writes.
  deinit { close() }

  /// Moves what stands in the `-wal` file to its place, and removes that file. For a process that ends
  /// without letting go of the store; nothing can be read or written afterwards.
  ///
  /// While another process reads, the `-wal` file stays, and holds nothing when the readers allow it within a
  /// second. What cannot be moved now is moved by the next run.
  package func close() {
    // The last connection to close is the one that tidies up, and a connection for reading may not.
    pool.invalidateReadOnlyConnections()
    // Nor may a store that is only read: while it tried, whoever writes could move nothing.
    if let checkpointer {
      checkpointer.stop()
      try? pool.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA busy_timeout = 1000")
        try db.checkpoint(.truncate)
      }
    }
    try? pool.close()
  }

  /// One write transaction.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      let work = StoreWork(body)
      pool.asyncWrite({ db in try work.perform(in: db) }) { [path] _, result in
        work.letGo()
        continuation.resume(returning: result.mapError { StoreError($0, path: path) })
      }
    }
    return try result.get()
  }

  /// One snapshot.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      let work = StoreWork(body)
      pool.asyncRead { [path] connection in
        let result = Result { try work.perform(in: connection.get()) }
        work.letGo()
        continuation.resume(returning: result.mapError { StoreError($0, path: path) })
      }
    }
    return try result.get()
  }

  /// One snapshot, together with other lookups that wait: for what is asked once for each text or document.
  func look<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    try await lookups.perform(body)
  }

  /// One snapshot, on the caller's thread: for commands that stream rows out of it.
  ///
  /// - Throws: ``StoreError``, and what `body` throws of its own.
  func readNow<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try pool.read(body)
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
    } catch let error as RowDecodingError {
      throw StoreError(error, path: path)
    }
  }
}
