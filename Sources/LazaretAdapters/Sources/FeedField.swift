/// The vocabularies that feeds are written in.
enum FeedNamespace: Hashable {
  case none
  case rss
  case atom
  case content
  case dublinCore
  case xhtml
  case itunes
  case media
  case other

  /// Takes the addresses of the many editions of each, and the usual prefix where it was not declared.
  init(_ namespace: String?) {
    guard let namespace = namespace?.lowercased() else {
      self = .none
      return
    }
    let known: [(String, FeedNamespace)] = [
      ("http://www.w3.org/2005/atom", .atom), ("http://purl.org/atom/", .atom), ("prefix:atom", .atom),
      ("http://purl.org/rss/1.0/modules/content", .content), ("prefix:content", .content),
      ("http://purl.org/rss/", .rss), ("http://my.netscape.com/rdf/", .rss),
      ("http://channel.netscape.com", .rss),
      ("http://backend.userland.com/", .rss), ("http://blogs.law.harvard.edu/tech/rss", .rss),
      ("http://purl.org/dc/", .dublinCore), ("prefix:dc", .dublinCore),
      ("http://www.w3.org/1999/xhtml", .xhtml), ("http://www.itunes.com/", .itunes),
      ("prefix:itunes", .itunes), ("http://search.yahoo.com/mrss", .media), ("prefix:media", .media),
    ]
    self = known.first { namespace.hasPrefix($0.0) }?.1 ?? .other
  }

  /// True for the vocabularies whose names need no prefix.
  var isPlain: Bool { self == .none || self == .rss || self == .atom }
}

/// An element of an entry whose text is being read.
struct OpenField {
  enum Role: Hashable {
    /// The lowest rank wins: the format's own title, before those of its extensions.
    case title(rank: Int)
    case link
    case id
    /// The lowest rank wins: when it was changed, before when it was published.
    case date(rank: Int)
    /// The lowest rank wins: the whole text, before a summary.
    case content(rank: Int)
  }

  private enum Mode {
    case text
    case escapedMarkup
    case markup
  }

  let role: Role
  let namespace: FeedNamespace
  private(set) var link: String?
  private(set) var relation: String?
  /// False for a link whose type says that it is no page.
  private(set) var isPage = true
  /// False for a `guid` that says that it is no address.
  private(set) var isPermalink = false
  private var mode: Mode
  private var isBase64 = false
  /// Of a content that is neither text nor markup.
  private var otherType: String?
  private var open: [String] = []
  private var utf8: [UInt8] = []
  /// The content once an element was met in it, with the text around escaped.
  private var markup: [UInt8]?

  /// `nil` for elements that hold nothing of an entry's text.
  ///
  /// - Parameter name: in lower case.
  init?(_ name: String, _ namespace: FeedNamespace, _ attributes: [MarkupAttribute]) {
    let isAtom = namespace == .atom
    switch (name, namespace) {
    case ("title", let space) where space.isPlain: role = .title(rank: 0)
    case ("title", .dublinCore): role = .title(rank: 1)
    case ("title", .media): role = .title(rank: 2)
    case ("title", .itunes): role = .title(rank: 3)
    case ("link", let space) where space.isPlain: role = .link
    // CDF
    case ("a", .none): role = .link
    case ("guid", let space) where space.isPlain: role = .id
    case ("id", .atom), ("id", .none): role = .id
    case ("updated", let space) where space.isPlain: role = .date(rank: 0)
    case ("modified", let space) where space.isPlain || space == .dublinCore: role = .date(rank: 1)
    case ("pubdate", let space) where space.isPlain: role = .date(rank: 2)
    case ("date", .dublinCore): role = .date(rank: 3)
    case ("published", let space) where space.isPlain: role = .date(rank: 4)
    case ("issued", let space) where space.isPlain || space == .dublinCore: role = .date(rank: 5)
    case ("created", let space) where space.isPlain || space == .dublinCore: role = .date(rank: 6)
    case ("available", .dublinCore): role = .date(rank: 7)
    case ("encoded", .content): role = .content(rank: 0)
    case ("content", let space) where space.isPlain: role = .content(rank: 1)
    case ("body", .xhtml), ("div", .xhtml): role = .content(rank: 2)
    case ("description", let space) where space.isPlain: role = .content(rank: 3)
    case ("summary", let space) where space.isPlain: role = .content(rank: 4)
    case ("description", .dublinCore), ("abstract", .dublinCore), ("abstract", .none):
      role = .content(rank: 5)
    case ("summary", .itunes), ("description", .itunes), ("encoded", .itunes): role = .content(rank: 6)
    case ("description", .media), ("text", .media): role = .content(rank: 7)
    case ("subtitle", .itunes): role = .content(rank: 8)
    default: return nil
    }
    self.namespace = namespace
    if role == .link {
      link = attributes.value("href") ?? attributes.value("HREF")
      relation = attributes.value("rel")?.lowercased()
      isPage = attributes.value("type").map { $0.lowercased().holds("html") } ?? true
    }
    isPermalink = name == "guid" && attributes.value("isPermaLink")?.lowercased() != "false"
    mode = .text
    if case .content = role {
      // In RSS a description is HTML; in Atom the type says what a text is.
      mode = isAtom || namespace == .media || namespace == .itunes ? .text : .escapedMarkup
      if namespace == .xhtml { mode = .markup }
    }
    if isAtom || namespace == .media { read(type: attributes) }
  }

