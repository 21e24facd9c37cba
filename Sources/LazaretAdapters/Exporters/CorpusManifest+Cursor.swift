import Foundation

extension CorpusManifest {
  /// The cursor of the export that stands at the path; `nil` when there is no manifest beside it.
  ///
  /// - Throws: ``ExportError`` when the manifest cannot be read or holds no cursor.
  package static func cursor(besides path: String) throws(ExportError) -> CorpusCursor? {
    let path = path + ".manifest.json"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    struct Stored: Decodable { var cursor: String }
    guard let data = FileManager.default.contents(atPath: path),
      let stored = try? JSONDecoder().decode(Stored.self, from: data),
      let cursor = CorpusCursor(stored.cursor)
    else { throw .unreadableManifest(path: path) }
    return cursor
  }
}
