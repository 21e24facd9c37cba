import Glibc
package import LazaretCore

/// The files of a folder and the folders in it.
///
/// An item is a file whose path matches one of `include` (all files if there is none) and none of
/// `exclude`. What was not asked for is no item. Names that begin with a dot (`.git`, `.env`) are left
/// out, as ripgrep does, unless a part of an `include` pattern begins with a dot and matches the name:
/// `.github/**/*.md`. A folder is not entered if `exclude` matches its path, or all that lies beneath it
/// (`drafts/**`).
///
/// An item's revision is what the file system says of it, see ``FileRevision``. One that was changed at
/// about the time it is read is read again by the next run.
///
/// Symbolic links are skipped, or, with `followSymlinks`, followed as long as they lead to something
/// beneath the folder that is not excluded.
package struct DirectorySource: Source {
  package let name: String
  /// The path as the pipeline file has it.
  package let location: String
  package let absenceMeansDeleted = true

  private let rules: DirectoryRules
  private let now: @Sendable () -> Timestamp

  /// - Parameter now: the clock that the files' times are compared with.
  package init(
    name: String, path: String, include: [Glob], exclude: [Glob], maxFileBytes: Int, followSymlinks: Bool,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.name = name
    self.now = now
    location = path
    rules = DirectoryRules(
      include: include, exclude: exclude, maxFileBytes: maxFileBytes, followSymlinks: followSymlinks)
  }

  package func list() async throws(SourceError) -> any SourceListing {
    guard let resolved = realpath(location, nil) else { throw refusal(SystemError(code: errno)) }
    defer { free(resolved) }
    guard let root = String(validatingCString: resolved) else {
      throw .notFound("'\(location)' leads to a folder whose name is not UTF-8; rename it")
    }
    do throws(SystemError) {
      return DirectoryListing(
        source: name, root: root, rules: rules, top: try FolderEntries(root: root, steps: []), now: now)
    } catch {
      throw refusal(error)
    }
  }

  private func refusal(_ error: SystemError) -> SourceError {
    switch error.code {
    case ENOENT:
      .notFound("there is no folder '\(location)'; correct the key 'directory' of the pipeline file")
    case ENOTDIR:
      .notFound(
        "'\(location)' is not a folder; the key 'directory' of the pipeline file takes a folder")
    case EACCES, EPERM:
      .notPermitted("the folder '\(location)' may not be read; give this user permission to read it")
    default: .unreachable("the folder '\(location)' cannot be read: \(error.words)")
    }
  }
}

/// Which of a folder's files are asked for.
struct DirectoryRules: Sendable {
  let include: [Glob]
  let exclude: [Glob]
  let maxFileBytes: Int
  let followSymlinks: Bool
  /// The parts of `include` that begin with a dot.
  private let dotted: [Glob]

  init(include: [Glob], exclude: [Glob], maxFileBytes: Int, followSymlinks: Bool) {
    self.include = include
    self.exclude = exclude
    self.maxFileBytes = maxFileBytes
    self.followSymlinks = followSymlinks
    dotted = include.flatMap { $0.pattern.split(separator: "/") }
      .filter { $0.hasPrefix(".") || $0.hasPrefix("\\.") }
      .compactMap { try? Glob(String($0)) }
  }

  func wantsName(_ name: String) -> Bool {
    !name.hasPrefix(".") || dotted.contains { $0.matches(name) }
  }

  func wantsFile(_ path: String) -> Bool {
    (include.isEmpty || include.contains { $0.matches(path) }) && !exclude.contains { $0.matches(path) }
  }

  func wantsFolder(_ path: String) -> Bool {
    !exclude.contains { pattern in
      let coversAll = pattern.pattern == "**" || pattern.pattern.hasSuffix("/**")
      let isFolder = coversAll || pattern.pattern.hasSuffix("/")
      return pattern.matches(path) || (isFolder && pattern.matches(path + "/"))
    }
  }
}
