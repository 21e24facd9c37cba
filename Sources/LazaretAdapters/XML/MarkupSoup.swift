/// Reads markup that is not well-formed as far as it makes sense, for what an XML parser gave up on. Takes
/// time and memory in proportion to the text.
///
/// An end tag closes the innermost element of its name, and what is open inside it; one without a start tag
/// is passed over. A `<` that begins no tag is text. References are replaced where they are numbers or the
/// five names of XML, and nothing else is expanded.
struct MarkupSoup {
  private struct OpenElement {
    var name: String
    var namespace: String?
    /// What a name without prefix means inside.
    var defaultNamespace: String?
  }

  private let bytes: [UInt8]
  private let sink: any MarkupSink
  /// Elements that never stand inside each other: one that begins ends the one before.
  private let unnested: Set<String>
  private var place = 0
  private var open: [OpenElement] = []
  private var openCounts: [String: Int] = [:]
  private var prefixes: [String: String] = [:]

  /// - Parameter utf8: valid UTF-8.
  /// - Returns: where the text was over before its elements were, if it was.
  static func read(_ utf8: [UInt8], unnested: Set<String>, into sink: any MarkupSink) -> MarkupError? {
    var soup = MarkupSoup(bytes: utf8, sink: sink, unnested: unnested)
    return soup.read()
  }

  private init(bytes: [UInt8], sink: any MarkupSink, unnested: Set<String>) {
    self.bytes = bytes
    self.sink = sink
    self.unnested = unnested
  }

  private mutating func read() -> MarkupError? {
    var isCut = false
    while place < bytes.count, !isCut, sink.reasonToStop == nil {
      guard bytes[place] == 0x3C else {
        text(upTo: bytes[place...].firstIndex(of: 0x3C) ?? bytes.count)
        continue
      }
      isCut = !readMarkup()
    }
    guard isCut || !open.isEmpty, sink.reasonToStop == nil else { return nil }
    return MarkupError(
      line: 1 + bytes.count { $0 == 0x0A }, reason: "it ends inside an element", isAtEnd: true)
  }

  /// - Returns: false when what begins here has no end.
  private mutating func readMarkup() -> Bool {
    if starts(with: "<!--") {
      guard let end = find("-->", from: place + 4) else { return false }
      bytes[(place + 4)..<end].withUnsafeBufferPointer { sink.comment($0.span) }
      place = end + 3
    } else if starts(with: "<![CDATA[") {
      guard let end = find("]]>", from: place + 9) else { return false }
      bytes[(place + 9)..<end].withUnsafeBufferPointer { sink.text($0.span) }
      place = end + 3
    } else if starts(with: "<?") {
      guard let end = bytes[place...].firstIndex(of: 0x3E) else { return false }
      place = end + 1
    } else if starts(with: "<!") {
      var depth = 0
      var end = place
      while end < bytes.count, bytes[end] != 0x3E || depth > 0 {
        if bytes[end] == 0x5B { depth += 1 } else if bytes[end] == 0x5D { depth = max(0, depth - 1) }
        end += 1
      }
      guard end < bytes.count else { return false }
      place = end + 1
    } else if place + 1 < bytes.count, bytes[place + 1] == 0x2F {
      guard let end = bytes[place...].firstIndex(of: 0x3E) else { return false }
      close(name(in: (place + 2)..<end))
      place = end + 1
    } else if place + 1 < bytes.count, Self.beginsName(bytes[place + 1]) {
      return readStart()
    } else {
      text(upTo: bytes[(place + 1)...].firstIndex(of: 0x3C) ?? bytes.count)
    }
    return true
  }

