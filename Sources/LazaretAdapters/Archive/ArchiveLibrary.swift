import CLibArchive

/// The library behind the containers.
enum ArchiveLibrary {
  /// Of the library that is loaded: "3.6.2".
  static var version: String {
    guard let text = archive_version_string() else { return "unknown" }
    return String(cString: text).split(separator: " ").last.map(String.init) ?? "unknown"
  }
}
