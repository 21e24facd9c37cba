import Foundation

/// Paths of the pipeline file, which start at its folder.
enum FilePath {
  /// - Returns: an absolute path without `.`, `..` and doubled slashes. Symbolic links are not
  ///   followed: `..` takes away what stands before it, as in a shell.
  static func resolve(_ path: String, in folder: String) -> String {
    let whole = path.hasPrefix("/") ? path : folder + "/" + path
    var parts: [Substring] = []
    for part in whole.split(separator: "/") where part != "." {
      if part == ".." {
        if !parts.isEmpty { parts.removeLast() }
      } else {
        parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The absolute folder that the file at `path` stands in.
  static func folder(of path: String) -> String {
    let whole = resolve(path, in: FileManager.default.currentDirectoryPath)
    return resolve("..", in: whole)
  }

  static func lastPart(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? "/"
  }
}
