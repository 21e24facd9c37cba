import CLibArchive

/// Reads entries of a ZIP container from memory. Nothing is written to disk and no entry is opened as a
/// container itself. The one file that calls libarchive; its pointers live and die inside one call.
///
/// libarchive reads by the directory at the end of the file, as office programs do; ``ZipDirectory`` refuses
/// files in which other ways of reading would find something else.
///
/// Bounds: ``maxEntryBytes`` for an entry, ``maxTotalBytes`` for all that is read from one container (which is
/// also the bound of the memory), ``maxRatio`` between an entry and its compressed form. Entries that nobody
/// asks for, such as pictures, are skipped without being inflated.
struct ZipContainer {
  /// 128 MiB: the text of some two hundred novels, or a sheet of a million rows.
  static let maxEntryBytes = 128 << 20
  static let maxTotalBytes = 256 << 20
  /// Office XML is seldom smaller than a hundredth of its length; a bomb is a thousandth.
  static let maxRatio = 150

  let directory: ZipDirectory
  private let bytes: [UInt8]
  private var readBytes = 0

  init(_ bytes: [UInt8]) throws(ArchiveError) {
    self.bytes = bytes
    directory = try ZipDirectory(bytes)
  }

  var names: [String] { directory.entries.map(\.name) }
  var notes: [String] { directory.notes }

  /// The content of the entries of these names that there are, under the names that were asked for.
  mutating func read(_ wanted: some Sequence<String>) throws(ArchiveError) -> [String: [UInt8]] {
    var askedBy: [String: [String]] = [:]
    var total = readBytes
    for name in wanted {
      guard let entry = directory.entry(name) else { continue }
      askedBy[entry.name, default: []].append(name)
      guard entry.bytes <= Self.maxEntryBytes else { throw Self.tooLarge }
      guard entry.bytes <= 1 << 20 || entry.bytes / Self.maxRatio <= entry.compressedBytes else {
        throw ArchiveError(
          reason: "holds an entry that is more than \(Self.maxRatio) times as long as its compressed form, "
            + "which is the bound")
      }
      if askedBy[entry.name]?.count == 1 { total += entry.bytes }
    }
    guard total <= Self.maxTotalBytes else {
      throw ArchiveError(
        reason: "is longer than \(Self.maxTotalBytes >> 20) MiB unpacked, which is the bound")
    }
    readBytes = total
    if askedBy.isEmpty { return [:] }
    let found = try bytes.withUnsafeBytes { Self.inflate($0, directory.entries, askedBy) }.get()
    var named: [String: [UInt8]] = [:]
    for (name, content) in found {
      for asked in askedBy[name] ?? [] { named[asked] = content }
    }
    return named
  }

  private static let tooLarge = ArchiveError(
    reason: "holds an entry longer than \(maxEntryBytes >> 20) MiB, which is the bound")

  private static func inflate(
    _ bytes: UnsafeRawBufferPointer, _ entries: [ZipDirectory.Entry], _ wanted: [String: [String]]
  ) -> Result<[String: [UInt8]], ArchiveError> {
    guard let archive = archive_read_new() else {
      return .failure(ArchiveError(reason: "cannot be unpacked: there is no memory for it"))
    }
    defer { archive_read_free(archive) }
    guard archive_read_support_format_zip_seekable(archive) == ARCHIVE_OK,
      archive_read_open_memory(archive, bytes.baseAddress, bytes.count) == ARCHIVE_OK
    else { return .failure(damaged) }
    var found: [String: [UInt8]] = [:]
    for entry in entries {
      if found.count == wanted.count { break }
      var header: OpaquePointer?
      guard archive_read_next_header(archive, &header) == ARCHIVE_OK, let header else {
        return .failure(damaged)
      }
      if entry.name.utf8.allSatisfy({ $0 < 0x80 }) {
        // Names beyond ASCII depend on the locale; the order of the entries does not.
        guard let path = archive_entry_pathname(header), String(cString: path) == entry.name else {
          return .failure(damaged)
        }
      }
      if wanted[entry.name] == nil { continue }
      var content: [UInt8] = []
      content.reserveCapacity(entry.bytes)
      let isWhole = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
        while true {
          let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
          if count == 0 { return content.count == entry.bytes }
          guard count > 0, content.count + count <= entry.bytes else { return false }
          content.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
      }
      guard isWhole else { return .failure(damaged) }
      found[entry.name] = content
    }
    return .success(found)
  }

  private static let damaged = ArchiveError(
    reason: "is a damaged ZIP container: an entry cannot be unpacked, or is not what the directory says")
}
