/// What selectors ask of an element besides other attributes, the same for all elements of one name, one id
/// and the same classes. A class, because rules are compared with elements and their ancestors, and copying
/// their texts each time took a tenth of the time of a page.
final class StyledElement: Sendable {
  let tag: String
  let id: String?
  let classes: [String]
  let bits: NameBits

  /// Around the outermost element, and for all that was open before there were rules.
  static let none = StyledElement("", id: nil, classes: [])

  init(_ tag: String, id: String?, classes: [String]) {
    self.tag = tag
    self.id = id
    self.classes = classes
    var bits = NameBits()
    bits.insert(tag: tag)
    if let id { bits.insert(id: id) }
    for name in classes { bits.insert(class: name) }
    self.bits = bits
  }

  /// An element that is open.
  struct Open {
    var element: StyledElement
    /// Those that rules ask for.
    var attributes: [MarkupAttribute]
    /// The names of the element and of all around it.
    var bits: NameBits

    static let none = Open(element: .none, attributes: [], bits: StyledElement.none.bits)
  }
}
