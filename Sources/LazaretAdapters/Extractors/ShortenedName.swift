/// A name that stands before many values, cut so that it cannot make a text many times as long as its file.
/// Whoever shortens one has written it whole before.
enum ShortenedName {
  /// The name itself, or its beginning and "…" in at most `bytes` bytes. `name` must be valid UTF-8.
  static func of(_ name: [UInt8], bytes: Int) -> [UInt8] {
    if name.count <= bytes { return name }
    var end = max(bytes - 3, 0)
    while end > 0, name[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(name[..<end]) + "…".utf8
  }
}
