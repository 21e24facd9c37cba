import Glibc
import LazaretCore

/// One walk through a folder, depth first, names in byte order. It holds the names of the folders on
/// the way down and nothing else, so its memory follows the largest folder and not the number of files.
struct DirectoryListing: SourceListing {
  private let source: String
  private let root: String
  private let rules: DirectoryRules
  private let now: @Sendable () -> Timestamp
  private var levels: [Level]
  /// Folders that were entered through a link: each is entered once, or two folders with links to each
  /// other would be listed for ever longer paths.
  private var enteredByLink: Set<FolderEntries.Identity> = []
  private var firstUnlisted: String?
  private var isFinished = false

  private struct Level {
    /// The items' addresses begin with it: empty, or with a slash at the end.
    var prefix: String
    /// The way down from the root without any link.
    var steps: [String]
    var identity: FolderEntries.Identity
    var entries: [FolderEntries.Entry]
    var next = 0
  }

  init(
    source: String, root: String, rules: DirectoryRules, top: FolderEntries,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.source = source
    self.root = root
    self.rules = rules
    self.now = now
    levels = [Level(prefix: "", steps: [], identity: top.identity, entries: top.entries)]
    if top.interruption != nil { firstUnlisted = "" }
  }

  mutating func next() async throws(SourceError) -> SourceItem? {
    while let level = levels.last {
      guard level.next < level.entries.count else {
        levels.removeLast()
        continue
      }
      levels[levels.count - 1].next += 1
      if let item = visit(level.entries[level.next], in: level) { return item }
    }
    if isFinished { return nil }
    isFinished = true
    // Whoever takes what is absent for deleted must not do so for what could not be seen.
    if let folder = firstUnlisted {
      throw .notPermitted(
        "'\(folder.isEmpty ? root : folder)' could not be listed whole, so nothing counts as deleted; give this"
          + " user permission to read it, or exclude it")
    }
    return nil
  }

  private mutating func visit(_ entry: FolderEntries.Entry, in level: Level) -> SourceItem? {
    guard let name = String(validating: entry.name, as: UTF8.self) else {
      return unreadableName(entry, in: level)
    }
    guard rules.wantsName(name) else { return nil }
    let uri = level.prefix + name
    switch entry.kind {
    case .folder: return enter(level.steps + [name], as: uri, byLink: false)
    case .file(let revision): return file(level.steps + [name], as: uri, revision)
    case .link(let toFolder): return link(level.steps + [name], as: uri, toFolder: toFolder)
    case .other(let what):
      guard rules.wantsFile(uri) else { return nil }
      return SourceItem(uri: uri, content: .skipped("'\(uri)' is \(what), not a file"))
    case .unknown(let error):
      guard rules.wantsFile(uri) else { return nil }
      return SourceItem(uri: uri, content: .failed("'\(uri)' cannot be looked at: \(error.words)"))
    }
  }

  private func file(_ steps: [String], as uri: String, _ revision: FileRevision) -> SourceItem? {
    guard rules.wantsFile(uri) else { return nil }
    if revision.size > rules.maxFileBytes {
      return SourceItem(
        uri: uri, content: .skipped("'\(uri)' is larger than max_file_bytes (\(rules.maxFileBytes))"))
    }
    let (source, root, limit, now) = (source, root, rules.maxFileBytes, now)
    let read: @Sendable () async throws(SourceError) -> RawDocument = { () throws(SourceError) in
      let (bytes, revision) = try Self.read(root: root, steps: steps, uri: uri, maxBytes: limit, now: now)
      return RawDocument(source: source, uri: uri, bytes: bytes, revision: revision)
    }
    return SourceItem(
      uri: uri, content: .readable(read), byteCount: revision.size, revision: revision.revision)
  }

  private mutating func enter(_ steps: [String], as uri: String, byLink: Bool) -> SourceItem? {
    guard rules.wantsFolder(uri) else { return nil }
    let folder = uri + "/"
    do throws(SystemError) {
      let found = try FolderEntries(root: root, steps: steps)
      if levels.contains(where: { $0.identity == found.identity }) {
        return SourceItem(
          uri: folder, content: .skipped("'\(folder)' is a folder that it lies in itself"))
      }
      if byLink, !enteredByLink.insert(found.identity).inserted {
        return SourceItem(
          uri: folder, content: .skipped("'\(folder)' was listed under another symbolic link"))
      }
      levels.append(
        Level(prefix: folder, steps: steps, identity: found.identity, entries: found.entries))
      guard let error = found.interruption else { return nil }
      return unlisted(folder, error)
    } catch {
      // A folder that was removed a moment ago holds nothing.
      return error.code == ENOENT ? nil : unlisted(folder, error)
    }
  }

  private mutating func unlisted(_ folder: String, _ error: SystemError) -> SourceItem {
    firstUnlisted = firstUnlisted ?? folder
    return SourceItem(
      uri: folder, content: .failed("the folder '\(folder)' cannot be listed: \(error.words)"))
  }

  // MARK: Links

