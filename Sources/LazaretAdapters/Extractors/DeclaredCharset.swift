/// The charset that a document names in its own first bytes.
enum DeclaredCharset {
  /// From `<meta charset=…>`, `<meta http-equiv … content="…; charset=…">` or an XML declaration, in
  /// the first 1,024 bytes, where HTML requires it.
  static func inHTML(_ bytes: [UInt8]) -> String? {
    let head = lowercased(bytes.prefix(1024))
    var place = head.startIndex
    while let meta = find("<meta", in: head, from: place) {
      let end = head[meta...].firstIndex(of: 0x3E) ?? head.endIndex
      if let label = value(after: "charset", in: head[meta..<end]) { return usable(label) }
      place = end
    }
    return inXML(bytes)
  }

  /// From `<?xml version="1.0" encoding="…"?>`.
  static func inXML(_ bytes: [UInt8]) -> String? {
    guard bytes.count > 5, lowercased(bytes[..<5]).elementsEqual("<?xml".utf8),
      let end = bytes.prefix(1024).firstIndex(of: 0x3E)
    else { return nil }
    return value(after: "encoding", in: lowercased(bytes[..<end])).map { usable($0) }
  }

  /// A declaration that could be read in ASCII was not in UTF-16.
  private static func usable(_ label: String) -> String {
    label.hasPrefix("utf-16") || label.hasPrefix("utf-32") || label.hasPrefix("ucs-") ? "utf-8" : label
  }

  private static func value(after name: StaticString, in bytes: ArraySlice<UInt8>) -> String? {
    var place = bytes.startIndex
    while let found = find(name, in: bytes, from: place) {
      place = found + name.utf8CodeUnitCount
      var rest = bytes[place...].drop(while: \.isWhitespace)
      guard rest.first == 0x3D else { continue }
      rest = rest.dropFirst().drop { $0.isWhitespace || $0 == 0x22 || $0 == 0x27 }
      let label = rest.prefix { !$0.isWhitespace && !"\"';>/?".utf8.contains($0) }
      return label.isEmpty ? nil : String(decoding: label, as: UTF8.self)
    }
    return nil
  }

  private static func find(
    _ word: StaticString, in bytes: ArraySlice<UInt8>, from start: Int
  ) -> Int? {
    word.withUTF8Buffer { wanted in
      var place = start
      while place + wanted.count <= bytes.endIndex {
        if bytes[place] == wanted[0], bytes[place..<place + wanted.count].elementsEqual(wanted) {
          return place
        }
        place += 1
      }
      return nil
    }
  }

  private static func lowercased(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...]
  }
}
