import LazaretCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The lock that keeps a second run out: `flock` on a file beside the store. It goes with the
/// process, however that ends, so nobody ever has to remove one.
///
/// The file stays. Removing it would let two runs hold two files of the same name.
final class RunLock: Sendable {
  private let descriptor: Int32

  init(for store: String) throws(StoreError) {
    let path = store + ".lock"
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      throw .cannotOpen(
        path: store, why: "its lock '\(path)' cannot be made: \(String(cString: strerror(errno)))")
    }
    while flock(opened, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      close(opened)
      if code == EWOULDBLOCK { throw .held(path: store) }
      throw .cannotOpen(
        path: store, why: "its lock '\(path)' cannot be taken: \(String(cString: strerror(code)))")
    }
    descriptor = opened
  }

  deinit {
    // Closing alone would leave the lock to a program that is being started at this moment.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
