import Foundation

/// The manifest beside an export, as far as it is read again.
struct StoredManifest: Decodable {
  var format: String?
  var cursor: String?
  var sha256: String?

  static func path(besides export: String) -> String { export + ".manifest.json" }
  static func exists(besides export: String) -> Bool {
    FileManager.default.fileExists(atPath: path(besides: export))
  }

  /// `nil` when it cannot be read.
  init?(besides export: String) {
    guard let data = FileManager.default.contents(atPath: Self.path(besides: export)),
      let stored = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = stored
  }
}
