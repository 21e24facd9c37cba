import Foundation
import GRDB
package import LazaretCore

/// What was withheld, encrypted at rest: the texts of the table `withheld`, and the names of documents that
/// do not leave as they are.
extension SQLiteStore {
  /// Makes the key in force the store's key, before anything is written under it.
  ///
  /// A store that was in clear is encrypted. One that was written under another key is left alone: a key
  /// that was mistyped must not become a second one.
  func adoptKey() throws(StoreError) {
    do {
      let stored = try pool.read { try Self.key(in: $0) }
      if stored == keys.current?.keyID { return }
      if let stored {
        throw StoreError.wrongKey(
          path: path,
          why: "\(problem(with: stored)); to change keys, run 'lazaret quarantine rekey'")
      }
      try sealWhatIsInClear()
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Encrypts everything that was withheld with the current key, whichever it was under before.
  ///
  /// - Returns: how many texts were written anew.
  @discardableResult
  package func rekey() throws(StoreError) -> Int {
    do {
      let stored = try pool.read { try Self.key(in: $0) }
      if stored == nil, keys.current != nil { return try sealWhatIsInClear() }
      // One transaction: whatever happens, one of the two keys opens everything.
      let count = try pool.write { db in
        let count = try reseal(in: db)
        try setKey(in: db)
        return count
      }
      try tidy()
      return count
    } catch {
      throw StoreError(error, path: path)
    }
  }

  static func key(in db: Database) throws -> String? {
    try String.fetchOne(db, sql: "SELECT key FROM store")
  }

  private func setKey(in db: Database) throws {
    try db.execute(sql: "UPDATE store SET key = ?", arguments: [keys.current?.keyID])
  }

  /// The key becomes the store's only when no page of the file shows a text any more. When this is cut off
  /// before, the next run begins anew: what is encrypted says so itself.
  @discardableResult
  private func sealWhatIsInClear() throws -> Int {
    let count = try pool.write { db in try reseal(in: db) }
    try tidy()
    try pool.write { db in try setKey(in: db) }
    return count
  }

  /// Writes the file anew without what was deleted or overwritten: a row that was moved to another page may
  /// have left a copy behind. While somebody reads, the old pages stay until the store is next closed.
  func tidy() throws {
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "VACUUM")
      _ = try? db.checkpoint(.truncate)
    }
  }

  private func reseal(in db: Database) throws -> Int {
    let id = keys.current?.keyID
    var count = 0
    for (table, place, text, key) in [
      ("withheld", "chunk", "text", "key"),
      ("document", "id", "withheld_names", "withheld_names_key"),
    ] {
      let update = try db.makeStatement(
        sql: "UPDATE \(table) SET \(text) = ?, \(key) = ? WHERE \(place) = ?")
      // The places first: a cursor must not read what is being written.
      let places = try String.fetchAll(
        db, sql: "SELECT \(place) FROM \(table) WHERE \(text) IS NOT NULL AND \(key) IS NOT ?",
        arguments: [id])
      let select = try db.makeStatement(sql: "SELECT \(text), \(key) FROM \(table) WHERE \(place) = ?")
      for place in places {
        guard let row = try Row.fetchOne(select, arguments: [place]),
          let plain = try withheldText(row[0], key: row[1], for: place)
        else { continue }
        try update.execute(arguments: [
          keys.current?.sealed(plain, for: place) ?? Data(plain.utf8), id, place,
        ])
        count += 1
      }
    }
    return count
  }

  /// - Parameters:
  ///   - key: the id of the key under which the text is encrypted; `nil` for a text in clear.
  ///   - place: what the text belongs to.
  func withheldText(_ text: Data?, key: String?, for place: String) throws(StoreError) -> String? {
    guard let text else { return nil }
    guard let key else { return String(decoding: text, as: UTF8.self) }
    guard let seal = [keys.current, keys.previous].compactMap({ $0 }).first(where: { $0.keyID == key }) else {
      throw .wrongKey(path: path, why: problem(with: key))
    }
    do {
      return try seal.opened(text, for: place)
    } catch {
      throw .corrupted(path: path, why: "the withheld text of '\(place)' was changed")
    }
  }

  private func problem(with key: String) -> String {
    var given = keys.current.map { "'encryption_key' has the id \($0.keyID)" } ?? "no 'encryption_key' is set"
    if let previous = keys.previous { given += ", 'previous_encryption_key' has the id \(previous.keyID)" }
    return "it was written under the key with the id \(key), and \(given)"
  }
}
