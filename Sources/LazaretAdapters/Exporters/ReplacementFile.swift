import LazaretCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that grows under a name of its own beside its target and takes the target's place when it
/// is whole. It is gone if it never did.
final class ReplacementFile {
  private let target: String
  private let temporary: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var hash = RunningDigest()
  private var bytes = 0
  private var isInPlace = false

  private static let bufferBytes = 1 << 18

  init(for target: String) throws(ExportError) {
    self.target = target
    let name = target.split(separator: "/").last.map(String.init) ?? target
    let folder = Self.folder(of: target)
    temporary = "\(folder)/.\(name).\(String(UInt64.random(in: .min ... .max), radix: 36)).partial"
    let opened = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw ExportError(path: target, errno: errno) }
    descriptor = opened
    // Whoever may read the old file may read the new one.
    if let mode = CorpusFile.mode(of: target) { fchmod(descriptor, mode & 0o7777) }
  }

  deinit {
    close(descriptor)
    if !isInPlace { unlink(temporary) }
  }

  func append(_ row: [UInt8]) throws(ExportError) {
    buffer += row
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Writes what is left and waits until the disk has it.
  func sync() throws(ExportError) -> (bytes: Int, digest: Digest) {
    try flush()
    guard fsync(descriptor) == 0 else { throw ExportError(path: target, errno: errno) }
    return (bytes, hash.digest)
  }

  func replaceTarget() throws(ExportError) {
    guard rename(temporary, target) == 0 else { throw ExportError(path: target, errno: errno) }
    isInPlace = true
    // A rename outlives a power cut only when the folder is on the disk too. Some file systems
    // cannot sync a folder; the file is in its place then as well.
    let folder = open(Self.folder(of: target), O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  private func flush() throws(ExportError) {
    var start = 0
    while start < buffer.count {
      let count = buffer[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw ExportError(path: target, errno: errno)
      }
      start += count
    }
    hash.update(buffer)
    bytes += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
