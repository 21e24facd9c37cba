/// A page without what nobody reads, which is programs and attributes that mean nothing here, and without what
/// the parser need not look at: other attributes, and all but the first letter of each text. A quarter of most
/// pages' bytes is left, or less, and libxml2 takes less than half the time for it.
///
/// The parser stays the judge of what the markup means. Only pages that are written so plainly that readers
/// cannot differ about them (see ``PageScan``) are condensed, and each text is found again by the place at
/// which the parser reports its first letter, the attributes by the place of their tag. When one is not
/// reported, the page is read as it is.
///
/// Takes two scans at most, and the memory of one more page, 24 bytes for each of its texts and 12 for each tag
/// and each attribute that is read.
struct CondensedPage {
  /// A text of which the first letter was kept, or white space of which the first was.
  struct Run {
    // In the condensed page.
    var start: Int32
    /// Where the first letter is; `end` for white space alone.
    var lead: Int32
    var end: Int32
    // In the page.
    var origin: Int32
    var leadOrigin: Int32
    var originEnd: Int32

    var hasText: Bool { lead < end }
  }

  let utf8: [UInt8]
  /// In their order.
  let runs: [Run]
  let tags: CondensedTags
  /// What style sheets the page has.
  let plan: SheetPlan

  /// `nil` for a page about which readers may differ.
  init?(of page: [UInt8], after outer: StyleRules?) {
    guard page.count < Int(Int32.max) else { return nil }
    let condensesText = page.withUnsafeBufferPointer { Self.isPlainText($0) }
    if !condensesText, page.holds(0) { return nil }
    var plan = SheetPlan(after: outer)
    var runs: [Run] = []
    var tags = CondensedTags()
    var isSure = false
    utf8 = page.withUnsafeBufferPointer { bytes in
      [UInt8](unsafeUninitializedCapacity: bytes.count) { output, count in
        var scan = PageScan(bytes, into: output, condensesText: condensesText, plan: plan)
        var outcome = scan.run()
        plan = scan.plan
        if outcome == .leftOutTooMuch {
          scan = PageScan(bytes, into: output, condensesText: condensesText, plan: plan)
          outcome = scan.run()
        }
        isSure = outcome == .sure
        runs = scan.runs
        tags = scan.tags
        count = isSure ? scan.finish() : 0
      }
    }
    if !isSure { return nil }
    self.runs = runs
    self.tags = tags
    self.plan = plan
  }

  /// False for a page with characters in it that libxml2 drops: controls, U+FFFE and U+FFFF.
  private static func isPlainText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var controls: UInt8 = 0
    // Without branches, so that 32 bytes are looked at together.
    for byte in bytes {
      let low: UInt8 = byte < 32 ? 1 : 0
      let space: UInt8 = (byte == 9 ? 1 : 0) | (byte == 10 ? 1 : 0) | (byte == 13 ? 1 : 0)
      controls |= low ^ space
    }
    if controls != 0 { return false }
    var place = 0
    while let found = bytes.firstPlace(of: 0xEF, from: place) {
      place = found + 1
      if place + 1 < bytes.count, bytes[place] == 0xBF, bytes[place + 1] >= 0xBE { return false }
    }
    return true
  }
}
