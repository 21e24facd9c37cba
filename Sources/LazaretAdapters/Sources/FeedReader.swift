/// Listens to the parser and gathers a feed's entries: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0.
/// An entry is there once its end tag was read.
final class FeedReader: MarkupSink {
  enum Kind: Hashable {
    case notYet
    case feed
    /// The name of a root element that no feed has.
    case other(String)
  }

  private(set) var kind = Kind.notYet
  private(set) var entries: [FeedEntry] = []
  private(set) var reasonToStop: String?

  private var entry: FeedEntry?
  private var field: OpenField?
  /// How many elements are open inside the entry, outside of a field.
  private var depth = 0
  private var contents: [(rank: Int, content: FeedContent)] = []
  private var dates: [(rank: Int, date: String)] = []

  func wants(attribute name: String) -> Bool { true }

  func start(_ name: String, namespace: String?, attributes: [MarkupAttribute]) {
    if kind == .notYet {
      let lower = name.lowercased()
      kind = ["rss", "rdf", "feed"].contains(lower) ? .feed : .other(lower)
      if kind != .feed { reasonToStop = "it is no feed" }
      return
    }
    if field != nil {
      field?.open(name, attributes)
    } else if entry == nil {
      if name == "item" || name == "entry" { entry = FeedEntry() }
    } else if depth == 0, let opened = OpenField(name, FeedNamespace(namespace), attributes) {
      if let link = opened.link { take(link: link, relation: opened.relation) }
      field = opened
    } else {
      depth += 1
    }
  }

  func end(_ name: String, namespace: String?) {
    if field != nil {
      if field?.close(name) == true { closeField() }
    } else if depth > 0 {
      depth -= 1
    } else if let finished = entry, name == "item" || name == "entry" {
      finish(finished)
    }
  }

  func text(_ bytes: Span<UInt8>) { field?.append(bytes) }

  func comment(_ bytes: Span<UInt8>) { field?.appendComment(bytes) }

  func instruction(_ bytes: Span<UInt8>) {}

  func unfinished(_ bytes: Span<UInt8>) {}

  private func closeField() {
    guard let closed = field else { return }
    field = nil
    let text = closed.text.trimmedOfWhitespace
    switch closed.role {
    case .title:
      if entry?.title == nil, !text.isEmpty {
        entry?.title = FeedContent(kind: closed.kind, text: text)
      }
    case .link: if !text.isEmpty { take(link: text, relation: nil) }
    case .id: if entry?.id == nil, !text.isEmpty { entry?.id = text }
    case .date(let rank): if !text.isEmpty { dates.append((rank, text)) }
    case .content(let rank):
      if let type = closed.unreadableType {
        entry?.unreadableType = type
      } else if !text.isEmpty {
        contents.append((rank, FeedContent(kind: closed.kind, text: closed.text)))
      }
    }
  }

  private func take(link: String, relation: String?) {
    if entry?.link == nil, relation == nil || relation == "alternate" { entry?.link = link }
  }

  private func finish(_ finished: FeedEntry) {
    var finished = finished
    let order = contents.indices.sorted { (contents[$0].rank, $0) < (contents[$1].rank, $1) }
    finished.contents = order.map { contents[$0].content }
    finished.date = dates.min { $0.rank < $1.rank }?.date
    if !finished.contents.isEmpty { finished.unreadableType = nil }
    entries.append(finished)
    entry = nil
    contents = []
    dates = []
  }
}

extension String {
  /// Without the white space at both ends that XML is indented with.
  fileprivate var trimmedOfWhitespace: String {
    let bytes = utf8.drop(while: \.isWhitespace)
    guard let last = bytes.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[bytes.startIndex...last])
  }
}
