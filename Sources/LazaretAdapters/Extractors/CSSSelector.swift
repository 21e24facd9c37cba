/// A selector out of tags, classes, ids, attributes, `*`, `:root`, `:not(…)` of those, descendants and
/// children. States, places among siblings and siblings are not known when a page is read as it comes.
struct CSSSelector: Hashable {
  struct Attribute: Hashable {
    var name: String
    /// The byte before `=`, `=` itself, or 0 for mere presence.
    var comparison: UInt8
    var value: String

    func holds(for attributes: [MarkupAttribute]) -> Bool {
      guard let found = attributes.value(name) else { return false }
      switch comparison {
      case 0: return true
      case 0x3D: return found == value
      case 0x5E: return !value.isEmpty && found.hasPrefix(value)
      case 0x24: return !value.isEmpty && found.hasSuffix(value)
      case 0x2A: return !value.isEmpty && found.contains(value)
      case 0x7E: return found.split(whereSeparator: \.isWhitespace).contains { $0 == value }
      case 0x7C: return found == value || found.hasPrefix(value + "-")
      default: return false
      }
    }
  }

  struct Compound: Hashable {
    var tag: String?
    var ids: [String] = []
    var classes: [String] = []
    var attributes: [Attribute] = []
    var excluded: [Compound] = []

    func holds(for element: StyledElement, _ attributes: [MarkupAttribute]) -> Bool {
      if let tag, tag != element.tag { return false }
      return ids.allSatisfy { $0 == element.id } && classes.allSatisfy(element.classes.contains)
        && self.attributes.allSatisfy { $0.holds(for: attributes) }
        && !excluded.contains { $0.holds(for: element, attributes) }
    }

    /// True when it depends on more than an element's name, id and classes.
    var asksForAttributes: Bool {
      !attributes.isEmpty || excluded.contains { !$0.attributes.isEmpty }
    }

    var bits: NameBits {
      var bits = NameBits()
      if let tag { bits.insert(tag: tag) }
      for id in ids { bits.insert(id: id) }
      for name in classes { bits.insert(class: name) }
      return bits
    }

    var specificity: Int {
      ids.count << 16 + (classes.count + attributes.count) << 8 + (tag == nil ? 0 : 1)
        + excluded.reduce(0) { $0 + $1.specificity }
    }

    var isEmpty: Bool {
      tag == nil && ids.isEmpty && classes.isEmpty && attributes.isEmpty && excluded.isEmpty
    }
  }

  /// What stands furthest right.
  var subject: Compound
  /// From right to left; true for a parent, false for any ancestor.
  var context: [(isParent: Bool, compound: Compound)]

  var specificity: Int { context.reduce(subject.specificity) { $0 + $1.compound.specificity } }

  static func == (lhs: CSSSelector, rhs: CSSSelector) -> Bool {
    lhs.subject == rhs.subject && lhs.context.elementsEqual(rhs.context) { $0 == $1 }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(subject) }

  /// `nil` for a selector with anything else in it.
  init?(_ text: ArraySlice<UInt8>) {
    var parser = CSSSelectorParser(text)
    guard let compounds = parser.compounds(), let last = compounds.last, compounds.count <= 16 else {
      return nil
    }
    subject = last.compound
    context = []
    for place in compounds.indices.dropLast().reversed() {
      context.append((compounds[place + 1].isChild, compounds[place].compound))
    }
  }

  /// What is asked of an ancestor, in short.
  struct Kin {
    /// True for a parent, false for any ancestor.
    var isParent: Bool
    var bits: NameBits
  }

  var kin: [Kin] { context.map { Kin(isParent: $0.isParent, bits: $0.compound.bits) } }

  /// Whether the ancestors are as a selector wants them. The nearest that fits is taken for each, which
  /// is right for all but rare mixtures of children and descendants.
  ///
  /// - Parameter kin: The same as `context`, for most ancestors are told from their bits. To look at a part of
  ///   `context` copies it.
  static func holds(
    _ context: [(isParent: Bool, compound: Compound)], _ kin: [Kin], in ancestors: [StyledElement.Open],
    steps: inout Int
  ) -> Bool {
    var place = ancestors.count
    for (index, wanted) in kin.enumerated() {
      while true {
        steps -= 1
        guard place > 0, steps > 0 else { return false }
        place -= 1
        if ancestors[place].element.bits.mayContain(wanted.bits),
          context[index].compound.holds(for: ancestors[place].element, ancestors[place].attributes)
        {
          break
        }
        if wanted.isParent { return false }
      }
    }
    return true
  }
}

