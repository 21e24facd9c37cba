/// What the rules of a page and the `style` attributes come to, element by element.
///
/// The page's elements are matched with their ancestors in as many steps as `steps` says; what is beyond is
/// left aside with a note. What is found for an element is kept for those that are like it.
struct Cascade {
  private(set) var rules: StyleRules
  /// True when something was left aside because there was too much.
  private(set) var isCut = false

  /// Elements of one name, one id and the same classes.
  private struct Kind {
    var element: StyledElement
    /// The rules that hold as far as can be said for all of the kind, in the order in which they are laid.
    var places: [Int]
  }

  private struct Key {
    var name: Int32
    var id: [UInt8]?
    var classes: [UInt8]?
  }

  /// What rules say of a kind, when there is nothing to ask of each element.
  private struct Settled {
    var declarations: CSSDeclarations
    /// What that comes to without a `style` attribute; `nil` for nothing.
    var style: HiddenStyle?
  }

  // For each kind, and apart from each other: to read a part of an array's element copies all of it.
  private var keys: [Key] = []
  private var kinds: [Kind] = []
  private var settled: [Settled?] = []
  /// Numbers of kinds by the hash of the key, -1 for none.
  private var slots: [Int32] = []
  private var inline = InlineStyles()
  private var steps: Int

  private static let slotCount = 4_096
  private static let probes = 4

  /// - Parameter steps: How many rules and ancestors are compared with elements, all together.
  init(_ rules: StyleRules = StyleRules(), steps: Int = 4_000_000) {
    self.rules = rules
    self.steps = steps
  }

  var isEmpty: Bool { rules.isEmpty }

  mutating func add(sheet: [UInt8]) {
    rules.add(sheet: sheet)
    keys = []
    kinds = []
    settled = []
    slots = []
    inline.removeAll()
  }

  // MARK: Kinds

  /// The number of the element's kind, for ``element(_:)`` and ``style(of:_:in:inline:)``, until the next
  /// sheet is added.
  ///
  /// - Parameters:
  ///   - name: The same number for the same name.
  ///   - id: The value of the attribute.
  ///   - classes: The value of the attribute `class`.
  mutating func kind(
    _ name: Int32, written text: @autoclosure () -> String, id: ArraySlice<UInt8>?,
    classes: ArraySlice<UInt8>?
  ) -> Int {
    if slots.isEmpty { slots = [Int32](repeating: -1, count: Self.slotCount) }
    let start = Self.hash(name, id, classes)
    var slot = start
    for probe in 0..<Self.probes {
      slot = (start + probe) & (Self.slotCount - 1)
      let known = Int(slots[slot])
      if known < 0 { break }
      if isKind(known, name, id, classes) { return known }
    }
    slots[slot] = Int32(kinds.count)
    addKind(name, text(), id, classes)
    return kinds.count - 1
  }

  func element(_ kind: Int) -> StyledElement { kinds[kind].element }

  private static func hash(_ name: Int32, _ id: ArraySlice<UInt8>?, _ classes: ArraySlice<UInt8>?) -> Int {
    var hash = UInt64(truncatingIfNeeded: name) &+ 1
    if let id { for byte in id { hash = (hash << 5 | hash >> 59) ^ UInt64(byte) } }
    hash = hash &* 0x9E37_79B9_7F4A_7C15
    if let classes { for byte in classes { hash = (hash << 5 | hash >> 59) ^ UInt64(byte) } }
    return Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 44) & (slotCount - 1)
  }

  private func isKind(
    _ kind: Int, _ name: Int32, _ id: ArraySlice<UInt8>?, _ classes: ArraySlice<UInt8>?
  ) -> Bool {
    keys[kind].name == name && Self.equal(keys[kind].id, id)
      && Self.equal(keys[kind].classes, classes)
  }

  private static func equal(_ known: [UInt8]?, _ value: ArraySlice<UInt8>?) -> Bool {
    guard let known, let value else { return known == nil && value == nil }
    return known.count == value.count && known.elementsEqual(value)
  }

  private mutating func addKind(
    _ name: Int32, _ text: String, _ id: ArraySlice<UInt8>?, _ classes: ArraySlice<UInt8>?
  ) {
    let element = StyledElement(
      text, id: id.map { String(decoding: $0, as: UTF8.self) },
      classes: classes.map {
        $0.split(whereSeparator: \.isWhitespace).map { String(decoding: $0, as: UTF8.self) }
      } ?? [])
    var places: [Int] = []
    if steps > 0 {
      let candidates = rules.places(for: element)
      steps -= candidates.count
      places = candidates.filter { place in
        rules.rules[place].asksForAttributes || rules.rules[place].selector.subject.holds(for: element, [])
      }
    } else if !rules.rules.isEmpty {
      isCut = true
    }
    let isSettled = places.allSatisfy { rules.rules[$0].isSettled }
    keys.append(Key(name: name, id: id.map(Array.init), classes: classes.map(Array.init)))
    kinds.append(Kind(element: element, places: places))
    if isSettled {
      let all = declarations(of: places)
      settled.append(Settled(declarations: all, style: all.isEmpty ? nil : Self.laid(all, own: nil)))
    } else {
      settled.append(nil)
    }
  }

  // MARK: Styles

  /// What rules and the `style` attribute say about an element; `nil` for nothing.
  ///
  /// - Parameters:
  ///   - attributes: Those that rules ask for.
  ///   - ancestors: From the outermost on.
  mutating func style(
    of kind: Int, _ attributes: [MarkupAttribute], in ancestors: [StyledElement.Open],
    inline value: ArraySlice<UInt8>?
  ) -> HiddenStyle? {
    if value == nil, let known = settled[kind] { return known.style }
    let own = value.map { inline.declarations(of: $0, variables: rules.variables) }
    if let known = settled[kind] { return Self.laid(known.declarations, own: own) }
    let around = ancestors.last?.bits ?? NameBits()
    let element = kinds[kind].element
    let all = rules.rules
    var places: [Int] = []
    for place in kinds[kind].places where steps > 0 {
      steps -= 1
      // In its place: a rule is copied with every text in it.
      guard around.mayContain(all[place].ancestry),
        !all[place].asksForAttributes || all[place].selector.subject.holds(for: element, attributes),
        all[place].kin.isEmpty
          || CSSSelector.holds(all[place].selector.context, all[place].kin, in: ancestors, steps: &steps)
      else { continue }
      places.append(place)
    }
    if steps <= 0 { isCut = true }
    if places.isEmpty, own == nil { return nil }
    return Self.laid(declarations(of: places), own: own)
  }

  /// What a `style` attribute says where there are no rules.
  mutating func style(inline value: ArraySlice<UInt8>) -> HiddenStyle {
    Self.laid(CSSDeclarations(), own: inline.declarations(of: value, variables: rules.variables))
  }

  private func declarations(of places: [Int]) -> CSSDeclarations {
    var all = CSSDeclarations()
    for place in places {
      all.normal.lay(rules.rules[place].declarations.normal)
      all.important.lay(rules.rules[place].declarations.important)
    }
    return all
  }

  private static func laid(_ rules: CSSDeclarations, own: CSSDeclarations?) -> HiddenStyle {
    var style = rules.normal
    if let own { style.lay(own.normal) }
    style.lay(rules.important)
    if let own { style.lay(own.important) }
    return style
  }
}
