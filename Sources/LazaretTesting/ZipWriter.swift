/// Builds ZIP containers, sound ones and others.
package struct ZipWriter {
  package struct Entry {
    package var name: String
    package var content: [UInt8]
    /// 0 is stored, 8 is deflated.
    package var method: UInt16 = 0
    package var flags: UInt16 = 0
    /// What the directory says of the length; the true one with `nil`.
    package var claimedBytes: Int?
    /// The name in the header before the entry; the same with `nil`.
    package var localName: String?
    /// False for an entry that stands in the file only.
    package var isListed = true
    /// How long the content is unpacked, and its checksum, for content that is packed already.
    package var unpacked: (bytes: Int, checksum: UInt32)?

    package init(_ name: String, _ content: some Sequence<UInt8>) {
      self.name = name
      self.content = Array(content)
    }
  }

  package var entries: [Entry] = []

  package init() {}

  package init(_ parts: KeyValuePairs<String, String>) {
    for (name, text) in parts { entries.append(Entry(name, text.utf8)) }
  }

  package mutating func add(_ name: String, _ text: String) { entries.append(Entry(name, text.utf8)) }

  package var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    var count = 0
    for entry in entries {
      let offset = file.count
      let size = entry.claimedBytes ?? entry.unpacked?.bytes ?? entry.content.count
      let checksum = entry.unpacked?.checksum ?? Self.checksum(entry.content)
      func header(_ name: String) -> [UInt8] {
        Self.little(20, 2) + Self.little(Int(entry.flags), 2) + Self.little(Int(entry.method), 2)
          + Self.little(0, 2) + Self.little(0x21, 2) + Self.little(Int(checksum), 4)
          + Self.little(entry.content.count, 4) + Self.little(size, 4) + Self.little(name.utf8.count, 2)
          + Self.little(0, 2)
      }
      let local = entry.localName ?? entry.name
      file += Self.little(0x0403_4B50, 4) + header(local) + Array(local.utf8) + entry.content
      if !entry.isListed { continue }
      count += 1
      directory += Self.little(0x0201_4B50, 4) + Self.little(20, 2) + header(entry.name)
      directory += Self.little(0, 2) + Self.little(0, 2) + Self.little(0, 2) + Self.little(0, 4)
      directory += Self.little(offset, 4) + Array(entry.name.utf8)
    }
    let end =
      Self.little(0x0605_4B50, 4) + Self.little(0, 4) + Self.little(count, 2) + Self.little(count, 2)
      + Self.little(directory.count, 4) + Self.little(file.count, 4) + Self.little(0, 2)
    return file + directory + end
  }

  /// About `bytes` times the letter `a`, deflated to less than a hundred and fiftieth: one literal, then
  /// repetitions of 258 letters in the codes that deflate fixes.
  package static func bomb(_ name: String, bytes: Int) -> Entry {
    var packed: [UInt8] = []
    var pending = 0
    var width = 0
    func put(_ bits: [Int]) {
      for bit in bits {
        pending |= bit << width
        width += 1
        if width == 8 {
          packed.append(UInt8(pending))
          pending = 0
          width = 0
        }
      }
    }
    // The last block, fixed codes; "a" is 0x30 + 97 in eight bits.
    put([1, 1, 0] + (0..<8).map { (0x30 + 97) >> (7 - $0) & 1 })
    let repetitions = bytes / 258
    // Length 258 is symbol 285, distance 1 is symbol 0.
    for _ in 0..<repetitions { put((0..<8).map { (0xC0 + 5) >> (7 - $0) & 1 } + [0, 0, 0, 0, 0]) }
    put([0, 0, 0, 0, 0, 0, 0] + Array(repeating: 0, count: 8))
    var entry = Entry(name, packed)
    entry.method = 8
    entry.unpacked = (1 + repetitions * 258, 0)
    return entry
  }

  private static func little(_ value: Int, _ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = .max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~value
  }
}
