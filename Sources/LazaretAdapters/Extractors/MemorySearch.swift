import Glibc

extension [UInt8] {
  /// Whether a byte is among these. Looks at 32 of them at a time.
  func holds(_ byte: UInt8) -> Bool {
    withUnsafeBytes { bytes in
      bytes.baseAddress.map { memchr($0, Int32(byte), bytes.count) != nil } ?? false
    }
  }

  func firstPlace(of byte: UInt8, from start: Int) -> Int? {
    guard start < count else { return nil }
    return withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base + start, Int32(byte), bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
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
