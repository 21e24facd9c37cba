/// Walks over the bytes of a page that is written so plainly that every reader of HTML finds the same tags in
/// it: attributes are names and quoted values, comments end, scripts end with their own tag. Of any other page
/// it says that it is not sure, and the parser is asked.
///
/// On its way it gathers the style sheets and leaves out what nobody reads; see ``CondensedPage``.
struct PageScan {
  enum Outcome {
    case sure
    case unsure
    /// A style sheet asks for what was left out above it: to be done again with the plan, which is whole.
    case leftOutTooMuch
  }

  private(set) var plan: SheetPlan
  private(set) var runs: [CondensedPage.Run] = []
  private(set) var tags = CondensedTags()

  private var page: PageCursor
  private var bytes: UnsafeBufferPointer<UInt8> { page.bytes }
  private let condensesText: Bool
  private var sheets = 0
  /// The attributes that are kept on any page.
  private let kept = HTMLAttributes.kept
  private var leftOut = AttributeNames()
  private var leftOutWords = WordBits()
  private var hasLeftOutTooMuch = false
  /// Of the tag that is being read, the names of which others of the same name might be kept.
  private var leftOutSome: [AttributeNames.Hash] = []
  /// Of the tag that is being read.
  private var attributes: [PageAttribute] = []
  private var output: CondensedBytes

