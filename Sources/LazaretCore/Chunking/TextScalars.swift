/// Steps through UTF-8 by Unicode scalars. All functions trust the bytes to be valid UTF-8, as a
/// `String` guarantees.
enum TextScalars {
  static func startsScalar(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

  /// The place `count` scalars after `place`, or the end.
  static func forward(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int, by count: Int) -> Int {
    var place = place
    var left = count
    while left > 0, place < bytes.count {
      if left >= 8, place + 8 <= bytes.count, areEightASCII(bytes, at: place) {
        place += 8
        left -= 8
        continue
      }
      place += 1
      while place < bytes.count, !startsScalar(bytes[place]) { place += 1 }
      left -= 1
    }
    return place
  }

  /// - Precondition: there are eight bytes at the place.
  private static func areEightASCII(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self)
      & 0x8080_8080_8080_8080
      == 0
  }

  static func areASCII(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    var place = range.lowerBound
    while place + 8 <= range.upperBound {
      if !areEightASCII(bytes, at: place) { return false }
      place += 8
    }
    return bytes[place..<range.upperBound].allSatisfy { $0 < 0x80 }
  }

  /// The place `count` scalars before `place`, or the beginning.
  static func backward(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int, by count: Int) -> Int {
    var place = place
    var left = count
    while left > 0, place > 0 {
      place -= 1
      while place > 0, !startsScalar(bytes[place]) { place -= 1 }
      left -= 1
    }
    return place
  }

  /// True when the scalar at `place` joins the one before it into one grapheme cluster even after a
  /// space or a full stop: a combining mark, a variation selector, a joiner.
  static func extends(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    place < bytes.count && bytes[place] >= 0xCC && wideExtends(bytes, at: place)
  }

  /// Apart, so that a look at a letter of English costs a comparison.
  @inline(never)
  private static func wideExtends(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    guard let scalar = scalar(bytes, at: place) else { return false }
    return scalar.properties.isGraphemeExtend || scalar.properties.isEmojiModifier
      || scalar.properties.generalCategory == .spacingMark || scalar.value == 0x200D
  }

  static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Unicode.Scalar? {
    let lead = bytes[place]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard place + length <= bytes.count else { return nil }
    var value = length == 1 ? UInt32(lead) : UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<max(length, 1) { value = value << 6 | UInt32(bytes[place + offset] & 0x3F) }
    return Unicode.Scalar(value)
  }

  /// A hash of the next 32 bytes. The text before `place` has no say: what is inserted there must not
  /// weaken a boundary.
  @inline(always)
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int) -> UInt64 {
    if place + 32 > bytes.count { return hashNearEnd(bytes, from: place) }
    let raw = UnsafeRawBufferPointer(bytes)
    return hash { raw.loadUnaligned(fromByteOffset: place + $0, as: UInt64.self) }
  }

  /// The same words, with zeros behind the end.
  @inline(never)
  private static func hashNearEnd(_ bytes: UnsafeBufferPointer<UInt8>, from place: Int) -> UInt64 {
    hash { offset in
      var word: UInt64 = 0
      for index in 0..<8 where place + offset + index < bytes.count {
        word |= UInt64(bytes[place + offset + index]) << UInt64(8 * index)
      }
      return UInt64(littleEndian: word)
    }
  }

  /// - Parameter word: eight bytes as they stand, by how far they are from the place.
  @inline(always)
  private static func hash(_ word: (Int) -> UInt64) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    hash = mixed(hash, UInt64(littleEndian: word(0)))
    hash = mixed(hash, UInt64(littleEndian: word(8)))
    hash = mixed(hash, UInt64(littleEndian: word(16)))
    hash = mixed(hash, UInt64(littleEndian: word(24)))
    hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ (hash >> 32)
  }

  @inline(always)
  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 29)
  }
}

extension String {
  /// The bytes of the span as a text of their own.
  ///
  /// - Precondition: the span lies within the text and on scalar boundaries.
  package func slice(_ span: TextSpan) -> String {
    let view = utf8
    let start = view.index(view.startIndex, offsetBy: span.start)
    let end = view.index(start, offsetBy: span.count)
    return String(self[start..<end])
  }
}
