/// The names of one page by the pointers under which libxml2 reports them. It keeps one copy of each name for
/// as long as its parser lives, so that a name is read once and known by its address from then on.
struct HTMLNameTable {
  struct Known {
    var name: HTMLName
    /// True for an attribute that somebody reads.
    var isWanted: Bool
  }

  private struct Slot {
    /// 0 for a free one.
    var address: UInt = 0
    var known = Known(name: HTMLName(word: .other, number: 0), isWanted: false)
  }

  private var slots: [Slot]
  private var used = 0
  private var texts: [String] = []
  private var numbers: [String: Int32] = [:]

  init() { slots = [Slot](repeating: Slot(), count: 128) }

  func text(of name: HTMLName) -> String { texts[Int(name.number)] }

  func known(at pointer: UnsafePointer<UInt8>) -> Known? {
    let address = UInt(bitPattern: pointer)
    var place = place(of: address)
    while slots[place].address != address {
      if slots[place].address == 0 { return nil }
      place = (place + 1) & (slots.count - 1)
    }
    return slots[place].known
  }

  mutating func name(written text: String) -> HTMLName {
    let number = numbers[text] ?? Int32(texts.count)
    if Int(number) == texts.count {
      numbers[text] = number
      texts.append(text)
    }
    return HTMLName(word: HTMLWord(of: text), number: number)
  }

  mutating func add(_ known: Known, at pointer: UnsafePointer<UInt8>) {
    if used * 2 >= slots.count {
      let old = slots
      slots = [Slot](repeating: Slot(), count: old.count * 4)
      for slot in old where slot.address != 0 { put(slot) }
    }
    put(Slot(address: UInt(bitPattern: pointer), known: known))
    used += 1
  }

  /// Says anew which names are wanted.
  mutating func choose(where isWanted: (HTMLName, String) -> Bool) {
    for place in slots.indices where slots[place].address != 0 {
      let name = slots[place].known.name
      slots[place].known.isWanted = isWanted(name, text(of: name))
    }
  }

  private mutating func put(_ slot: Slot) {
    var place = place(of: slot.address)
    while slots[place].address != 0 { place = (place + 1) & (slots.count - 1) }
    slots[place] = slot
  }

  private func place(of address: UInt) -> Int {
    Int(truncatingIfNeeded: (address &* 0x9E37_79B9_7F4A_7C15) >> 40) & (slots.count - 1)
  }
}
