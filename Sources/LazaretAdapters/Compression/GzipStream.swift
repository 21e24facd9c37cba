import CZlib

/// Compresses bytes as they come. The same bytes in the same order give the same file: the header holds no
/// time and no name.
final class GzipStream {
  /// In memory of its own: zlib remembers where it stands.
  private let stream: UnsafeMutablePointer<z_stream>
  private let room: UnsafeMutableBufferPointer<UInt8>

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    room = .allocate(capacity: 1 << 16)
    // 15 bits of window, and 16 for the header of gzip.
    let status = deflateInit2_(
      stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib has no memory")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    room.deallocate()
  }

  /// What can be written after these bytes; often nothing.
  func compressed(_ bytes: [UInt8]) -> [UInt8] { pass(bytes, Z_NO_FLUSH) }

  /// The end of the file.
  func finish() -> [UInt8] { pass([], Z_FINISH) }

  private func pass(_ bytes: [UInt8], _ flush: Int32) -> [UInt8] {
    if bytes.isEmpty, flush == Z_NO_FLUSH { return [] }
    var output: [UInt8] = []
    var bytes = bytes
    bytes.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      repeat {
        stream.pointee.next_out = room.baseAddress
        stream.pointee.avail_out = UInt32(room.count)
        deflate(stream, flush)
        output += room[..<(room.count - Int(stream.pointee.avail_out))]
      } while stream.pointee.avail_out == 0
      stream.pointee.next_in = nil
    }
    return output
  }
}
