/// What the central directory of a ZIP file lists, held against the file itself.
///
/// Readers of ZIP files differ: some trust the directory at the end, some the headers before each entry,
/// some the first of two entries with one name, some the last. Whatever two readers would see differently
/// is a place where text can be kept from one of them, so each of these is an error here: a name that
/// stands twice (letter case, `\` and `./` do not make another name), an entry whose two headers disagree,
/// entries that overlap, and an entry that the directory does not list.
///
/// Time and memory are linear in the bytes; no more than ``maxEntries`` entries are listed.
struct ZipDirectory {
  static let maxEntries = 10_000

  struct Entry: Hashable {
    var name: String
    /// Both as the directory says; what is read is counted.
    var compressedBytes: Int
    var bytes: Int
    /// Where the local header starts.
    var offset: Int
    fileprivate var end: Int
  }

  /// In order of place, which is the order in which libarchive walks them.
  private(set) var entries: [Entry] = []
  private(set) var notes: [String] = []
  private var places: [String: Int] = [:]

  init(_ bytes: [UInt8]) throws(ArchiveError) {
    let end = try Self.findEnd(bytes)
    if end.end < bytes.count { notes.append("there are bytes after the end of the ZIP container") }
    guard end.count <= Self.maxEntries else {
      throw ArchiveError(reason: "holds more than \(Self.maxEntries) entries, which is the bound")
    }
    var place = end.directory
    for _ in 0..<end.count { entries.append(try Self.entry(bytes, at: &place, before: end.directory)) }
    guard place == end.directory + end.size else { throw Self.damaged("its directory has another length") }
    entries.sort { $0.offset < $1.offset }
    try refuseUnlisted(bytes, before: end.directory)
    for (index, entry) in entries.enumerated() {
      guard places.updateValue(index, forKey: Self.folded(entry.name)) == nil else {
        throw ArchiveError(
          reason: "holds two entries of one name, of which programs read one or the other; "
            + "save it again with the program that made it")
      }
    }
  }

  /// An entry by its name. Since no two names differ in letter case alone, case is let pass.
  func entry(_ name: String) -> Entry? { places[Self.folded(name)].map { entries[$0] } }

  // MARK: The directory

  private static func findEnd(
    _ bytes: [UInt8]
  ) throws(ArchiveError) -> (count: Int, directory: Int, size: Int, end: Int) {
    let last = bytes.count - 22
    guard last >= 0 else { throw damaged("it is cut off") }
    var found: Int?
    for place in stride(from: last, through: max(0, last - 65_535), by: -1)
    where bytes[place] == 0x50 && value(bytes, place, 4) == 0x0605_4B50 {
      found = place
      break
    }
    guard let found else { throw damaged("it has no directory at its end; it may be cut off") }
    guard let comment = value(bytes, found + 20, 2), found + 22 + comment <= bytes.count,
      var count = value(bytes, found + 10, 2), let here = value(bytes, found + 8, 2),
      var size = value(bytes, found + 12, 4), var directory = value(bytes, found + 16, 4)
    else { throw damaged("its directory is cut off") }
    guard here == count else { throw ArchiveError(reason: "is one part of a ZIP container of several") }
    var endOfDirectory = found
    if count == 0xFFFF || size == 0xFFFF_FFFF || directory == 0xFFFF_FFFF,
      found >= 20, value(bytes, found - 20, 4) == 0x0706_4B50
    {
      guard let wide = value(bytes, found - 12, 8), value(bytes, wide, 4) == 0x0606_4B50,
        let wideCount = value(bytes, wide + 32, 8), let wideSize = value(bytes, wide + 40, 8),
        let wideDirectory = value(bytes, wide + 48, 8)
      else { throw damaged("its 64-bit directory cannot be read") }
      (count, size, directory, endOfDirectory) = (wideCount, wideSize, wideDirectory, wide)
    }
    guard directory <= endOfDirectory, size == endOfDirectory - directory else {
      throw damaged("its directory is not where it says")
    }
    return (count, directory, size, found + 22 + comment)
  }

