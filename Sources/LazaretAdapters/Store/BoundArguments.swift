import Foundation
import GRDB
import GRDBSQLite

/// The arguments of one execution of a statement that is executed for every chunk or answer, handed to
/// SQLite one by one, in the order of its parameters. GRDB's own way boxes each of them, and costs a quarter
/// of such an insert.
struct BoundArguments: ~Copyable {
  private let statement: OpaquePointer
  private var place: Int32 = 0
  private var code = SQLITE_OK

  fileprivate init(of statement: OpaquePointer) { self.statement = statement }

  /// Every byte of it, U+0000 as well.
  mutating func add(_ text: String?) {
    guard var text else { return addNull() }
    place += 1
    note(
      text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          // An empty text may have no address, which SQLite takes for NULL.
          guard let start = characters.baseAddress else {
            return sqlite3_bind_text(statement, place, "", 0, Self.copied)
          }
          return sqlite3_bind_text64(
            statement, place, start, UInt64(characters.count), Self.copied, UInt8(SQLITE_UTF8))
        }
      })
  }

  mutating func add(_ number: Int?) {
    guard let number else { return addNull() }
    place += 1
    note(sqlite3_bind_int64(statement, place, Int64(number)))
  }

  mutating func add(_ flag: Bool) { add(flag ? 1 : 0) }

  mutating func add(_ data: Data?) {
    guard let data else { return addNull() }
    place += 1
    note(
      data.withUnsafeBytes { bytes in
        // An empty one has no address, which SQLite takes for NULL.
        guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(statement, place, 0) }
        return sqlite3_bind_blob64(statement, place, start, UInt64(bytes.count), Self.copied)
      })
  }

  private mutating func addNull() {
    place += 1
    note(sqlite3_bind_null(statement, place))
  }

  private mutating func note(_ result: Int32) { if code == SQLITE_OK { code = result } }

  /// - Throws: when one of them could not be bound, or not each parameter has one.
  fileprivate consuming func end() throws(DatabaseError) {
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    guard place == sqlite3_bind_parameter_count(statement) else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "wrong number of statement arguments")
    }
  }

  /// Tells SQLite to make its own copy before the call returns.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

extension Statement {
  func execute(binding bind: (inout BoundArguments) -> Void) throws {
    // Nothing is left of the last time, and GRDB leaves the checking to us.
    setUncheckedArguments([])
    var arguments = BoundArguments(of: sqliteStatement)
    bind(&arguments)
    try arguments.end()
    try execute()
  }
}
