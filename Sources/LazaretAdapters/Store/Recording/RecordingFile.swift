import Foundation
import LazaretCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file of a recording: made for its owner alone, read by place, written at its end.
final class RecordingFile: Sendable {
  /// Of the folder.
  let path: String
  private let descriptor: Int32

  static let name = "answers.jsonl"

  /// Opens a recording that is there, for reading.
  static func reading(_ folder: String) throws(StoreError) -> RecordingFile {
    let opened = open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      if errno == ENOENT || errno == ENOTDIR {
        throw .recording(
          path: folder,
          why: "is not there: there is no file '\(name)' in it; 'lazaret run --record \(folder)' makes one")
      }
      throw .recording(path: folder, why: "cannot be read: \(Self.words(errno)); check its permissions")
    }
    let file = RecordingFile(path: folder, descriptor: opened)
    // A file system without locks has nobody who holds one.
    if flock(opened, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK { throw held(folder) }
    return file
  }

  /// Opens a recording to add to it, and makes folder and file where they are missing. Nobody else reads or
  /// writes it meanwhile.
  static func writing(_ folder: String) throws(StoreError) -> RecordingFile {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .recording(path: folder, why: "cannot be made; check the permissions of the folder above it")
    }
    let opened = open("\(folder)/\(name)", O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard opened >= 0 else {
      throw .recording(path: folder, why: "cannot be written: \(Self.words(errno)); check its permissions")
    }
    let file = RecordingFile(path: folder, descriptor: opened)
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { throw held(folder) }
      throw .recording(
        path: folder, why: "cannot be locked: \(Self.words(errno)); name a folder on a local disk")
    }
    return file
  }

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    // Closing alone would leave the lock to a program that is being started at this moment.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func held(_ folder: String) -> StoreError {
    .recording(path: folder, why: "is in use by another run; wait for it to end, or name another folder")
  }

  private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// At most so many bytes from this place on; fewer at the end of the file.
  func bytes(at place: Int, atMost count: Int) throws(StoreError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let read = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(place + filled))
        if read < 0 {
          if errno == EINTR { continue }
          failure = errno
          return
        }
        if read == 0 { return }
        filled += read
      }
    }
    if failure != 0 {
      throw .recording(path: path, why: "cannot be read: \(Self.words(failure)); restore it from a copy")
    }
    return bytes
  }

  /// - Returns: when the bytes outlive the process.
  func append(_ bytes: [UInt8]) throws(StoreError) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw .recording(
          path: path,
          why: "cannot be written: \(Self.words(errno)); make room, and record again into the same folder")
      }
      start += written
    }
  }

  /// Drops what stands after this place.
  func truncate(to place: Int) throws(StoreError) {
    guard ftruncate(descriptor, off_t(place)) == 0 else {
      throw .recording(path: path, why: "cannot be written: \(Self.words(errno)); check its permissions")
    }
  }

  /// Waits until the disk has the file and its name.
  func sync() throws(StoreError) {
    guard fsync(descriptor) == 0 else {
      throw .recording(
        path: path, why: "did not reach the disk: \(Self.words(errno)); record again into another folder")
    }
    // Some file systems cannot sync a folder; the name is there then as well.
    let folder = open(path, O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }
}