  private mutating func read(type attributes: [MarkupAttribute]) {
    let type = attributes.value("type")?.lowercased() ?? "text"
    let mode = attributes.value("mode")?.lowercased()
    switch type {
    case "text", "text/plain", "plain", "": self.mode = mode == "xml" ? .markup : .text
    case "html": self.mode = .escapedMarkup
    case "text/html": self.mode = mode == "xml" ? .markup : .escapedMarkup
    case "xhtml", "application/xhtml+xml":
      self.mode = mode == "escaped" ? .escapedMarkup : .markup
    case let other where other.hasPrefix("text/"): self.mode = .text
    case let other where other.hasSuffix("/xml") || other.hasSuffix("+xml"): self.mode = .markup
    default:
      otherType = Self.printable(type)
      isBase64 = true
      self.mode = type == "application/octet-stream" ? .escapedMarkup : .text
    }
    if mode == "base64" { isBase64 = true }
  }

  /// The type of what is neither text nor markup nor text in base64. Asked for once the field was closed.
  var unreadableType: String? {
    guard isBase64, markup == nil, Self.decoded(utf8) == nil, !isPlainlyText else { return nil }
    return otherType ?? "text in base64"
  }

  /// What stands there although base64 was announced.
  private var isPlainlyText: Bool {
    utf8.contains { byte in
      !byte.isWhitespace && !Base64.isDigit(byte)
    }
  }

  private static func decoded(_ utf8: [UInt8]) -> String? {
    guard let bytes = Base64.decoded(utf8), !ContentSignature.isMostlyControls(bytes), !bytes.contains(0)
    else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  var kind: FeedContent.Kind { markup != nil || mode != .text ? .markup : .text }

  var text: String {
    if let markup { return String(decoding: markup, as: UTF8.self) }
    if isBase64, let text = Self.decoded(utf8) { return text }
    let text = String(decoding: utf8, as: UTF8.self)
    return mode == .markup ? FeedContent.escaped(text) : text
  }

  /// - Parameter base: what relative addresses in the element are seen from.
  mutating func open(_ name: String, _ attributes: [MarkupAttribute], base: String?) {
    open.append(name)
    var tag = "<" + name
    for attribute in attributes {
      let isAddress = attribute.name == "href" || attribute.name == "src"
      let value = isAddress ? FeedLink.resolved(attribute.value, from: base) : attribute.value
      tag += " " + attribute.name + "=\"" + FeedContent.escaped(value) + "\""
    }
    if markup == nil { markup = before }
    markup?.append(contentsOf: (tag + ">").utf8)
  }

  /// True when the field itself was closed.
  mutating func close(_ name: String) -> Bool {
    guard open.popLast() != nil else { return true }
    if !Self.void.contains(name) { markup?.append(contentsOf: ("</" + name + ">").utf8) }
    return false
  }

  mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { buffer in
      guard markup != nil else {
        utf8.append(contentsOf: buffer)
        return
      }
      // Scripts and styles are the one place where HTML has no escapes. And who mixes elements with text
      // that is to be HTML has escaped the one and not the other.
      let isRaw = mode == .escapedMarkup || open.last == "script" || open.last == "style"
      let text = String(decoding: buffer, as: UTF8.self)
      markup?.append(contentsOf: (isRaw ? text : FeedContent.escaped(text)).utf8)
    }
  }

  mutating func appendComment(_ bytes: Span<UInt8>) {
    guard mode != .text || markup != nil else { return }
    let text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    if markup == nil { markup = before }
    markup?.append(contentsOf: ("<!--" + text + "-->").utf8)
  }

  /// The text up to the first element: markup already where the feed says so.
  private var before: [UInt8] {
    mode == .escapedMarkup ? utf8 : Array(FeedContent.escaped(String(decoding: utf8, as: UTF8.self)).utf8)
  }

  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]

  /// A type's own characters and no others: it is quoted in reasons.
  private static func printable(_ type: String) -> String {
    let kept = type.utf8.filter {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "/+-.".utf8.contains($0)
    }
    return String(decoding: kept.prefix(60), as: UTF8.self)
  }
}