  /// - Parameters:
  ///   - output: Room for as many bytes as the page has.
  ///   - plan: With the sheets that are known, from a scan before this one.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>, condensesText: Bool,
    plan: SheetPlan
  ) {
    page = PageCursor(bytes)
    self.condensesText = condensesText
    self.plan = plan
    self.output = CondensedBytes(from: bytes, into: output)
  }

  mutating func run() -> Outcome {
    while let open = bytes.firstPlace(of: 0x3C, from: page.place) {
      readText(to: open)
      page.place = open + 1
      guard page.place < bytes.count, readMarkup() else { return .unsure }
    }
    readText(to: bytes.count)
    return hasLeftOutTooMuch ? .leftOutTooMuch : .sure
  }

  /// How many bytes the output has, after a scan that was sure.
  mutating func finish() -> Int { output.finish() }

  // MARK: Text

  private mutating func readText(to end: Int) {
    guard condensesText, !hasLeftOutTooMuch, end - page.place >= Self.shortest else { return }
    var start = page.place
    while start < end {
      let mark = bytes.firstPlace(of: 0x26, from: start, to: end) ?? end
      condense(start..<mark)
      // Where a reference ends that nobody closed is the parser's to say: a space or a semicolon is behind it.
      start = mark
      while start < end, bytes[start] != 0x3B, !PageCursor.isBlank(bytes[start]) { start += 1 }
      if start < end, bytes[start] == 0x3B { start += 1 }
    }
  }

  /// Leaving out less than this costs more than it saves.
  private static let shortest = 6
  /// libxml2 reports 1,000 bytes at once, and takes white space up to there for text.
  private static let longestSpace = 900

  /// Keeps the first white space and the first character, which is all that decides what becomes of the text.
  private mutating func condense(_ text: Range<Int>) {
    guard text.count >= Self.shortest else { return }
    var first = text.lowerBound
    while first < text.upperBound, PageCursor.isBlank(bytes[first]) { first += 1 }
    let space = first - text.lowerBound
    guard space < Self.longestSpace else { return }
    let start = output.place(of: text.lowerBound)
    if space > 1 { output.leaveOut(text.lowerBound + 1, first) }
    let lead = output.place(of: first)
    if first < text.upperBound {
      output.leaveOut(min(first + Self.length(of: bytes[first]), text.upperBound), text.upperBound)
    }
    runs.append(
      CondensedPage.Run(
        start: Int32(start), lead: Int32(lead), end: Int32(output.place(of: text.upperBound)),
        origin: Int32(text.lowerBound), leadOrigin: Int32(first), originEnd: Int32(text.upperBound)))
  }

  /// Of a character of valid UTF-8.
  private static func length(of lead: UInt8) -> Int {
    lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  }

  // MARK: Markup

  /// What follows a `<`. False when readers may differ about it.
  private mutating func readMarkup() -> Bool {
    switch bytes[page.place] {
    case 0x21: readDeclaration()
    case 0x2F: readEnd()
    case 0x3F: page.isLetter(at: page.place + 1) && page.skip(past: 0x3E)
    case 0x41...0x5A, 0x61...0x7A: readStart()
    case 0x3A, 0x5F: false
    default: true
    }
  }

  private mutating func readDeclaration() -> Bool {
    if page.starts("!--", at: page.place) {
      let start = page.place + 3
      if page.starts(">", at: start) || page.starts("->", at: start) { return false }
      var dash = start
      while let found = bytes.firstPlace(of: 0x2D, from: dash) {
        if page.starts("-->", at: found) {
          page.place = found + 3
          return true
        }
        if page.starts("--!", at: found) { return false }
        dash = found + 1
      }
      return false
    }
    guard page.isLetter(at: page.place + 1) || page.starts("![endif]>", at: page.place),
      let end = bytes.firstPlace(of: 0x3E, from: page.place)
    else { return false }
    let inside = bytes[(page.place + 2)..<end]
    page.place = end + 1
    return inside.allSatisfy { $0 != 0x3C && $0 != 0x27 && $0 != 0x5B }
      && inside.count { $0 == 0x22 }.isMultiple(of: 2)
  }

  private mutating func readEnd() -> Bool {
    guard page.isLetter(at: page.place + 1) else { return false }
    page.place += 1
    while page.place < bytes.count, bytes[page.place] != 0x3E {
      if bytes[page.place] == 0x22 || bytes[page.place] == 0x27 || bytes[page.place] == 0x3C {
        return false
      }
      page.place += 1
    }
    page.place += 1
    return page.place <= bytes.count
  }

  /// Of one tag; far fewer than ``HTMLTagGuard`` asks about.
  private static let mostAttributes = 1_000

  private mutating func readStart() -> Bool {
    let start = page.place
    page.place = page.endOfName(from: page.place)
    let name = start..<page.place
    guard name.count <= PageCursor.longestName else { return false }
    let raw = RawElement(named: UnsafeBufferPointer(rebasing: bytes[name]))
    var media: Range<Int>?
    var type: Range<Int>?
    if !leftOutSome.isEmpty { leftOutSome.removeAll(keepingCapacity: true) }
    if !attributes.isEmpty { attributes.removeAll(keepingCapacity: true) }
    while true {
      let blank = page.place
      page.skipSpace()
      guard page.place < bytes.count else { return false }
      if bytes[page.place] == 0x3E {
        if !attributes.isEmpty { condenseTag(name) }
        page.place += 1
        break
      }
      if page.starts("/>", at: page.place) {
        if !attributes.isEmpty { condenseTag(name) }
        page.place += 2
        return raw == nil
      }
      guard attributes.count < Self.mostAttributes, page.isLetter(at: page.place),
        var attribute = page.readAttribute()
      else {
        return false
      }
      attribute.blank = blank
      if raw != nil {
        if page.holds("media", attribute.name) {
          guard media == nil, !bytes[attribute.value].contains(0x26) else { return false }
          media = attribute.value
        } else if type == nil, page.holds("type", attribute.name) {
          type = attribute.value
        }
      }
      if mayLeaveOut(attribute) {
        attribute.isLeftOut = true
      } else if leftOutSome.contains(attribute.hash) {
        // Of two attributes with one name the first counts.
        return false
      }
      attributes.append(attribute)
    }
    guard let raw else { return true }
    return readRaw(raw, media, type)
  }

  /// At the end of the tag. What is kept of its attributes is told beside the page where that can be done, so
  /// that the parser need not look at them.
  private mutating func condenseTag(_ name: Range<Int>) {
    guard attributes.contains(where: { !$0.isLeftOut }), addTag(name) else {
      for attribute in attributes where attribute.isLeftOut { leaveOut(attribute) }
      return
    }
    for attribute in attributes where attribute.isLeftOut { leftOut.insert(attribute.hash) }
    // The space behind the name stays: elements that the tag implies are reported in front of it, and its own
    // behind it.
    output.leaveOut(attributes[0].blank + 1, page.place)
    tags.close(at: output.place(of: page.place))
  }

  /// False for a tag of which the parser has to read the attributes: one that it may drop, and one with
  /// references in values.
  private mutating func addTag(_ name: Range<Int>) -> Bool {
    guard condensesText, !hasLeftOutTooMuch, !page.holds("html", name), !page.holds("head", name),
      !page.holds("body", name)
    else { return false }
    tags.open()
    for attribute in attributes where !attribute.isLeftOut {
      guard
        bytes.firstPlace(of: 0x26, from: attribute.value.lowerBound, to: attribute.value.upperBound)
          == nil,
        tags.add(UnsafeBufferPointer(rebasing: bytes[attribute.name]), attribute.hash, attribute.value)
      else {
        tags.drop()
        return false
      }
    }
    return true
  }

  private mutating func leaveOut(_ attribute: PageAttribute) {
    switch bytes[attribute.end] {
    // What is left in front of it must not become a part of a value without quotation marks.
    case 0x2F: output.leaveOut(attribute.name.lowerBound, attribute.end)
    case 0x3E, 0x20, 9, 0x0A, 0x0D: output.leaveOut(attribute.blank, attribute.end)
    // The next attribute follows without a space.
    default: return
    }
    leftOut.insert(attribute.hash)
  }

  /// True for an attribute that nobody reads on any element, for classes and ids that no rule names, and for data
  /// that is no sentence.
  private mutating func mayLeaveOut(_ attribute: PageAttribute) -> Bool {
    if hasLeftOutTooMuch || kept.mayContain(attribute.hash) { return false }
    if plan.rules.attributes.mayContain(attribute.hash) { return false }
    let value = UnsafeBufferPointer(rebasing: bytes[attribute.value])
    if page.holds("class", attribute.name) || page.holds("id", attribute.name) {
      guard mayLeaveOut(words: value) else { return false }
      leftOutSome.append(attribute.hash)
      return true
    }
    guard page.holds("data-", attribute.name.prefix(5)) else { return true }
    if value.contains(0x26) || HTMLAttributes.isSentence(value) { return false }
    leftOutSome.append(attribute.hash)
    return true
  }

  private mutating func mayLeaveOut(words: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let found = WordBits.Words(of: words), !plan.rules.words.mayHoldAny(of: found) else { return false }
    leftOutWords.insert(found)
    return true
  }

  private mutating func readRaw(_ element: RawElement, _ media: Range<Int>?, _ type: Range<Int>?) -> Bool {
    let start = page.place
    guard element != .plaintext, let end = endOfRaw(element) else { return false }
    // Right behind the tag, libxml2 takes any end tag for one.
    if page.starts("</", at: start), end > start { return false }
    let isPlain = !page.starts("<", at: start) || page.starts("<!--", at: start)
    page.place = end
    let content = start..<end
    switch element {
    case .script:
      if hasOpening("<!--", content), hasOpening("<script", content) { return false }
      if isProgram(type) {
        // A tag right at its beginning may close the element for libxml2.
        guard isPlain || end == start else { return false }
        output.leaveOut(start, end)
      } else if isPlain {
        condenseRaw(content)
      }
      return true
    case .style:
      if isPlain { condenseRaw(content) }
      return readSheet(content, media)
    default: return !bytes[content].contains(0x3C)
    }
  }

  /// Text in which there are no references.
  private mutating func condenseRaw(_ content: Range<Int>) {
    if condensesText, !hasLeftOutTooMuch { condense(content) }
  }

  private func isProgram(_ type: Range<Int>?) -> Bool {
    guard let type else { return true }
    return !bytes[type].contains(0x26)
      && ScriptKind(type: String(decoding: bytes[type], as: UTF8.self)) == nil
  }

  private mutating func readSheet(_ content: Range<Int>, _ media: Range<Int>?) -> Bool {
    let text = bytes[content]
    guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != 0xEF || $0 == 0x0A || $0 == 9 }) else {
      return false
    }
    if sheets == plan.sheets.count {
      plan.add(
        SheetPlan.Sheet(
          text: Array(text), media: media.map { String(decoding: bytes[$0], as: UTF8.self) }))
      hasLeftOutTooMuch =
        hasLeftOutTooMuch || leftOut.mayShare(with: plan.rules.attributes)
        || leftOutWords.mayShare(with: plan.rules.words)
    }
    sheets += 1
    return true
  }

  /// Where `</name` begins, followed by what ends a name.
  private func endOfRaw(_ element: RawElement) -> Int? {
    let name = element.rawValue.utf8
    var from = page.place
    while let open = bytes.firstPlace(of: 0x3C, from: from) {
      let after = open + 2 + name.count
      if after < bytes.count, bytes[open + 1] == 0x2F,
        zip(bytes[(open + 2)..<after], name).allSatisfy({ $0 | 0x20 == $1 })
      {
        return bytes[after] == 0x3E || PageCursor.isBlank(bytes[after]) ? open : nil
      }
      from = open + 1
    }
    return nil
  }

  private func hasOpening(_ mark: StaticString, _ content: Range<Int>) -> Bool {
    var from = content.lowerBound
    while let open = bytes.firstPlace(of: 0x3C, from: from, to: content.upperBound) {
      if page.starts(mark, at: open) { return true }
      from = open + 1
    }
    return false
  }
}
