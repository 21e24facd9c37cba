/// The rules of a page's `style` elements that say whether text can be seen: by tags, classes, ids,
/// attributes, descendants and children, in their order (importance, specificity, place). Rules
/// for other media and with selectors that ask for more are left aside; that such a rule may colour a
/// background is remembered. ``Cascade`` says what they come to for an element.
///
/// At most 50,000 rules are kept; what is beyond is left aside with a note.
struct StyleRules {
  struct Rule {
    var selector: CSSSelector
    var declarations: CSSDeclarations
    /// What the ancestors of an element must have among them, all together.
    let ancestry: NameBits
    /// What each of them is asked.
    let kin: [CSSSelector.Kin]
    /// Where it comes among all rules: by its specificity, then by its place, which are the lowest 16 bits.
    let order: Int
    /// True when it asks for an element's attributes besides its id and classes.
    let asksForAttributes: Bool
    /// True when nothing but the element's name, id and classes decides whether it holds.
    let isSettled: Bool

    init(_ selector: CSSSelector, _ declarations: CSSDeclarations, place: Int) {
      self.selector = selector
      self.declarations = declarations
      kin = selector.kin
      ancestry = kin.reduce(NameBits()) { $0 | $1.bits }
      order = selector.specificity << 16 | place
      asksForAttributes = selector.subject.asksForAttributes
      isSettled = selector.context.isEmpty && !asksForAttributes
    }
  }

  private static let maxRules = 50_000
  private static let maxDepth = 8

  private(set) var rules: [Rule] = []
  // The orders of rules.
  private var byTag: [String: [Int]] = [:]
  private var byClass: [String: [Int]] = [:]
  private var byID: [String: [Int]] = [:]
  private var universal: [Int] = []
  private(set) var variables = CSSVariables()
  /// Text that sheets put on the page, or read out: the strings of `content`.
  private(set) var contents: [[UInt8]] = []
  /// True when a rule that is not understood may colour what text stands on.
  private(set) var mayColorMore = false
  /// True when something was left aside because there was too much.
  private(set) var isTooLarge = false
  /// What selectors ask for besides `class` and `id`.
  private(set) var attributeNames: Set<String> = []
  /// The same as bytes are compared with.
  private(set) var attributes = AttributeNames()
  /// The classes and ids that selectors name.
  private(set) var words = WordBits()

  var isEmpty: Bool { rules.isEmpty && variables.isEmpty }
  var count: Int { rules.count }

  /// Rules that may hold, in the order in which they are laid over each other.
  func places(for element: StyledElement) -> [Int] {
    var found = universal + (byTag[element.tag] ?? [])
    if let id = element.id { found += byID[id] ?? [] }
    for name in element.classes { found += byClass[name] ?? [] }
    if found.isEmpty { return [] }
    found.sort()
    var places: [Int] = []
    places.reserveCapacity(found.count)
    for order in found where order & 0xFFFF != places.last { places.append(order & 0xFFFF) }
    return places
  }

  // MARK: Sheets

  mutating func add(sheet: [UInt8]) {
    let sheet = CSSText.withoutComments(sheet)[...]
    collectVariables(in: sheet)
    read(sheet, within: nil, depth: 0)
  }

  /// Wherever they stand: a value that holds on a part of the page is taken for all of it.
  private mutating func collectVariables(in sheet: ArraySlice<UInt8>) {
    guard Self.declaresVariables(sheet) else { return }
    var place = sheet.startIndex
    while place < sheet.endIndex {
      let end = CSSText.end(of: sheet, from: place) { $0 == 0x3B || $0 == 0x7B || $0 == 0x7D }
      CSSDeclarations.declare(sheet[place..<end], in: &variables)
      place = end + 1
    }
  }

  /// Two dashes begin the name of each.
  private static func declaresVariables(_ sheet: ArraySlice<UInt8>) -> Bool {
    sheet.withUnsafeBufferPointer { bytes in
      var last: UInt8 = 0
      for byte in bytes {
        if byte == 0x2D, last == 0x2D { return true }
        last = byte
      }
      return false
    }
  }

  /// Rules, and inside of a rule its declarations.
  private mutating func read(_ block: ArraySlice<UInt8>, within parents: [[UInt8]]?, depth: Int) {
    var declarations = CSSDeclarations()
    var hasOwn = false
    var place = block.startIndex
    while place < block.endIndex {
      let end = CSSText.end(of: block, from: place) { $0 == 0x3B || $0 == 0x7B || $0 == 0x7D }
      let text = CSSText.trimmed(block[place..<end])
      guard end < block.endIndex, block[end] == 0x7B else {
        if parents != nil {
          declarations.set(text, variables: variables)
          readContent(text)
          hasOwn = true
        } else if text.first == 0x40, text.starts(with: "@import".utf8) {
          mayColorMore = true
        }
        place = end + 1
        continue
      }
      let close = Self.endOfBlock(in: block, from: end)
      if depth < Self.maxDepth {
        readBlock(text, block[(end + 1)..<close], within: parents, depth: depth + 1)
      } else {
        isTooLarge = true
      }
      place = close + 1
    }
    guard hasOwn, !declarations.isEmpty, let parents else { return }
    for parent in parents { add(declarations, for: parent[...]) }
  }

