import CZlib

/// Undoes the compressions of HTTP: gzip, and deflate in its envelope of zlib (RFC 9110, section 8.4.1).
enum Inflation {
  enum Failure: Error {
    case tooLarge
    /// Also when it ends early, or when something follows.
    case damaged
  }

  /// - Parameter limit: in bytes, of what comes out. Nothing beyond it is ever held.
  static func inflated(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    // zlib keeps the address of its state.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    // 15 bits of window, and 32 for either envelope.
    let started = inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(started == Z_OK, "zlib has no memory")
    defer { inflateEnd(stream) }
    var input = bytes
    var output: [UInt8] = []
    let failure = input.withUnsafeMutableBufferPointer { input -> Failure? in
      guard let count = UInt32(exactly: input.count) else { return .tooLarge }
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = count
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { room in
        while true {
          stream.pointee.next_out = room.baseAddress
          stream.pointee.avail_out = UInt32(room.count)
          let status = inflate(stream, Z_NO_FLUSH)
          let filled = room.count - Int(stream.pointee.avail_out)
          guard filled <= limit - output.count else { return .tooLarge }
          output.append(contentsOf: room[..<filled])
          if status == Z_STREAM_END { return stream.pointee.avail_in == 0 ? nil : .damaged }
          guard status == Z_OK, filled > 0 || stream.pointee.avail_in > 0 else { return .damaged }
        }
      }
    }
    if let failure { throw failure }
    return output
  }
}
