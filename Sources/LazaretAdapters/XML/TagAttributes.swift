/// Finds the attributes of a page's tags again while a parser reads the page condensed.
struct TagAttributes {
  /// What a place says of a tag.
  enum Tag {
    /// Nothing of it is told here.
    case asItIs
    /// It has these attributes.
    case attributes(Range<Int>)
    /// A tag in front of it was not reported.
    case unknown
  }

  private let tags: CondensedTags
  private let page: UnsafeBufferPointer<UInt8>
  private var next = 0

  /// - Parameter page: has to outlive this.
  init(_ tags: CondensedTags, of page: UnsafeBufferPointer<UInt8>) {
    self.tags = tags
    self.page = page
  }

  /// True when no tag is left that was not reported.
  var isComplete: Bool { next == tags.tags.count }

  var names: [String] { tags.names }

  /// - Parameter place: How far the parser has read.
  mutating func tag(at place: Int) -> Tag {
    guard next < tags.tags.count, Int(tags.tags[next].end) <= place else { return .asItIs }
    guard Int(tags.tags[next].end) == place else { return .unknown }
    let range = tags.tags[next].attributes
    next += 1
    return .attributes(Int(range.lowerBound)..<Int(range.upperBound))
  }

  /// The place of its name in ``names``, and its value.
  func attribute(_ index: Int) -> (name: Int, value: UnsafeBufferPointer<UInt8>) {
    let attribute = tags.attributes[index]
    let value = Int(attribute.value.lowerBound)..<Int(attribute.value.upperBound)
    return (Int(attribute.name), UnsafeBufferPointer(rebasing: page[value]))
  }
}