  private mutating func link(_ steps: [String], as uri: String, toFolder: Bool) -> SourceItem? {
    guard toFolder ? rules.wantsFolder(uri) : rules.wantsFile(uri) else { return nil }
    let address = toFolder ? uri + "/" : uri
    guard rules.followSymlinks else {
      return SourceItem(
        uri: address,
        content: .skipped("'\(uri)' is a symbolic link; set follow_symlinks to follow it"))
    }
    guard let resolved = realpath(root + "/" + steps.joined(separator: "/"), nil) else {
      let error = SystemError(code: errno)
      let why = error.code == ENOENT ? "leads to nothing" : "cannot be followed: \(error.words)"
      return SourceItem(uri: address, content: .failed("the symbolic link '\(uri)' \(why)"))
    }
    defer { free(resolved) }
    let top = root.hasSuffix("/") ? root : root + "/"
    guard let target = String(validatingCString: resolved), target == root || target.hasPrefix(top)
    else {
      return SourceItem(
        uri: address,
        content: .failed("the symbolic link '\(uri)' points outside of the folder of the source"))
    }
    let place = target == root ? "" : String(target.dropFirst(top.count))
    let way = place.split(separator: "/").map(String.init)
    if isExcluded(way, isFolder: toFolder) {
      return SourceItem(
        uri: address, content: .skipped("the symbolic link '\(uri)' points to something excluded"))
    }
    if toFolder { return enter(way, as: uri, byLink: true) }
    return linkedFile(way, as: uri)
  }

  private func linkedFile(_ way: [String], as uri: String) -> SourceItem {
    do throws(SystemError) {
      let status = try OpenFile.beneath(root, way).status()
      if status.st_mode & S_IFMT == S_IFREG,
        let item = file(way, as: uri, FileRevision(status))
      {
        return item
      }
      return SourceItem(uri: uri, content: .skipped("'\(uri)' leads to something that is not a file"))
    } catch {
      return SourceItem(
        uri: uri, content: .failed("the symbolic link '\(uri)' cannot be followed: \(error.words)"))
    }
  }

  private func isExcluded(_ way: [String], isFolder: Bool) -> Bool {
    for count in way.indices {
      let path = way[...count].joined(separator: "/")
      let isLast = count == way.count - 1
      if isLast, !isFolder { return rules.exclude.contains { $0.matches(path) } }
      if !rules.wantsFolder(path) { return true }
    }
    return false
  }

  // MARK: Names

  /// A name that no address can hold. Nothing beneath it was ever stored, so it does not keep deletions
  /// from being seen.
  private func unreadableName(_ entry: FolderEntries.Entry, in level: Level) -> SourceItem? {
    var escaped = Self.percentEscaped(entry.name)
    guard rules.wantsName(escaped) else { return nil }
    let isFolder = entry.kind == .folder || entry.kind == .link(toFolder: true)
    let path = level.prefix + escaped
    guard isFolder ? rules.wantsFolder(path) : rules.wantsFile(path) else { return nil }
    // Another file may bear the escaped name.
    while level.entries.contains(where: { $0.name.elementsEqual(escaped.utf8) }) { escaped += "%" }
    let uri = level.prefix + escaped
    return SourceItem(
      uri: isFolder ? uri + "/" : uri,
      content: .failed("the name '\(uri)' (percent-escaped here) is not UTF-8; rename it"))
  }

  private static func percentEscaped(_ name: [UInt8]) -> String {
    var escaped = ""
    for byte in name {
      if (0x21...0x7E).contains(byte), byte != 0x25 {
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return escaped
  }

  // MARK: Reading

  private static func read(
    root: String, steps: [String], uri: String, maxBytes: Int, now: () -> Timestamp
  ) throws(SourceError) -> (bytes: [UInt8], revision: Revision?) {
    let file: OpenFile
    // Before the first byte: what happens from now on must show.
    let moment = now()
    do throws(SystemError) {
      file = try OpenFile.beneath(root, steps)
    } catch {
      throw .whenReading(uri, error)
    }
    do throws(OpenFile.ReadError) {
      let (bytes, revision) = try file.readAll(maxBytes: maxBytes)
      guard let revision, revision.isTelling(at: moment) else { return (bytes, nil) }
      return (bytes, revision.revision)
    } catch {
      throw .whenReading(uri, error, limit: "max_file_bytes", maxBytes: maxBytes)
    }
  }
}

extension SourceError {
  static func whenReading(_ name: String, _ error: SystemError) -> SourceError {
    switch error.code {
    case ENOENT, ENOTDIR: .notFound("'\(name)' is gone; it was there when the folder was listed")
    case EACCES, EPERM: .notPermitted("'\(name)' may not be read; give this user permission to read it")
    case ELOOP: .notPermitted("'\(name)' has become a symbolic link; it is not followed")
    default: .unreachable("'\(name)' cannot be read: \(error.words)")
    }
  }

  static func whenReading(
    _ name: String, _ error: OpenFile.ReadError, limit key: String, maxBytes: Int
  ) -> SourceError {
    switch error {
    case .notAFile: .malformed("'\(name)' is not a regular file")
    case .tooLarge: .tooLarge("'\(name)' is larger than \(key) (\(maxBytes))")
    case .changed: .unreachable("'\(name)' changed while it was read; the next run reads it again")
    case .system(let error): whenReading(name, error)
    }
  }
}
