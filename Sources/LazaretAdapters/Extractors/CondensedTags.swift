/// The attributes of a page's tags that a parser is spared, by the places where it reports the tags.
struct CondensedTags {
  struct Tag {
    /// Where it ends in the condensed page: at its `>`, or at the `/` in front of that.
    var end: Int32
    /// How many attributes there are up to its own, and with its own.
    var attributes: Range<Int32>
  }

  struct Attribute {
    /// Its place in ``names``.
    var name: Int32
    /// In the page, without quotation marks.
    var value: Range<Int32>
  }

  /// In their order.
  private(set) var tags: [Tag] = []
  private(set) var attributes: [Attribute] = []
  /// In lower case, each once.
  private(set) var names: [String] = []
  private var hashes: [AttributeNames.Hash] = []

  /// Looking a name up takes time in proportion to their number, and pages have some twenty that matter.
  private static let mostNames = 100
  /// Likewise for those of one tag.
  private static let mostOfTag = 50

  private var first = 0

  /// Begins a tag.
  mutating func open() { first = attributes.count }

  /// Adds an attribute to the tag that is open. Of two with one name the first counts.
  ///
  /// - Returns: False where that would take too long.
  mutating func add(
    _ name: UnsafeBufferPointer<UInt8>, _ hash: AttributeNames.Hash, _ value: Range<Int>
  ) -> Bool {
    guard attributes.count - first < Self.mostOfTag, let place = place(of: name, hash) else { return false }
    for index in first..<attributes.count where attributes[index].name == place { return true }
    attributes.append(
      Attribute(name: place, value: Int32(value.lowerBound)..<Int32(value.upperBound)))
    return true
  }

  /// Gives the tag up that is open.
  mutating func drop() { attributes.removeLast(attributes.count - first) }

  /// Ends the tag that is open.
  mutating func close(at end: Int) {
    tags.append(Tag(end: Int32(end), attributes: Int32(first)..<Int32(attributes.count)))
  }

  private mutating func place(of name: UnsafeBufferPointer<UInt8>, _ hash: AttributeNames.Hash) -> Int32? {
    for index in hashes.indices where hashes[index] == hash {
      if Self.isSame(names[index], name) { return Int32(index) }
    }
    guard names.count < Self.mostNames else { return nil }
    names.append(String(decoding: name.map(Self.lowercased), as: UTF8.self))
    hashes.append(hash)
    return Int32(names.count - 1)
  }

  private static func isSame(_ known: String, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    known.utf8.count == name.count && zip(known.utf8, name).allSatisfy { $0 == lowercased($1) }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }
}
