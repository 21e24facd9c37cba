import LazaretCore
import Yams

/// Reads one mapping key by key, and notes what is wrong with each.
///
/// A mapping that is not there reads as one without keys, so that defaults stand in one place. What
/// was never asked for is unknown; ``FileReading/read(_:path:place:_:)`` says so at the end.
final class YAMLReader {
  let reading: FileReading
  /// Where the mapping begins.
  let place: Place
  private let path: String
  private let entries: [Entry]
  private var known: [String] = []
  private var excused: Set<String> = []

  struct Entry {
    let key: String
    let keyPlace: Place
    let node: Node
    let place: Place
  }

  fileprivate init(_ mapping: Node.Mapping?, path: String, place: Place, reading: FileReading) {
    self.reading = reading
    self.place = place
    self.path = path
    var entries: [Entry] = []
    let pairs = mapping.map { Array($0) } ?? []
    for (key, node) in pairs {
      let keyPlace = FileReading.place(of: key) ?? place
      guard case .scalar(let scalar) = key else {
        reading.add("a key must be a word, it is \(FileReading.kind(of: key))", at: keyPlace)
        continue
      }
      // Yams refuses keys that are equal with their types; these are equal as words.
      if entries.contains(where: { $0.key == scalar.string }) {
        reading.add("the key '\(scalar.string)' stands twice; keep one", at: keyPlace)
        continue
      }
      entries.append(
        Entry(
          key: scalar.string, keyPlace: keyPlace, node: node,
          place: FileReading.place(of: node) ?? keyPlace))
    }
    self.entries = entries
  }

  private func entry(_ key: String, _ shape: KeyShape = .text) -> Entry? {
    if !known.contains(key) { known.append(key) }
    know(key, shape)
    return entries.first { $0.key == key }
  }

  /// Notes what a key takes that is read as text first.
  func know(_ key: String, _ shape: KeyShape) { reading.know(path + key, shape) }

  func require(_ key: String) { reading.require(path + key) }

  /// Where the key's value stands, or the mapping's own place.
  func place(of key: String) -> Place {
    entries.first { $0.key == key }?.place ?? place
  }

  func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// The key may stand there, and nobody looks at its value.
  func ignore(_ key: String) { _ = entry(key) }

  /// Notes a problem of the key's value.
  func complain(_ message: String, about key: String) {
    reading.add(message, at: place(of: key))
  }

  // MARK: Scalars

  func scalar(_ key: String) -> Presence<ReadScalar> {
    guard let entry = entry(key) else { return .absent }
    let scalar = reading.scalar(entry.node, subject: "'\(key)'", place: entry.place)
    if let value = scalar.value, value.text.isEmpty { return .absent }
    return scalar
  }

  func text(_ key: String) -> String? { scalar(key).value?.text }

  /// - Returns: `nil` when the key is absent or has nothing in it, with the problem noted.
  func requiredScalar(_ key: String, hint: String = "") -> ReadScalar? {
    let scalar = scalar(key)
    require(key)
    guard scalar.isAbsent else { return scalar.value }
    if has(key) {
      complain("'\(key)' is empty\(hint)", about: key)
    } else {
      reading.add("'\(key)' is missing\(hint)", at: place)
    }
    return nil
  }

  /// - Parameter expected: what the value must be, as in "must be `a whole number`".
  func value<Value>(
    _ key: String, _ expected: String, as shape: KeyShape, parse: (String) -> Value?
  ) -> Value? {
    know(key, shape)
    guard let scalar = scalar(key).value else { return nil }
    if scalar.canBeTyped, let value = parse(scalar.text) { return value }
    complainOfType(scalar, key: key, expected: expected)
    return nil
  }

  func complainOfType(_ scalar: ReadScalar, key: String, expected: String) {
    if scalar.variables.isEmpty {
      reading.add("'\(key)' must be \(expected), it is \(scalar.described)", at: scalar.place)
    } else {
      reading.add("'\(key)' must be \(expected), \(scalar.described) is not", at: scalar.place)
    }
  }

  func integer(_ key: String, atLeast least: Int) -> Int? {
    let expected = "a whole number"
    guard let value = value(key, expected, as: .integer(atLeast: least), parse: Quantity.integer) else {
      return nil
    }
    guard value >= least else {
      complain("'\(key)' must be at least \(least)", about: key)
      return nil
    }
    return value
  }

  func boolean(_ key: String) -> Bool? {
    value(key, "true or false", as: .boolean, parse: Quantity.boolean)
  }

  func duration(_ key: String) -> Duration? {
    value(key, "a duration such as 50ms, 15s, 5m or 1h30m", as: .duration, parse: Quantity.duration)
  }

  func byteCount(_ key: String) -> Int? {
    value(key, "a size such as 50MB, 50MiB or a number of bytes", as: .size, parse: Quantity.byteCount)
  }

  /// A word of a closed list.
  func word<Value>(_ key: String, _ words: [(String, Value)]) -> Value? {
    know(key, .words(words.map(\.0)))
    return scalar(key).value.flatMap { word($0, subject: "'\(key)'", words) }
  }