  private mutating func readBlock(
    _ prelude: ArraySlice<UInt8>, _ block: ArraySlice<UInt8>, within parents: [[UInt8]]?, depth: Int
  ) {
    guard prelude.first == 0x40 else {
      let own = CSSText.split(prelude, at: 0x2C).map { Array(CSSText.trimmed($0)) }.filter { !$0.isEmpty }
      read(block, within: parents.map { Self.nested(own, in: $0) } ?? own, depth: depth)
      return
    }
    let words = CSSText.word(prelude).split(separator: " ", maxSplits: 1)
    let name = words.first.map { $0.prefix { $0 != "(" } } ?? ""
    switch name {
    case "@media":
      let query = CSSText.word(prelude.dropFirst(6))
      if CSSMedia.holds(query) { read(block, within: parents, depth: depth) } else { readContents(of: block) }
    case "@supports", "@layer", "@scope", "@container", "@-moz-document":
      read(block, within: parents, depth: depth)
    default: break
    }
  }

  /// `.a { & .b { } .c { } }` is `.a .b` and `.a .c`.
  private static func nested(_ selectors: [[UInt8]], in parents: [[UInt8]]) -> [[UInt8]] {
    var all: [[UInt8]] = []
    for parent in parents.prefix(16) where parent.count < 1_000 {
      for selector in selectors.prefix(64) {
        if let mark = selector.firstIndex(of: 0x26) {
          all.append(selector[..<mark] + parent + selector[(mark + 1)...])
        } else {
          all.append(parent + [0x20] + selector)
        }
      }
    }
    return all
  }

  private mutating func add(_ declarations: CSSDeclarations, for text: ArraySlice<UInt8>) {
    let plain = Self.withoutPseudoElement(text)
    guard let selector = plain.flatMap({ CSSSelector($0) }) else {
      if plain != nil, declarations.normal.paints || declarations.important.paints { mayColorMore = true }
      return
    }
    guard rules.count < Self.maxRules else {
      isTooLarge = true
      return
    }
    let rule = Rule(selector, declarations, place: rules.count)
    rules.append(rule)
    if let id = selector.subject.ids.first {
      byID[id, default: []].append(rule.order)
    } else if let name = selector.subject.classes.first {
      byClass[name, default: []].append(rule.order)
    } else if let tag = selector.subject.tag {
      byTag[tag, default: []].append(rule.order)
    } else {
      universal.append(rule.order)
    }
    note(selector.subject)
    for part in selector.context { note(part.compound) }
  }

  private mutating func note(_ compound: CSSSelector.Compound) {
    for name in compound.classes + compound.ids { words.insert(name) }
    for attribute in compound.attributes where attributeNames.insert(attribute.name).inserted {
      attributes.insert(attribute.name)
    }
    for excluded in compound.excluded { note(excluded) }
  }

  /// `nil` for what styles a part of an element or what is put before or after it.
  private static func withoutPseudoElement(_ selector: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let colon = selector.firstIndex(of: 0x3A) else { return selector }
    let rest = String(decoding: selector[colon...], as: UTF8.self).lowercased()
    let parts = ["::", ":before", ":after", ":first-letter", ":first-line"]
    return parts.contains(where: rest.contains) ? nil : selector
  }

  // MARK: Content

  private mutating func readContents(of block: ArraySlice<UInt8>) {
    var place = block.startIndex
    while place < block.endIndex {
      let end = CSSText.end(of: block, from: place) { $0 == 0x3B || $0 == 0x7B || $0 == 0x7D }
      readContent(CSSText.trimmed(block[place..<end]))
      place = end + 1
    }
  }

  private mutating func readContent(_ declaration: ArraySlice<UInt8>) {
    guard declaration.count > 12, let colon = declaration.firstIndex(of: 0x3A),
      CSSText.trimmed(declaration[..<colon]).count == 7 || declaration[..<colon].contains(0x5C),
      CSSText.word(declaration[..<colon]) == "content"
    else { return }
    var value = variables.resolved(declaration[(colon + 1)...])[...]
    var text: [UInt8] = []
    while let open = value.firstIndex(where: { $0 == 0x22 || $0 == 0x27 }) {
      let quote = value[open]
      var close = open + 1
      while close < value.endIndex, value[close] != quote { close += value[close] == 0x5C ? 2 : 1 }
      close = min(close, value.endIndex)
      text += CSSText.unescaped(value[(open + 1)..<close])
      value = value[min(close + 1, value.endIndex)...]
    }
    // Dashes, quotation marks and the letters of icon fonts are none.
    let letters = text.count { (0x41...0x5A).contains($0 & 0xDF) }
    if letters >= 3, let valid = String(validating: text, as: UTF8.self) {
      contents.append(Array(valid.utf8))
    }
  }

  /// The closing brace of the block that opens at `open`, or the end.
  private static func endOfBlock(in sheet: ArraySlice<UInt8>, from open: Int) -> Int {
    var depth = 0
    var place = open
    while place < sheet.endIndex {
      let found = CSSText.end(of: sheet, from: place) { $0 == 0x7B || $0 == 0x7D }
      guard found < sheet.endIndex else { return sheet.endIndex }
      depth += sheet[found] == 0x7B ? 1 : -1
      if depth == 0 { return found }
      place = found + 1
    }
    return sheet.endIndex
  }
}
