import Foundation
import GRDB

/// A text with every one of its bytes.
///
/// GRDB hands strings to SQLite as C strings, which end at the first U+0000, and a document may hold
/// one. Such a text travels as a blob instead, so a statement that writes one says `CAST(? AS TEXT)`
/// and one that reads one says `CAST(column AS BLOB)`.
struct ExactText: DatabaseValueConvertible, Hashable, Sendable {
  var text: String

  init(_ text: String) { self.text = text }

  var databaseValue: DatabaseValue {
    text.utf8.contains(0) ? Data(text.utf8).databaseValue : text.databaseValue
  }

  static func fromDatabaseValue(_ value: DatabaseValue) -> ExactText? {
    switch value.storage {
    case .blob(let data): ExactText(String(decoding: data, as: UTF8.self))
    case .string(let text): ExactText(text)
    case .null, .int64, .double: nil
    }
  }
}
