import GRDB
import LazaretCore

extension StoreError {
  /// SQLite's own words and code, and nothing that was bound to the statement: that may be text of
  /// a document.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error, path: path)
    case is RowDecodingError:
      self = .corrupted(path: path, why: "a row does not hold what its table promises")
    default: self = .failed(path: path, why: "\(type(of: error))")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let why = "\(error.message ?? "no message") (SQLite code \(error.extendedResultCode.rawValue))"
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupted(path: path, why: why)
    case .SQLITE_FULL: self = .full(path: path)
    case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly(path: path)
    case .SQLITE_CANTOPEN: self = .cannotOpen(path: path, why: why)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .failed(path: path, why: "another program holds it locked, \(why)")
    case .SQLITE_IOERR:
      // A quota, a limit on the size of files, a disk that fails: the operating system's word is not told.
      self = .failed(
        path: path,
        why: "\(why); check the disk, its quota and its health and run again, what was answered is kept")
    default: self = .failed(path: path, why: why)
    }
  }
}
