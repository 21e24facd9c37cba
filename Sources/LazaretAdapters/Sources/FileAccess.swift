import Glibc

/// A number from `errno`, and what the system says of it.
struct SystemError: Error, Hashable {
  var code: Int32

  var words: String { String(cString: strerror(code)) }
}

/// An open file, closed when the value goes.
struct OpenFile: ~Copyable {
  let descriptor: Int32

  init(adopting descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Opens a path that the user wrote: symbolic links in it are followed.
  static func at(_ path: String, flags: Int32 = 0) throws(SystemError) -> OpenFile {
    try adopt(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags))
  }

  /// Opens what lies beneath a folder, step by step. No step follows a symbolic link, so nobody can
  /// lead the walk out of the folder by changing it meanwhile.
  static func beneath(
    _ root: String, _ steps: [String], flags: Int32 = 0
  ) throws(SystemError) -> OpenFile {
    var current = try at(root, flags: O_DIRECTORY)
    for (place, step) in steps.enumerated() {
      let isLast = place == steps.count - 1
      current = try adopt(
        openat(
          current.descriptor, step,
          O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | (isLast ? flags : O_DIRECTORY)))
    }
    return current
  }

  private static func adopt(_ descriptor: Int32) throws(SystemError) -> OpenFile {
    guard descriptor >= 0 else { throw SystemError(code: errno) }
    return OpenFile(adopting: descriptor)
  }

  borrowing func status() throws(SystemError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemError(code: errno) }
    return status
  }

  enum ReadError: Error {
    case notAFile
    case tooLarge(bytes: Int)
    case changed
    case system(SystemError)
  }

  /// All bytes of a regular file, and its revision. Both are taken from the open file and again after
  /// the last byte: a file that somebody is writing is an error, not half a document. There is no
  /// revision when it changed otherwise meanwhile.
  borrowing func readAll(maxBytes: Int) throws(ReadError) -> (bytes: [UInt8], revision: FileRevision?) {
    let before = try statusForReading()
    guard before.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    let size = Int(before.st_size)
    guard size <= maxBytes else { throw .tooLarge(bytes: size) }
    let descriptor = descriptor
    var problem: SystemError?
    // One byte more than expected, to see a file that grows.
    let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, filled in
      while filled < size + 1 {
        let count = read(descriptor, buffer.baseAddress.map { $0 + filled }, size + 1 - filled)
        if count == 0 { break }
        if count < 0 {
          if errno == EINTR { continue }
          problem = SystemError(code: errno)
          break
        }
        filled += count
      }
    }
    if let problem { throw .system(problem) }
    let after = try statusForReading()
    guard bytes.count == size, after.st_size == before.st_size,
      after.st_mtim.tv_sec == before.st_mtim.tv_sec, after.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    else { throw .changed }
    let revision = FileRevision(before)
    return (bytes, revision == FileRevision(after) ? revision : nil)
  }

  private borrowing func statusForReading() throws(ReadError) -> stat {
    do throws(SystemError) { return try status() } catch { throw .system(error) }
  }
}

extension SystemError {
  var isMissing: Bool { code == ENOENT || code == ENOTDIR }
}
