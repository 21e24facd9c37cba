import Glibc

extension UnsafeBufferPointer<UInt8> {
  /// - Parameter end: `nil` for the end of all.
  func firstPlace(of byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
    let end = end ?? count
    guard start < end, let base = baseAddress, let found = memchr(base + start, Int32(byte), end - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}

extension [UInt8] {
  /// Whether a byte is among these. Looks at 32 of them at a time.
  func holds(_ byte: UInt8) -> Bool { firstPlace(of: byte, from: 0) != nil }

  func firstPlace(of byte: UInt8, from start: Int) -> Int? {
    withUnsafeBufferPointer { $0.firstPlace(of: byte, from: start) }
  }

  /// Whether a text stands in the first 64 KiB. Looks only where headings are, and for texts that are no
  /// longer than titles are.
  func holdsEarly(_ part: [UInt8]) -> Bool {
    if part.isEmpty { return true }
    guard part.count <= 300 else { return false }
    let end = Swift.min(count, 1 << 16) - part.count
    return withUnsafeBytes { text in
      part.withUnsafeBytes { part in
        guard let text = text.baseAddress, let wanted = part.baseAddress else { return false }
        var place = 0
        while place <= end, let found = memchr(text + place, Int32(part[0]), end - place + 1) {
          if memcmp(found, wanted, part.count) == 0 { return true }
          place = UnsafeRawPointer(found) - text + 1
        }
        return false
      }
    }
  }

  /// Whether these are UTF-8 without a fault. Blocks of ASCII are looked at 64 bytes at a time.
  var isUTF8: Bool {
    withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return true }
      guard let first = ConcealmentSigns.notASCII(base, from: 0, to: bytes.count) else { return true }
      var place = first
      while place < bytes.count {
        if bytes[place] < 0x80 {
          place += 1
          guard place & 63 == 0 else { continue }
          guard let next = ConcealmentSigns.notASCII(base, from: place, to: bytes.count) else { return true }
          place = next
          continue
        }
        let (length, isWhole) = UTF8Repair.character(at: place, in: bytes)
        if !isWhole { return false }
        place += length
      }
      return true
    }
  }
}
