import Glibc
import SystemPackage

/// Bytes for another program to read, in a file that has no name and is nobody else's. The system takes the
/// space back when the last process lets go of it, however that comes about: nothing is left behind, not even
/// by SIGKILL. A program that is given it as standard input may also open it, as often as it likes, under
/// the path ``path``.
final class PrivateFile: Sendable {
  /// What a program calls its standard input.
  static let path = "/dev/stdin"

  let descriptor: FileDescriptor

  /// Throws `cannotStart` in the name of `program` when there is no room or no right to make a file in
  /// `TMPDIR` (or else `/tmp`).
  init(_ bytes: [UInt8], for program: String) throws(ProgramError) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    // mkstemp makes the file for its owner alone (0600). It loses its name before anything is in it.
    var template = Array((folder + "/lazaret-XXXXXX").utf8CString)
    let number = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { mkstemp($0) } ?? -1
    }
    guard number >= 0 else { throw .cannotStart(program: program) }
    descriptor = FileDescriptor(rawValue: number)
    template.withUnsafeBufferPointer { buffer in
      if let name = buffer.baseAddress { _ = unlink(name) }
    }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    do {
      try descriptor.writeAll(bytes)
      try descriptor.seek(offset: 0, from: .start)
    } catch {
      throw .cannotStart(program: program)
    }
  }

  deinit { try? descriptor.close() }
}
