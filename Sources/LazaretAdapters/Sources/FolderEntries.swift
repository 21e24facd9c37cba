import Glibc

/// What a folder holds, in byte order of the names: the same order on every machine and file system.
struct FolderEntries {
  struct Entry {
    var name: [UInt8]
    var kind: Kind
  }

  enum Kind: Hashable {
    case file(FileRevision)
    case folder
    case link(toFolder: Bool)
    /// A pipe, a device or a socket, in words.
    case other(String)
    case unknown(SystemError)
  }

  /// The folder itself, whatever name led to it.
  struct Identity: Hashable {
    var device: UInt
    var inode: UInt
  }

  let identity: Identity
  let entries: [Entry]
  /// Set when the system stopped telling names before the end.
  let interruption: SystemError?

  init(root: String, steps: [String]) throws(SystemError) {
    let folder = try OpenFile.beneath(root, steps, flags: O_DIRECTORY)
    let status = try folder.status()
    identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
    // The stream closes the descriptor that it is given.
    guard let stream = fdopendir(dup(folder.descriptor)) else { throw SystemError(code: errno) }
    defer { closedir(stream) }
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { throw SystemError(code: ENOSYS) }
    var found: [Entry] = []
    var problem: SystemError?
    while true {
      errno = 0
      guard let record = readdir(stream) else {
        if errno != 0 { problem = SystemError(code: errno) }
        break
      }
      let text = UnsafeRawPointer(record).advanced(by: offset).assumingMemoryBound(to: CChar.self)
      let name = UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
      if name == [0x2E] || name == [0x2E, 0x2E] { continue }
      if let entry = Self.look(at: text, named: name, in: folder.descriptor) { found.append(entry) }
    }
    interruption = problem
    // In its place: a folder may hold a hundred thousand names.
    found.sort { $0.name.lexicographicallyPrecedes($1.name) }
    entries = found
  }

  /// `nil` when the entry has gone meanwhile.
  private static func look(
    at path: UnsafePointer<CChar>, named name: [UInt8], in folder: Int32
  ) -> Entry? {
    var status = stat()
    guard fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      return errno == ENOENT ? nil : Entry(name: name, kind: .unknown(SystemError(code: errno)))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return Entry(name: name, kind: .file(FileRevision(status)))
    case S_IFDIR: return Entry(name: name, kind: .folder)
    case S_IFLNK:
      var target = stat()
      let toFolder = fstatat(folder, path, &target, 0) == 0 && target.st_mode & S_IFMT == S_IFDIR
      return Entry(name: name, kind: .link(toFolder: toFolder))
    case S_IFIFO: return Entry(name: name, kind: .other("a named pipe"))
    case S_IFSOCK: return Entry(name: name, kind: .other("a socket"))
    default: return Entry(name: name, kind: .other("a device"))
    }
  }
}
