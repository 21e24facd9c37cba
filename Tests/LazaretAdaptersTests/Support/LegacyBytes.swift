import Glibc

/// Text in a charset of the C library, for tests of the way back.
enum LegacyBytes {
  /// `nil` when the charset has no place for a character of the text.
  static func of(_ text: String, _ charset: String) -> [UInt8]? {
    guard let converter = iconv_open(charset, "UTF-8"), converter != iconv_t(bitPattern: -1) else {
      return nil
    }
    defer { iconv_close(converter) }
    var input = text.utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    let written = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target -> Int? in
        var (from, left) = (source.baseAddress, source.count)
        var (to, room) = (target.baseAddress, target.count)
        guard iconv(converter, &from, &left, &to, &room) != -1, iconv(converter, nil, nil, &to, &room) != -1
        else { return nil }
        return target.count - room
      }
    }
    return written.map { output.prefix($0).map { UInt8(bitPattern: $0) } }
  }
}
