#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why the corpus could not be written. The file that stood at the target is whole.
package enum ExportError: Error, Sendable, Hashable {
  case cannotWrite(path: String, why: String)
  case cannotRead(path: String, why: String)
  case full(path: String)
  /// A folder, a device or a pipe, over which nothing can be renamed.
  case notAFile(path: String)
  /// What stands beside an export is not what an export writes.
  case unreadableManifest(path: String)
  /// A folder with files that no export wrote, which would be lost.
  case foreignFolder(path: String)

  init(path: String, errno code: Int32) {
    self =
      switch code {
      case ENOSPC, EDQUOT: .full(path: path)
      case EISDIR: .notAFile(path: path)
      default: .cannotWrite(path: path, why: String(cString: strerror(code)))
      }
  }
}

extension ExportError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotWrite(let path, let why):
      "the file '\(path)' cannot be written: \(why); check the folder and its permissions"
    case .cannotRead(let path, let why): "the file '\(path)' cannot be read: \(why)"
    case .full(let path): "no space left for the file '\(path)'; free some and try again"
    case .unreadableManifest(let path):
      "the manifest '\(path)' holds no cursor; give the cursor, or export without --since"
    case .foreignFolder(let path):
      "'\(path)' is not an earlier export and would be replaced; name a folder that is empty or not there"
    case .notAFile(let path):
      "the file '\(path)' is not a regular file; name a file, or '-' for standard output"
    }
  }
}