  private mutating func readStart() -> Bool {
    let tag = name(in: (place + 1)..<bytes.count)
    var cursor = place + 1 + tag.utf8.count
    var attributes: [MarkupAttribute] = []
    while cursor < bytes.count, bytes[cursor] != 0x3E, bytes[cursor] != 0x3C {
      guard Self.beginsName(bytes[cursor]) else {
        cursor += 1
        continue
      }
      let key = name(in: cursor..<bytes.count)
      cursor += key.utf8.count
      while cursor < bytes.count, bytes[cursor].isWhitespace { cursor += 1 }
      guard cursor < bytes.count, bytes[cursor] == 0x3D else { continue }
      cursor += 1
      while cursor < bytes.count, bytes[cursor].isWhitespace { cursor += 1 }
      guard cursor < bytes.count else { break }
      let quote = bytes[cursor]
      let start: Int
      let end: Int
      if quote == 0x22 || quote == 0x27 {
        start = cursor + 1
        end = bytes[start...].firstIndex { $0 == quote || $0 == 0x3C } ?? bytes.count
        cursor = end < bytes.count && bytes[end] == quote ? end + 1 : end
      } else {
        start = cursor
        end = bytes[start...].firstIndex { $0.isWhitespace || $0 == 0x3E || $0 == 0x3C } ?? bytes.count
        cursor = end
      }
      attributes.append(
        MarkupAttribute(name: key, value: String(decoding: Self.plain(bytes[start..<end]), as: UTF8.self)))
    }
    guard cursor < bytes.count else { return false }
    let isEmpty = bytes[cursor - 1] == 0x2F
    begin(tag, attributes)
    if isEmpty { close(tag) }
    place = bytes[cursor] == 0x3E ? cursor + 1 : cursor
    return true
  }

  private mutating func begin(_ tag: String, _ attributes: [MarkupAttribute]) {
    if unnested.contains(tag) { close(tag) }
    var meaning = open.last?.defaultNamespace
    for attribute in attributes {
      if attribute.name == "xmlns" { meaning = attribute.value.isEmpty ? nil : attribute.value }
      if attribute.name.hasPrefix("xmlns:") {
        prefixes[String(attribute.name.dropFirst(6))] = attribute.value
      }
    }
    let (local, namespace) = resolved(tag, meaning)
    open.append(
      OpenElement(name: tag, namespace: namespace, defaultNamespace: meaning))
    openCounts[tag, default: 0] += 1
    sink.start(
      local, namespace: namespace, attributes: attributes.filter { sink.wants(attribute: $0.name) })
  }

  private mutating func close(_ tag: String) {
    guard openCounts[tag, default: 0] > 0 else { return }
    while let element = open.popLast() {
      openCounts[element.name, default: 1] -= 1
      sink.end(resolved(element.name, nil).local, namespace: element.namespace)
      if element.name == tag { return }
    }
  }

  private func resolved(_ tag: String, _ meaning: String?) -> (local: String, namespace: String?) {
    guard let colon = tag.firstIndex(of: ":") else { return (tag, meaning) }
    let prefix = String(tag[..<colon])
    return (String(tag[tag.index(after: colon)...]), prefixes[prefix] ?? "prefix:" + prefix)
  }

  private mutating func text(upTo end: Int) {
    Self.plain(bytes[place..<end]).withUnsafeBufferPointer { sink.text($0.span) }
    place = end
  }

  /// With the references replaced that need no definition.
  private static func plain(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.contains(0x26) else { return text }
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    var place = text.startIndex
    while place < text.endIndex {
      guard text[place] == 0x26, let end = text[place...].prefix(12).firstIndex(of: 0x3B),
        let scalar = scalar(text[(place + 1)..<end])
      else {
        plain.append(text[place])
        place += 1
        continue
      }
      plain.append(contentsOf: String(scalar).utf8)
      place = end + 1
    }
    return plain[...]
  }

  private static func scalar(_ reference: ArraySlice<UInt8>) -> Unicode.Scalar? {
    let word = String(decoding: reference, as: UTF8.self)
    switch word {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard word.hasPrefix("#") else { return nil }
    let isHex = word.hasPrefix("#x") || word.hasPrefix("#X")
    return UInt32(word.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10).flatMap(Unicode.Scalar.init)
  }

  private func name(in range: Range<Int>) -> String {
    let name = bytes[range].prefix {
      !$0.isWhitespace && $0 != 0x3E && $0 != 0x3C && $0 != 0x2F && $0 != 0x3D && $0 != 0x22 && $0 != 0x27
    }
    return String(decoding: name, as: UTF8.self)
  }

  private static func beginsName(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F || byte >= 0x80
  }

  private func starts(with mark: String) -> Bool { bytes[place...].starts(with: mark.utf8) }

  private func find(_ mark: String, from start: Int) -> Int? {
    let wanted = Array(mark.utf8)
    var cursor = start
    while cursor + wanted.count <= bytes.count {
      if bytes[cursor] == wanted[0], bytes[cursor...].starts(with: wanted) { return cursor }
      cursor += 1
    }
    return nil
  }
}
