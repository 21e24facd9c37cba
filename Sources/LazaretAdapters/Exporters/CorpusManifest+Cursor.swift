extension CorpusManifest {
  /// The cursor of the export that stands at the path; `nil` when there is no manifest beside it.
  ///
  /// - Throws: ``ExportError`` when the manifest cannot be read or holds no cursor.
  package static func cursor(besides path: String) throws(ExportError) -> CorpusCursor? {
    guard StoredManifest.exists(besides: path) else { return nil }
    guard let cursor = StoredManifest(besides: path)?.cursor.flatMap({ CorpusCursor($0) }) else {
      throw .unreadableManifest(path: StoredManifest.path(besides: path))
    }
    return cursor
  }
}
