/// What `style` attributes say, each value read once, for pages repeat them. Known by their bytes, since making
/// text of each and hashing it took as long as reading it.
struct InlineStyles {
  private static let slotCount = 4_096
  /// Values beyond this are read each time.
  private static let most = slotCount / 2
  private static let probes = 8

  private var values: [(utf8: [UInt8], declarations: CSSDeclarations)] = []
  /// Places in ``values`` by the hash, -1 for none.
  private var slots: [Int16] = []

  mutating func removeAll() {
    values = []
    slots = []
  }

  mutating func declarations(of value: ArraySlice<UInt8>, variables: CSSVariables) -> CSSDeclarations {
    if slots.isEmpty { slots = [Int16](repeating: -1, count: Self.slotCount) }
    let start = Self.hash(value)
    var free: Int?
    for probe in 0..<Self.probes {
      let slot = (start + probe) & (Self.slotCount - 1)
      guard slots[slot] >= 0 else {
        free = slot
        break
      }
      let known = Int(slots[slot])
      if values[known].utf8.count == value.count, values[known].utf8.elementsEqual(value) {
        return values[known].declarations
      }
    }
    let declarations = CSSDeclarations(inline: Array(value), variables: variables)
    if let free, values.count < Self.most {
      slots[free] = Int16(values.count)
      values.append((Array(value), declarations))
    }
    return declarations
  }

  private static func hash(_ value: ArraySlice<UInt8>) -> Int {
    var hash = ByteHash()
    for byte in value { hash.add(byte) }
    return hash.place
  }
}
