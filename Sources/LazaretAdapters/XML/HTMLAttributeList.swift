/// The attributes of one start tag that somebody reads, in order. One list serves all tags of a page, so
/// that no tag needs memory of its own.
struct HTMLAttributeList {
  struct Entry {
    var name: HTMLName
    fileprivate var value: Range<Int>
  }

  private(set) var entries: [Entry] = []
  private var utf8: [UInt8] = []

  /// True when there is more than the id and the classes of the element.
  private(set) var hasOthers = false

  mutating func removeAll() {
    if entries.isEmpty { return }
    hasOthers = false
    entries.removeAll(keepingCapacity: true)
    utf8.removeAll(keepingCapacity: true)
  }

  mutating func append(_ name: HTMLName, _ value: UnsafeBufferPointer<UInt8>) {
    if name.word != .id, name.word != .classes { hasOthers = true }
    let start = utf8.count
    utf8.append(contentsOf: value)
    entries.append(Entry(name: name, value: start..<utf8.count))
  }

  func value(of entry: Entry) -> ArraySlice<UInt8> { utf8[entry.value] }

  /// `nil` for an attribute that is not there.
  func value(_ word: HTMLWord) -> ArraySlice<UInt8>? {
    for entry in entries where entry.name.word == word { return value(of: entry) }
    return nil
  }

  func text(of entry: Entry) -> String { String(decoding: utf8[entry.value], as: UTF8.self) }

  /// `nil` for an attribute that is not there. libxml2 gives each name once.
  func text(_ word: HTMLWord) -> String? {
    for entry in entries where entry.name.word == word { return text(of: entry) }
    return nil
  }
}
