import Glibc

/// Text in a charset that the C library knows, turned into UTF-8. The one file that calls iconv.
enum CharsetConversion {
  struct Result {
    var utf8: [UInt8]
    /// Bytes that mean nothing in the charset; each became U+FFFD.
    var brokenBytes: Int
  }

  /// `nil` when there is no such charset.
  static func convert(_ bytes: ArraySlice<UInt8>, from label: String) -> Result? {
    guard let charset = name(for: label), let converter = iconv_open("UTF-8", charset),
      converter != iconv_t(bitPattern: -1)
    else { return nil }
    defer { iconv_close(converter) }
    // iconv takes a pointer to bytes that it could write and does not.
    var input = bytes.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 1 << 16)
    var result = Result(utf8: [], brokenBytes: 0)
    result.utf8.reserveCapacity(bytes.count + bytes.count / 2)
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var left = source.count
        var isFlushed = false
        while !isFlushed {
          var to = target.baseAddress
          var room = target.count
          // The last call takes no input and lets a charset with shift states write what it holds.
          let isLast = left == 0
          let answer =
            isLast ? iconv(converter, nil, nil, &to, &room) : iconv(converter, &from, &left, &to, &room)
          let problem = errno
          for written in target.prefix(target.count - room) {
            result.utf8.append(UInt8(bitPattern: written))
          }
          if answer == -1, problem != E2BIG {
            result.utf8.append(contentsOf: [0xEF, 0xBF, 0xBD])
            let skipped = problem == EINVAL ? left : min(1, left)
            result.brokenBytes += max(skipped, 1)
            from = from.map { $0 + skipped }
            left -= skipped
          }
          isFlushed = isLast
        }
      }
    }
    return result
  }

  /// The name by which the C library knows a charset of the web. Several old labels mean a larger
  /// charset than they say (WHATWG's Encoding Standard, "Names and labels"). UTF-7 is none: no browser
  /// reads it, and it hides markup.
  private static func name(for label: String) -> String? {
    let clean = label.lowercased()
    let isPlain = clean.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "-_:.".utf8.contains($0)
    }
    guard isPlain, !clean.isEmpty, clean.utf8.count <= 40, clean != "utf-7", clean != "utf7" else {
      return nil
    }
    return switch clean {
    case "shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji": "CP932"
    case "gb2312", "gbk", "x-gbk", "gb_2312-80", "chinese": "GB18030"
    case "euc-kr", "ks_c_5601-1987", "ksc5601", "korean", "windows-949": "CP949"
    case "big5", "big5-hkscs", "x-x-big5", "cn-big5": "BIG5-HKSCS"
    case "iso-8859-9", "iso8859-9", "latin5": "CP1254"
    case "tis-620", "iso-8859-11", "windows-874": "CP874"
    case "x-mac-cyrillic": "MAC-CYRILLIC"
    case "macintosh", "x-mac-roman": "MACINTOSH"
    default: windows(clean) ?? clean
    }
  }

  private static func windows(_ label: String) -> String? {
    label.hasPrefix("windows-125") ? "CP" + label.dropFirst("windows-".count) : nil
  }
}
