import GRDB
import Synchronization

/// What a caller has a thread of the database do for it.
///
/// The caller, once it goes on, may be the last that holds the store, and the work may hold the store as well.
/// Whoever does the work lets go of it before: otherwise that thread could be the last, and would close the
/// store from within a job of its own database, which ends the process.
final class StoreWork<Value>: Sendable {
  typealias Body = @Sendable (Database) throws -> Value

  private let body: Mutex<Body?>

  init(_ body: @escaping Body) { self.body = Mutex(body) }

  /// Not to be called after ``letGo()``.
  func perform(in db: Database) throws -> Value {
    guard let body = body.withLock({ $0 }) else { preconditionFailure("the work was let go of") }
    return try body(db)
  }

  /// To be called before the caller is told.
  func letGo() { body.withLock { $0 = nil } }
}
