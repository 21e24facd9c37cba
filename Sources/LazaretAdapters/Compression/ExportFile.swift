import CZlib

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads an export line by line, compressed or not. At most one line is held.
package final class ExportFile {
  private let file: gzFile
  private let path: String
  private var buffer: [UInt8] = []
  private var place = 0
  private var isAtEnd = false

  /// - Parameter path: or `-` for standard input.
  /// - Throws: ``ExportError``.
  package init(_ path: String) throws(ExportError) {
    self.path = path
    guard let file = path == "-" ? gzdopen(dup(0), "rb") : gzopen(path, "rb") else {
      throw ExportError.cannotRead(path: path, why: String(cString: strerror(errno)))
    }
    self.file = file
  }

  deinit { gzclose(file) }

  /// The next line without its line end; `nil` at the end.
  package func line() throws(ExportError) -> [UInt8]? {
    var line: [UInt8] = []
    while true {
      if let end = buffer[place...].firstIndex(of: UInt8(ascii: "\n")) {
        line += buffer[place..<end]
        place = end + 1
        return line
      }
      line += buffer[place...]
      if isAtEnd {
        place = buffer.count
        return line.isEmpty ? nil : line
      }
      try fill()
    }
  }

  private func fill() throws(ExportError) {
    var count: Int32 = 0
    buffer = [UInt8](unsafeUninitializedCapacity: 1 << 16) { room, used in
      count = gzread(file, room.baseAddress, UInt32(room.count))
      used = Int(max(count, 0))
    }
    place = 0
    isAtEnd = count <= 0
    // A file that was cut off ends early, and says so here and not with a count.
    var status: Int32 = 0
    let words = gzerror(file, &status)
    if count < 0 || (isAtEnd && status != Z_OK && status != Z_STREAM_END) {
      throw .cannotRead(path: path, why: words.map { String(cString: $0) } ?? "it is damaged")
    }
  }
}