  func word<Value>(_ scalar: ReadScalar, subject: String, _ words: [(String, Value)]) -> Value? {
    if let value = words.first(where: { $0.0 == scalar.text })?.1 { return value }
    let known = words.map(\.0)
    var message = "\(subject) must be one of \(known.joined(separator: ", "))"
    if scalar.variables.isEmpty {
      message += ", it is \(scalar.described)"
      if let nearest = NearestWord.to(scalar.text, among: known) {
        message += "; did you mean '\(nearest)'?"
      }
    } else {
      message += ", \(scalar.described) is not"
    }
    reading.add(message, at: scalar.place)
    return nil
  }

  // MARK: Mappings and lists

  func mapping<Value>(_ key: String, _ read: (YAMLReader) -> Value) -> Value {
    let found = entry(key, .mapping)
    return reading.read(
      found?.node, subject: "'\(key)'", path: path + key + ".", place: found?.place ?? place, read)
  }

  /// A mapping whose keys are the user's own words.
  ///
  /// - Parameter words: what the values may be; the caller checks that.
  func pairs(
    _ key: String, words: [String]? = nil
  ) -> [(key: String, keyPlace: Place, value: Presence<ReadScalar>)] {
    guard let entry = entry(key, .pairs(words: words)) else { return [] }
    guard let mapping = reading.mapping(entry.node, subject: "'\(key)'", place: entry.place) else {
      return []
    }
    return YAMLReader(mapping, path: path + key + ".", place: entry.place, reading: reading).entries
      .map { ($0.key, $0.keyPlace, reading.scalar($0.node, subject: "'\($0.key)'", place: $0.place)) }
  }

  /// The items of a list, or `nil` when the key is absent or is no list.
  func items(_ key: String) -> [Node]? {
    guard let entry = entry(key) else { return nil }
    switch entry.node {
    case .sequence(let sequence): return Array(sequence)
    case .scalar, .mapping, .alias:
      let scalar = reading.scalar(entry.node, subject: "'\(key)'", place: entry.place, quietly: true)
      if scalar.isAbsent { return nil }
      let found = scalar.value?.described ?? FileReading.kind(of: entry.node)
      reading.add("'\(key)' must be a list, it is \(found)", at: entry.place)
      return nil
    }
  }

  /// True for `[]`, and for a key with nothing behind it.
  func isEmptyList(_ key: String) -> Bool {
    guard let entry = entry(key) else { return false }
    if case .sequence(let sequence) = entry.node { return sequence.isEmpty }
    return reading.scalar(entry.node, subject: "'\(key)'", place: entry.place, quietly: true).isAbsent
  }

  func mappings<Value>(_ key: String, _ read: (YAMLReader) -> Value?) -> [Value]? {
    know(key, .mappings)
    return items(key)?.compactMap { node in
      let place = FileReading.place(of: node) ?? place
      guard case .mapping = node else {
        reading.add(
          "each item of '\(key)' must be a mapping of keys, this one is \(FileReading.kind(of: node))",
          at: place)
        return nil
      }
      return reading.read(node, subject: "'\(key)'", path: path + key + "[].", place: place, read)
    }
  }

  func texts(_ key: String, _ list: KeyShape.List = KeyShape.List()) -> [ReadScalar]? {
    know(key, .texts(list))
    return items(key)?.compactMap { node in
      let place = FileReading.place(of: node) ?? place
      let scalar = reading.scalar(node, subject: "an item of '\(key)'", place: place)
      if scalar.isAbsent || scalar.value?.text.isEmpty == true {
        reading.add("an item of '\(key)' is empty", at: place)
        return nil
      }
      return scalar.value
    }
  }

  // MARK: Keys that do not belong

  /// Keys that are known elsewhere: a better answer than "unknown".
  func refuse(_ keys: [String], because why: String) {
    for entry in entries where keys.contains(entry.key) {
      excused.insert(entry.key)
      reading.add("'\(entry.key)' \(why)", at: entry.keyPlace)
    }
  }

  fileprivate func refuseUnknown() {
    for entry in entries where !known.contains(entry.key) && !excused.contains(entry.key) {
      var message = "unknown key '\(entry.key)'"
      if entry.key == "<<" {
        message += "; merging is not understood, write the keys out"
      } else if let nearest = NearestWord.to(entry.key, among: known) {
        message += "; did you mean '\(nearest)'?"
      } else {
        message += "; the keys here are \(known.sorted().joined(separator: ", "))"
      }
      reading.add(message, at: entry.keyPlace)
    }
  }
}

extension FileReading {
  /// Reads a mapping and then refuses every key that was not asked for.
  func read<Value>(
    _ node: Node?, subject: String, path: String, place: Place, _ read: (YAMLReader) -> Value
  ) -> Value {
    let found = node.flatMap { mapping($0, subject: subject, place: place) }
    let reader = YAMLReader(found, path: path, place: place, reading: self)
    let value = read(reader)
    reader.refuseUnknown()
    return value
  }

  fileprivate func mapping(_ node: Node, subject: String, place: Place) -> Node.Mapping? {
    switch node {
    case .mapping(let mapping): return mapping
    case .scalar, .sequence, .alias:
      let scalar = scalar(node, subject: subject, place: place, quietly: true)
      if scalar.isAbsent { return nil }
      let found = scalar.value?.described ?? Self.kind(of: node)
      add("\(subject) must be a mapping of keys, it is \(found)", at: place)
      return nil
    }
  }
}