  private static func entry(
    _ bytes: [UInt8], at place: inout Int, before directory: Int
  ) throws(ArchiveError) -> Entry {
    let at = place
    guard value(bytes, at, 4) == 0x0201_4B50, let flags = value(bytes, at + 8, 2),
      let method = value(bytes, at + 10, 2), var packed = value(bytes, at + 20, 4),
      var size = value(bytes, at + 24, 4), let nameLength = value(bytes, at + 28, 2),
      let extraLength = value(bytes, at + 30, 2), let commentLength = value(bytes, at + 32, 2),
      var offset = value(bytes, at + 42, 4),
      at + 46 + nameLength + extraLength + commentLength <= bytes.count
    else { throw damaged("its directory cannot be read") }
    let name = bytes[at + 46..<at + 46 + nameLength]
    let extra = at + 46 + nameLength..<at + 46 + nameLength + extraLength
    place = extra.upperBound + commentLength
    // Bit 0: encrypted; bit 13: the names are too; method 99: encrypted as WinZip does.
    if flags & 0x2001 != 0 || method == 99 {
      throw ArchiveError(reason: "is encrypted; save it without a password")
    }
    try readExtra(bytes, extra, name: name, &size, &packed, &offset)
    guard offset < directory, value(bytes, offset, 4) == 0x0403_4B50,
      let localFlags = value(bytes, offset + 6, 2), let localMethod = value(bytes, offset + 8, 2),
      let localPacked = value(bytes, offset + 18, 4), let localName = value(bytes, offset + 26, 2),
      let localExtra = value(bytes, offset + 28, 2),
      offset + 30 + localName + localExtra <= directory,
      packed <= directory - (offset + 30 + localName + localExtra)
    else { throw damaged("an entry is not where its directory says") }
    let hasLength = localFlags & 8 == 0 && localPacked != 0xFFFF_FFFF
    guard bytes[offset + 30..<offset + 30 + localName] == name, localMethod == method,
      !hasLength || localPacked == packed
    else { throw damaged("its directory and its entries disagree") }
    return Entry(
      name: String(decoding: name, as: UTF8.self), compressedBytes: packed, bytes: size, offset: offset,
      end: offset + 30 + localName + localExtra + packed)
  }

  /// ZIP64's lengths, and the second name that Info-ZIP may write.
  private static func readExtra(
    _ bytes: [UInt8], _ range: Range<Int>, name: ArraySlice<UInt8>, _ size: inout Int, _ packed: inout Int,
    _ offset: inout Int
  ) throws(ArchiveError) {
    var place = range.lowerBound
    while place + 4 <= range.upperBound, let kind = value(bytes, place, 2),
      let length = value(bytes, place + 2, 2), place + 4 + length <= range.upperBound
    {
      let end = place + 4 + length
      if kind == 1 {
        var field = place + 4
        func next(_ number: inout Int) throws(ArchiveError) {
          if number != 0xFFFF_FFFF { return }
          guard field + 8 <= end, let wide = value(bytes, field, 8) else {
            throw damaged("its directory cannot be read")
          }
          number = wide
          field += 8
        }
        try next(&size)
        try next(&packed)
        try next(&offset)
      } else if kind == 0x7075, length > 5, bytes[place + 9..<end] != name {
        throw ArchiveError(reason: "gives an entry two names, of which programs take one or the other")
      }
      place = end
    }
  }

  /// Overlapping entries make a small file endless; a header in a gap is an entry that only programs see
  /// which do not look at the directory.
  private func refuseUnlisted(_ bytes: [UInt8], before directory: Int) throws(ArchiveError) {
    var end = 0
    for next in entries.map({ ($0.offset, $0.end) }) + [(directory, directory)] {
      guard next.0 >= end else { throw Self.damaged("its entries overlap") }
      var place = end
      while place + 4 <= next.0 {
        if bytes[place] == 0x50, Self.value(bytes, place, 4) == 0x0403_4B50 {
          throw ArchiveError(
            reason:
              "holds an entry that its directory does not list, so that programs differ in what they read; "
              + "save it again with the program that made it")
        }
        place += 1
      }
      end = next.1
    }
  }

  private static func damaged(_ what: String) -> ArchiveError {
    ArchiveError(reason: "is a damaged ZIP container: \(what)")
  }

  /// Little-endian; `nil` beyond the end, and for what no file is as long as.
  private static func value(_ bytes: [UInt8], _ place: Int, _ length: Int) -> Int? {
    guard place >= 0, place <= bytes.count - length else { return nil }
    var value: UInt64 = 0
    for offset in stride(from: length - 1, through: 0, by: -1) {
      value = value << 8 | UInt64(bytes[place + offset])
    }
    return value < 1 << 48 ? Int(value) : nil
  }

  /// What names have in common that somebody may take for one another.
  private static func folded(_ name: String) -> String {
    var parts: [Substring] = []
    for part in name.lowercased().split(whereSeparator: { $0 == "/" || $0 == "\\" }) where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}
