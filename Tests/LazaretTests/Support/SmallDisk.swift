import Foundation
import LazaretTesting

/// A file system in memory that has an end, for tests that run as root on Linux.
final class SmallDisk: Sendable {
  struct NotMounted: Error {
    let code: Int32
  }

  private let folder: TemporaryDirectory

  static let isPossible = (try? SmallDisk(kilobytes: 64)) != nil

  init(kilobytes: Int) throws {
    folder = try TemporaryDirectory()
    try mount(kilobytes: kilobytes, flags: 0)
  }

  func path(_ relative: String) -> String { folder.path(relative) }

  func grow(toKilobytes size: Int) throws { try mount(kilobytes: size, flags: UInt(MS_REMOUNT)) }

  func forbidWriting(_ isForbidden: Bool) throws {
    let readOnly = isForbidden ? UInt(MS_RDONLY) : 0
    try mount(kilobytes: nil, flags: UInt(MS_REMOUNT) | readOnly)
  }

  private func mount(kilobytes: Int?, flags: UInt) throws {
    let options = kilobytes.map { "size=\($0)k" } ?? ""
    guard Glibc.mount("tmpfs", folder.url.path, "tmpfs", flags, options) == 0 else {
      throw NotMounted(code: errno)
    }
  }

  deinit { umount2(folder.url.path, Int32(MNT_DETACH)) }
}