struct CSSSelectorParser {
  private let text: ArraySlice<UInt8>
  private var place: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = CSSText.trimmed(text)
    place = self.text.startIndex
  }

  /// `isChild` says how a compound stands to the one before it.
  mutating func compounds() -> [(isChild: Bool, compound: CSSSelector.Compound)]? {
    var compounds: [(isChild: Bool, compound: CSSSelector.Compound)] = []
    var isChild = false
    while place < text.endIndex {
      guard let compound = compound() else { return nil }
      compounds.append((isChild, compound))
      isChild = false
      while place < text.endIndex, text[place].isWhitespace { place += 1 }
      if place < text.endIndex, text[place] == 0x3E {
        isChild = true
        place += 1
        while place < text.endIndex, text[place].isWhitespace { place += 1 }
        if place == text.endIndex { return nil }
      }
    }
    return compounds.isEmpty ? nil : compounds
  }

  private mutating func compound() -> CSSSelector.Compound? {
    var compound = CSSSelector.Compound()
    let start = place
    if text[place] == 0x2A {
      place += 1
    } else if let tag = name() {
      compound.tag = tag.lowercased()
    }
    loop: while place < text.endIndex {
      switch text[place] {
      case 0x2E:
        place += 1
        guard let name = name() else { return nil }
        compound.classes.append(name)
      case 0x23:
        place += 1
        guard let name = name() else { return nil }
        compound.ids.append(name)
      case 0x5B:
        guard let attribute = attribute() else { return nil }
        compound.attributes.append(attribute)
      case 0x3A:
        guard pseudoClass(of: &compound) else { return nil }
      default: break loop
      }
    }
    return place > start ? compound : nil
  }

  private mutating func pseudoClass(of compound: inout CSSSelector.Compound) -> Bool {
    place += 1
    guard let name = name()?.lowercased() else { return false }
    if name == "root" {
      compound.tag = "html"
      return true
    }
    guard name == "not", place < text.endIndex, text[place] == 0x28 else { return false }
    let close = CSSText.end(of: text, from: place + 1) { $0 == 0x29 }
    let inside = text[(place + 1)..<close]
    place = min(close + 1, text.endIndex)
    for part in CSSText.split(inside, at: 0x2C) {
      var parser = CSSSelectorParser(part)
      guard !parser.text.isEmpty, parser.text.count < 200, let found = parser.compounds(), found.count == 1,
        found[0].compound.excluded.isEmpty
      else { return false }
      compound.excluded.append(found[0].compound)
    }
    return true
  }

  private mutating func attribute() -> CSSSelector.Attribute? {
    let close = CSSText.end(of: text, from: place + 1) { $0 == 0x5D }
    guard close < text.endIndex else { return nil }
    let inside = CSSText.trimmed(text[(place + 1)..<close])
    place = close + 1
    guard let equals = inside.firstIndex(of: 0x3D) else {
      return CSSSelector.Attribute(name: CSSText.word(inside), comparison: 0, value: "")
    }
    var comparison: UInt8 = 0x3D
    var end = equals
    if end > inside.startIndex, [0x5E, 0x24, 0x2A, 0x7E, 0x7C].contains(inside[end - 1]) {
      end -= 1
      comparison = inside[end]
    }
    var value = CSSText.trimmed(inside[(equals + 1)...])
    if let quote = value.first, quote == 0x22 || quote == 0x27, value.count > 1, value.last == quote {
      value = value.dropFirst().dropLast()
    }
    return CSSSelector.Attribute(
      name: CSSText.word(inside[..<end]), comparison: comparison,
      value: String(decoding: CSSText.unescaped(value), as: UTF8.self))
  }

  private mutating func name() -> String? {
    let start = place
    while place < text.endIndex {
      if text[place] == 0x5C {
        place = min(place + 2, text.endIndex)
      } else if Self.isName(text[place]) {
        place += 1
      } else {
        break
      }
    }
    return place > start
      ? String(decoding: CSSText.unescaped(text[start..<place]), as: UTF8.self) : nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
      || byte == 0x2D || byte == 0x5F || byte >= 0x80
  }
}
