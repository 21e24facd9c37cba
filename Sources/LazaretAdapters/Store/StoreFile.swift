import Foundation
import GRDB
import LazaretCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file under the store: made, recognised, opened.
enum StoreFile {
  typealias Preparation = @Sendable (Database) throws -> Void

  /// Opens the store for a run: makes folders and file where they are missing, and brings the schema
  /// up to date. A file that is not a store is left as it is.
  static func openForRun(_ path: String, preparing: @escaping Preparation) throws(StoreError) -> DatabasePool
  {
    do {
      if try size(of: path) > 0 {
        try finishMaking(path)
        if let problem = try standing(of: path), problem != .older { throw problem.error(path) }
      } else {
        try create(path)
      }
      let pool = try DatabasePool(path: path, configuration: configuration(readonly: false, preparing))
      try StoreSchema.migrator.migrate(pool)
      return pool
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Opens a store that exists, and changes nothing.
  static func openForReading(_ path: String, preparing: @escaping Preparation) throws(StoreError)
    -> DatabasePool
  {
    do {
      try mustExist(path)
      if wasCutOff(path) {
        throw StoreError.cannotOpen(
          path: path, why: "it is being made, or the run that made it was cut off; 'lazaret run' completes it"
        )
      }
      if let problem = try standing(of: path) { throw problem.error(path) }
      return try DatabasePool(path: path, configuration: configuration(readonly: true, preparing))
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// One more connection to a store that is open for a run, for its ``Checkpointer``.
  static func openBeside(_ path: String, preparing: @escaping Preparation) throws -> DatabaseQueue {
    try DatabaseQueue(path: path, configuration: configuration(readonly: false, preparing))
  }

  static func mustExist(_ path: String) throws(StoreError) {
    guard try size(of: path) > 0 else {
      throw .cannotOpen(path: path, why: "there is no store yet; 'lazaret run' makes it")
    }
  }

  /// Before it has a `-wal` file, a store that is being made has a journal, and what a dead process left in
  /// one has to be undone before anybody reads. A connection for reading may not do that.
  private static func finishMaking(_ path: String) throws {
    guard wasCutOff(path) else { return }
    let file = try DatabaseQueue(path: path, configuration: configuration(readonly: false) { _ in })
    defer { try? file.close() }
    // SQLite undoes it at the first look.
    _ = try file.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
  }

  /// True also of a store that is being made at this moment.
  private static func wasCutOff(_ path: String) -> Bool {
    var status = stat()
    return stat(path + "-journal", &status) == 0 && status.st_size > 0
  }

  private enum Problem: Equatable {
    case older
    case newer(String)
    case foreign

    func error(_ path: String) -> StoreError {
      switch self {
      case .older: .olderVersion(path: path)
      case .newer(let found): .newerVersion(path: path, found: found)
      case .foreign:
        .cannotOpen(path: path, why: "it is another program's database; name another file")
      }
    }
  }

  /// What keeps this version from using the file as it is, or `nil`.
  private static func standing(of path: String) throws -> Problem? {
    let file = try DatabaseQueue(path: path, configuration: configuration(readonly: true) { _ in })
    defer { try? file.close() }
    return try file.read { db in
      let applied = try StoreSchema.migrator.appliedIdentifiers(db)
      let known = StoreSchema.migrator.migrations
      guard try Int.fetchOne(db, sql: "PRAGMA application_id") == StoreSchema.applicationID else {
        // A run that died while it made the store leaves an empty database, or one that knows no
        // more than that it is to be migrated.
        let tables = try String.fetchSet(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
        return tables.isSubset(of: ["grdb_migrations"]) && applied.isEmpty ? .older : .foreign
      }
      if let newest = applied.subtracting(known).max() { return .newer(newest) }
      return applied.isSuperset(of: known) ? nil : .older
    }
  }

  private static func configuration(readonly: Bool, _ preparing: @escaping Preparation) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.foreignKeysEnabled = true
    configuration.label = "lazaret.store"
    // One run at a time writes; what remains is a review or a reader's recovery beside it, which are
    // short.
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      // Text that leaves the quarantine must not stay on a free page.
      try db.execute(sql: "PRAGMA secure_delete = ON")
      // Not within a commit: that is the ``Checkpointer``'s work.
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
      try preparing(db)
    }
    return configuration
  }

  /// In bytes; 0 when there is no file.
  private static func size(of path: String) throws(StoreError) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let code = errno
      if code == ENOENT { return 0 }
      throw .cannotOpen(path: path, why: String(cString: strerror(code)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotOpen(path: path, why: "it is not a regular file; name another")
    }
    return Int(status.st_size)
  }

  static func createFolder(of path: String) throws(StoreError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .cannotOpen(path: path, why: "its folder '\(folder.path)' cannot be made")
    }
  }

  /// Made before SQLite would: the store holds what was withheld, so at first only its owner reads it.
  private static func create(_ path: String) throws(StoreError) {
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      throw .cannotOpen(path: path, why: String(cString: strerror(errno)))
    }
    close(opened)
  }
}
