/// A place in the bytes of a page, and what stands there: marks, names, attributes.
struct PageCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  var place = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// libxml2 cuts longer ones in two.
  static let longestName = 90

  /// - Returns: `nil` for one that is not plain: readers may differ about it.
  mutating func readAttribute() -> PageAttribute? {
    let start = place
    var hash = AttributeNames.Hash()
    while place < bytes.count, Self.isName(bytes[place]) {
      hash.add(bytes[place])
      place += 1
    }
    let name = start..<place
    guard name.count <= Self.longestName else { return nil }
    skipSpace()
    guard place < bytes.count else { return nil }
    guard bytes[place] == 0x3D else {
      place = name.upperBound
      let next = bytes[place]
      let isWhole = next == 0x3E || next == 0x2F || Self.isBlank(next)
      return isWhole ? PageAttribute(name: name, value: place..<place, hash: hash, end: place) : nil
    }
    place += 1
    skipSpace()
    guard place < bytes.count else { return nil }
    let quote = bytes[place]
    if quote == 0x22 || quote == 0x27 {
      guard let close = bytes.firstPlace(of: quote, from: place + 1), close + 1 < bytes.count else {
        return nil
      }
      let value = (place + 1)..<close
      place = close + 1
      return PageAttribute(name: name, value: value, hash: hash, end: place)
    }
    let first = place
    while place < bytes.count, bytes[place] != 0x3E, !Self.isBlank(bytes[place]) {
      if bytes[place] < 0x20 { return nil }
      place += 1
    }
    return place > first && place < bytes.count
      ? PageAttribute(name: name, value: first..<place, hash: hash, end: place) : nil
  }

  func endOfName(from start: Int) -> Int {
    var end = start
    while end < bytes.count, Self.isName(bytes[end]) { end += 1 }
    return end
  }

  /// Letters, digits, `:`, `-`, `_`, `.`.
  @inline(__always)
  static func isName(_ byte: UInt8) -> Bool {
    let half: UInt64 = byte < 0x40 ? 0x07FF_6000_0000_0000 : byte < 0x80 ? 0x07FF_FFFE_87FF_FFFE : 0
    return half >> UInt64(byte & 63) & 1 == 1
  }

  /// What parts attributes for every reader. A form feed does not for all of them.
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool {
    byte <= 0x20 && 0x1_0000_2600 >> UInt64(byte) & 1 == 1
  }

  func isLetter(at place: Int) -> Bool {
    place < bytes.count && (0x61...0x7A).contains(bytes[place] | 0x20)
  }

  mutating func skipSpace() {
    while place < bytes.count, Self.isBlank(bytes[place]) { place += 1 }
  }

  mutating func skip(past byte: UInt8) -> Bool {
    guard let found = bytes.firstPlace(of: byte, from: place) else { return false }
    place = found + 1
    return true
  }

  func starts(_ mark: StaticString, at place: Int) -> Bool {
    mark.withUTF8Buffer { wanted in
      guard place + wanted.count <= bytes.count else { return false }
      for offset in wanted.indices where bytes[place + offset] != wanted[offset] { return false }
      return true
    }
  }

  /// Whether these small letters are the name, in either case.
  func holds(_ word: StaticString, _ name: Range<Int>) -> Bool {
    guard name.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { wanted in
      for offset in wanted.indices where bytes[name.lowerBound + offset] | 0x20 != wanted[offset] {
        return false
      }
      return true
    }
  }
}
