import Foundation
import GRDB

/// Every row of a store as text, without what differs between two stores that hold the same.
///
/// A column is compared unless it is listed here with a reason, so a new one is compared until somebody
/// decides otherwise.
struct StoreRows {
  /// By table and column; `*` is the whole table.
  static let leftAside: [String: [String: String]] = [
    "run": ["*": "each attempt is a run of its own"],
    "profile": ["*": "belongs to a run, and one that was killed notes nothing"],
    "store": ["id": "names the file", "change": "counts transactions, and an attempt adds some"],
    "document": ["run": aRun, "seen_run": aRun, "updated_at": aTime, "revision": aLook],
    "chunk": ["run": aRun, "change": "which transaction wrote it"],
    "quarantine": ["run": aRun, "since": aTime],
    "unscreened": ["run": aRun, "since": aTime],
    "screening": ["run": aRun, "at": aTime],
    "item": ["run": aRun, "at": aTime, "revision": aLook, "policy": aLook],
    "tombstone": ["run": aRun, "removed_at": aTime, "change": "which transaction removed it"],
  ]
  /// By the column that says under which key.
  private static let sealed = ["key": "withheld.text", "withheld_names_key": "document.withheld_names"]
  private static let aRun = "which attempt came so far"
  private static let aTime = "when it came so far"
  private static let aLook = "whether the file was old enough to be trusted when it was read"

  /// The rows of each table, sorted.
  let tables: [String: [String]]

  init(of path: String) throws {
    tables = try Self.reading(path) { db in
      var tables: [String: [String]] = [:]
      for table in try Self.names(in: db) {
        let aside = Self.leftAside[table] ?? [:]
        if aside["*"] != nil { continue }
        tables[table] = try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").map { row in
          // What is encrypted is encrypted otherwise each time.
          let sealed = Set(Self.sealed.filter { row[$0.key] as String? != nil }.map(\.value))
          return row.compactMap { column, value in
            aside[column] == nil && !sealed.contains("\(table).\(column)")
              ? "\(column)=\(Self.text(of: value, in: column))" : nil
          }.joined(separator: " ")
        }.sorted()
      }
      return tables
    }
  }

  /// What is wrong with the file itself, or `nil`.
  static func damage(of path: String) throws -> String? {
    try reading(path) { db in
      let integrity = try String.fetchAll(db, sql: "PRAGMA integrity_check")
      if integrity != ["ok"] { return integrity.joined(separator: "; ") }
      let dangling = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").count
      return dangling == 0 ? nil : "\(dangling) rows point nowhere"
    }
  }

  /// Names in ``leftAside`` that no table has.
  static func unknownNames(in path: String) throws -> [String] {
    try reading(path) { db in
      var unknown: [String] = []
      for (table, columns) in leftAside {
        let known = Set(try db.columns(in: table).map(\.name) + ["*"])
        unknown += columns.keys.filter { !known.contains($0) }.map { "\(table).\($0)" }
      }
      return unknown
    }
  }

  /// Whether a run made its store and lived so long that it can be read.
  static func canBeRead(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path) && !FileManager.default.fileExists(atPath: path + "-journal")
  }

  static func reading<Value>(_ path: String, _ body: (Database) throws -> Value) throws -> Value {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(60)
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    return try queue.read(body)
  }

  /// The first rows that only one of the two has, table by table.
  ///
  /// - Parameter mayHaveMore: tables of which this store may hold rows that the other does not.
  func differences(from other: StoreRows, mayHaveMore: Set<String> = []) -> [String] {
    Set(tables.keys).union(other.tables.keys).sorted().flatMap { table -> [String] in
      let mine = tables[table] ?? []
      let others = other.tables[table] ?? []
      if mine == others { return [] }
      let missing = Self.subtract(mine, from: others)
      let more = Self.subtract(others, from: mine)
      return missing.prefix(2).map { "\(table) lacks: \($0.prefix(400))" }
        + (mayHaveMore.contains(table) ? [] : more.prefix(2).map { "\(table) has beside: \($0.prefix(400))" })
    }
  }

  private static func subtract(_ rows: [String], from others: [String]) -> [String] {
    var counts = rows.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    return others.filter { row in
      guard let count = counts[row], count > 0 else { return true }
      counts[row] = count - 1
      return false
    }
  }

  private static func names(in db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
  }

  private static func text(of value: DatabaseValue, in column: String) -> String {
    // The vendor numbers its answers.
    if column == "evidence", let json = String.fromDatabaseValue(value),
      var object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    {
      object["request_id"] = nil
      let data = try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
      return data.map { String(decoding: $0, as: UTF8.self) } ?? json
    }
    switch value.storage {
    case .string(let text): return text.debugDescription
    default: return "\(value)"
    }
  }
}
