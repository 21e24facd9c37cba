/// Reads one record after the other of a text whose fields are separated by one byte (RFC 4180, and what is
/// written in its name): fields may stand in double quotes, and then hold separators, line ends and quotes
/// written twice. A field that goes on behind its closing quote stands as it is written. Linear work.
struct SeparatedFields {
  /// Records that end in an open quote. The rest of the text is then one field.
  private(set) var unclosedQuotes = 0
  /// Fields with a quote at their start that does not close them, or with a quote inside.
  private(set) var strayQuotes = 0
  /// Where the next record begins.
  private(set) var place: Int

  private let bytes: [UInt8]
  private let end: Int
  private let separator: UInt8

  init(_ utf8: [UInt8], separator: UInt8, from start: Int = 0, limit: Int = .max) {
    bytes = utf8
    place = start
    end = min(utf8.count, limit)
    self.separator = separator
  }

  /// `nil` at the end. An empty line is a record of one empty field.
  mutating func next() -> [ArraySlice<UInt8>]? {
    guard place < end else { return nil }
    var fields: [ArraySlice<UInt8>] = []
    while true {
      fields.append(field())
      guard place < end else { return fields }
      let byte = bytes[place]
      place += 1
      if byte == separator {
        if place == end { return fields + [[]] }
        continue
      }
      if byte == 0x0D, place < end, bytes[place] == 0x0A { place += 1 }
      return fields
    }
  }

  private mutating func field() -> ArraySlice<UInt8> {
    let start = place
    if place < end, bytes[place] == 0x22, let unquoted = quoted() {
      if place == end || endsField(bytes[place]) { return unquoted }
      place = max(place, start + 1)
    }
    while place < end, !endsField(bytes[place]) { place += 1 }
    if bytes[start..<place].contains(0x22) { strayQuotes += 1 }
    return bytes[start..<place]
  }

  /// The text between the quotes; `place` is then behind the closing one.
  private mutating func quoted() -> ArraySlice<UInt8>? {
    var text: [UInt8] = []
    var copied = place + 1
    place += 1
    while place < end {
      guard bytes[place] == 0x22 else {
        place += 1
        continue
      }
      if place + 1 < end, bytes[place + 1] == 0x22 {
        text.append(contentsOf: bytes[copied...place])
        place += 2
        copied = place
        continue
      }
      let last = bytes[copied..<place]
      place += 1
      return text.isEmpty ? last : (text + last)[...]
    }
    unclosedQuotes += 1
    return text.isEmpty ? bytes[copied..<end] : (text + bytes[copied..<end])[...]
  }

  private func endsField(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }
}
