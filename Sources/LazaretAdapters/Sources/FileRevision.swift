import Glibc
import LazaretCore

/// What the file system says about a file's content: size, times, inode and device. Any program that
/// writes to the file changes its `ctime`, which, unlike its `mtime`, nobody can set.
struct FileRevision: Hashable {
  let size: Int
  private let modified: Moment
  private let changed: Moment
  private let inode: UInt
  private let device: UInt

  private struct Moment: Hashable {
    let seconds: Int
    let nanoseconds: Int

    init(_ time: timespec) {
      seconds = time.tv_sec
      nanoseconds = time.tv_nsec
    }

    var milliseconds: Int64 { Int64(seconds) * 1000 + Int64(nanoseconds) / 1_000_000 }
  }

  init(_ status: stat) {
    size = Int(status.st_size)
    modified = Moment(status.st_mtim)
    changed = Moment(status.st_ctim)
    inode = UInt(status.st_ino)
    device = UInt(status.st_dev)
  }

  /// The coarsest step in which file systems count time, in milliseconds: FAT's, which is two seconds.
  static let coarsestStep: Int64 = 2_000

  /// Whether every change after `moment` gives the file another revision. Not so when a change could
  /// fall in the step of the clock in which the file was changed last, nor when its times lie in the
  /// future, which shows that the clocks disagree.
  func isTelling(at moment: Timestamp) -> Bool {
    max(modified.milliseconds, changed.milliseconds) < moment.milliseconds - Self.coarsestStep
  }

  /// Hexadecimal numbers: size, modified, changed, inode, device.
  var revision: Revision {
    let numbers = [
      size, modified.seconds, modified.nanoseconds, changed.seconds, changed.nanoseconds,
      Int(bitPattern: inode), Int(bitPattern: device),
    ]
    // By hand: this is made for every file of every listing.
    return Revision(
      text: String(unsafeUninitializedCapacity: numbers.count * 17) { buffer in
        var count = 0
        for number in numbers {
          if count > 0 {
            buffer[count] = UInt8(ascii: " ")
            count += 1
          }
          let value = UInt(bitPattern: number)
          var shift = max(0, (UInt.bitWidth - 1 - value.leadingZeroBitCount) / 4 * 4)
          while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: value >> UInt(shift)) & 15
            buffer[count] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
            count += 1
            shift -= 4
          }
        }
        return count
      })
  }
}
