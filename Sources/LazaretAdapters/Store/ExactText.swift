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
    text.holdsNull ? Data(text.utf8).databaseValue : text.databaseValue
  }

  static func fromDatabaseValue(_ value: DatabaseValue) -> ExactText? {
    switch value.storage {
    case .blob(let data): ExactText(String(decoding: data, as: UTF8.self))
    case .string(let text): ExactText(text)
    case .null, .int64, .double: nil
    }
  }
}

extension String {
  /// Whether U+0000 stands in it. Bytes in a row are searched many times faster than a view of them.
  fileprivate var holdsNull: Bool {
    let holds = utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    }
    return holds ?? utf8.contains(0)
  }

  /// Whether both are the same bytes: Swift calls strings equal that are composed differently.
  func isSameText(as other: String) -> Bool {
    let isSame = utf8.withContiguousStorageIfAvailable { mine in
      other.utf8.withContiguousStorageIfAvailable { theirs in
        guard mine.count == theirs.count else { return false }
        guard let here = mine.baseAddress, let there = theirs.baseAddress else { return true }
        return memcmp(here, there, mine.count) == 0
      }
    }
    return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}
