/// Valid UTF-8 that is read by scalars.
struct ScalarBytes {
  let bytes: UnsafeBufferPointer<UInt8>

  var count: Int { bytes.count }

  subscript(place: Int) -> UInt8 { bytes[place] }

  /// The scalar whose first byte is at `place`. Bytes that are no UTF-8 count as scalars of their own.
  @inline(__always)
  func scalar(at place: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(bytes[place])
    if first < 0x80 { return (first, 1) }
    let left = bytes.count - place
    func next(_ offset: Int) -> UInt32 { UInt32(bytes[place + offset] & 0x3F) }
    switch first {
    case 0xC2...0xDF where left > 1: return ((first & 0x1F) << 6 | next(1), 2)
    case 0xE0...0xEF where left > 2: return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3)
    case 0xF0...0xF4 where left > 3:
      return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    default: return (first, 1)
    }
  }

  /// Where the scalar before `place` begins, and which it is; `nil` at the start.
  func scalar(before place: Int) -> UInt32? {
    var start = place - 1
    while start > 0, place - start < 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start >= 0 ? scalar(at: start).value : nil
  }
}

extension [UInt8] {
  mutating func append(scalar value: UInt32) {
    if let scalar = Unicode.Scalar(value) { append(contentsOf: UTF8.encode(scalar) ?? .init()) }
  }
}
