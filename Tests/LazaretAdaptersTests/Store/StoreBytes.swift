import Foundation

/// The bytes of a store's file and of the files beside it, as a thief has them.
struct StoreBytes {
  private let bytes: [Data]

  init(_ path: String) throws {
    bytes = try ["", "-wal", "-shm", "-journal", ".lock"].compactMap { suffix in
      guard FileManager.default.fileExists(atPath: path + suffix) else { return nil }
      return try Data(contentsOf: URL(fileURLWithPath: path + suffix))
    }
  }

  /// Those of the words that stand in one of the files.
  func find(_ words: [String]) -> [String] {
    words.filter { word in bytes.contains { $0.range(of: Data(word.utf8)) != nil } }
  }
}
