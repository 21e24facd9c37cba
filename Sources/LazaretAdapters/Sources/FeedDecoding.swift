import LazaretCore

/// What the bytes of a feed come to.
struct FeedDecoding {
  var entries: [FeedEntry] = []
  /// What was wrong and could be helped, in words.
  var notes: [String] = []
  /// Why there are no more entries than these: the feed breaks off.
  var failure: SourceError?

  /// Reads RSS, Atom, CDF and JSON Feed. XML that is not well-formed is read again as what it is: markup of
  /// some kind, as far as it goes.
  ///
  /// - Parameter location: for messages.
  init(_ feed: FetchedFeed, location: String) throws(SourceError) {
    let text = FeedText.forParsing(feed)
    if FeedText.isJSON(text.utf8) {
      try self.init(json: text.utf8, location: location)
    } else {
      try self.init(xml: text.utf8, skippedLines: text.skippedLines, location: location)
    }
    notes = text.notes + notes
  }

  private init(json: [UInt8], location: String) throws(SourceError) {
    let found: [FeedEntry]?
    do {
      found = try JSONFeed.entries(json)
    } catch {
      throw .malformed("'\(location)' is neither RSS nor Atom nor JSON Feed: it is broken JSON or none")
    }
    guard let found else {
      throw .malformed(
        "'\(location)' is neither RSS nor Atom nor JSON Feed: it is other JSON; correct the key 'feed'")
    }
    entries = found
  }

  private init(xml utf8: [UInt8], skippedLines: Int, location: String) throws(SourceError) {
    var reader = FeedReader()
    var broken: MarkupError?
    do throws(MarkupError) {
      try XMLEvents.readXML(utf8, into: reader)
    } catch {
      broken = error
    }
    if let fault = broken, !fault.isAtEnd, reader.kind != .feed || reader.reasonToStop == nil {
      let second = FeedReader()
      let end = MarkupSoup.read(utf8, unnested: ["item", "entry"], into: second)
      if second.kind == .feed {
        reader = second
        broken = end
        notes.append("it is not well-formed at line \(fault.line + skippedLines): \(fault.reason)")
      }
    }
    switch reader.kind {
    case .feed: break
    case .notYet:
      throw .malformed(
        "'\(location)' is neither RSS nor Atom nor JSON Feed: \(FeedText.looksLike(utf8)); correct the key 'feed'"
      )
    case .other(let root):
      throw .malformed(
        "'\(location)' is neither RSS nor Atom nor JSON Feed: it is"
          + " \(root == "html" ? "an HTML page" : "other XML"); correct the key 'feed'")
    }
    entries = reader.entries
    failure = broken.map {
      .malformed("the feed '\(location)' breaks off at line \($0.line + skippedLines): \($0.reason)")
    }
  }
}
