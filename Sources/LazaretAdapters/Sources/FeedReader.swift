/// Listens to the parser and gathers a feed's entries: RSS 0.90 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0,
/// CDF. Names of elements count in either case. An entry is there once its end tag was read.
final class FeedReader: MarkupSink {
  /// Raised whenever the same feed would give other documents: a feed that did not change is read again then.
  static let version = 2

  enum Kind: Hashable {
    case notYet
    case feed
    /// The name of a root element that no feed has.
    case other(String)
  }

  private(set) var kind = Kind.notYet
  private(set) var entries: [FeedEntry] = []
  private(set) var reasonToStop: String?

  private var isAtom = false
  private var entry: FeedEntry?
  private var field: OpenField?
  /// How many elements are open.
  private var level = 0
  /// The `xml:base`s in force, each with the level of its element.
  private var bases: [(level: Int, base: String)] = []
  /// How many elements are open inside the entry, outside of a field.
  private var depth = 0
  /// How many elements are open whose children count as the entry's own.
  private var containers = 0
  private var titles: [(rank: Int, content: FeedContent)] = []
  private var contents: [(rank: Int, content: FeedContent)] = []
  private var dates: [(rank: Int, date: String)] = []
  /// Of RSS the last one counts, as every reader has it; of Atom the first, a page before anything else.
  private var plainLink: String?
  private var atomLinks: [(isPage: Bool, link: String)] = []
  private var permalink: String?
  /// Most elements are of the vocabulary of the one before.
  private var lastVocabulary: (namespace: String?, vocabulary: FeedNamespace)?

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    level += 1
    if let base = attributes.value("xml:base") {
      bases.append((level, FeedLink.resolved(base.trimmedOfWhitespace, from: bases.last?.base)))
    }
    let lower = Self.lowercased(name)
    if kind == .notYet {
      isAtom = lower == "feed"
      kind = ["rss", "rdf", "feed", "channel"].contains(lower) ? .feed : .other(lower)
      if kind != .feed { reasonToStop = "it is no feed" }
      return
    }
    if field != nil {
      field?.open(name, attributes, base: bases.last?.base)
    } else if entry == nil {
      if lower == "item" || lower == "entry" { begin(attributes) }
    } else if depth == 0 {
      let vocabulary = vocabulary(of: namespace)
      if let opened = OpenField(lower, vocabulary, attributes) {
        if let link = opened.link { take(link, of: opened) }
        field = opened
      } else if vocabulary == .media, lower == "group" || lower == "content" {
        containers += 1
      } else {
        depth += 1
      }
    } else {
      depth += 1
    }
  }

  func end(_ name: String, namespace: String?) {
    if field != nil {
      if field?.close(name) == true { closeField() }
    } else if depth > 0 {
      depth -= 1
    } else if containers > 0 {
      containers -= 1
    } else if let finished = entry {
      finish(finished)
    }
    if let last = bases.last, last.level == level { bases.removeLast() }
    level -= 1
  }

  func text(_ bytes: Span<UInt8>) { field?.append(bytes) }

  func comment(_ bytes: Span<UInt8>) { field?.appendComment(bytes) }

  func instruction(_ bytes: Span<UInt8>) {}

  private func vocabulary(of namespace: String?) -> FeedNamespace {
    if let last = lastVocabulary, last.namespace == namespace { return last.vocabulary }
    let vocabulary = FeedNamespace(namespace)
    lastVocabulary = (namespace, vocabulary)
    return vocabulary
  }

  private func begin(_ attributes: [MarkupAttribute]) {
    var begun = FeedEntry()
    begun.about = attributes.value("rdf:about") ?? attributes.value("about")
    // CDF has the link here.
    plainLink = attributes.value("HREF") ?? attributes.value("href")
    entry = begun
  }

  private func closeField() {
    guard let closed = field else { return }
    field = nil
    let text = closed.text.trimmedOfWhitespace
    switch closed.role {
    case .title(let rank):
      if !text.isEmpty { titles.append((rank, FeedContent(kind: closed.kind, text: text))) }
    case .link: if !text.isEmpty { take(text, of: closed) }
    case .id:
      guard entry?.id == nil, !text.isEmpty else { return }
      entry?.id = isAtom ? FeedLink.resolved(text, from: bases.last?.base) : text
      if closed.isPermalink, FeedLink.isWeb(text) { permalink = text }
    case .date(let rank): if !text.isEmpty { dates.append((rank, text)) }
    case .content(let rank):
      if let type = closed.unreadableType {
        entry?.unreadableType = type
      } else if !text.isEmpty {
        contents.append((rank, FeedContent(kind: closed.kind, text: closed.text)))
      }
    }
  }

  private func take(_ link: String, of field: OpenField) {
    guard field.relation == nil || field.relation == "alternate" else { return }
    let link = FeedLink.resolved(link.trimmedOfWhitespace, from: bases.last?.base)
    if link.isEmpty { return }
    if isAtom || field.namespace == .atom {
      atomLinks.append((field.isPage, link))
    } else {
      plainLink = link
    }
  }

  private func finish(_ finished: FeedEntry) {
    var finished = finished
    finished.title = titles.min { $0.rank < $1.rank }?.content
    let order = contents.indices.sorted { (contents[$0].rank, $0) < (contents[$1].rank, $1) }
    finished.contents = order.map { contents[$0].content }
    finished.date = dates.min { $0.rank < $1.rank }?.date
    let atomLink = (atomLinks.first { $0.isPage } ?? atomLinks.first)?.link
    finished.link = plainLink ?? atomLink ?? permalink
    if !finished.contents.isEmpty { finished.unreadableType = nil }
    entries.append(finished)
    entry = nil
    titles = []
    contents = []
    dates = []
    plainLink = nil
    atomLinks = []
    permalink = nil
  }

  private static func lowercased(_ name: String) -> String {
    name.utf8.contains { (0x41...0x5A).contains($0) } ? name.lowercased() : name
  }
}

extension String {
  /// Without the white space at both ends that XML is indented with.
  var trimmedOfWhitespace: String {
    let bytes = utf8.drop(while: \.isWhitespace)
    guard let last = bytes.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[bytes.startIndex...last])
  }
}
