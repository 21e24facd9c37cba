import LazaretCore

/// One entry as the feed has it.
struct FeedEntry: Hashable {
  var id: String?
  /// Absolute where the feed says what it is relative to.
  var link: String?
  /// What RSS 1.0 knows the entry by.
  var about: String?
  var title: FeedContent?
  var date: String?
  /// By rank: the fullest text comes first.
  var contents: [FeedContent] = []
  /// The type of a content that is no text, for an entry that has no other.
  var unreadableType: String?

  /// What the entry is known by, as long as it does not share it with another.
  var address: String {
    id ?? about ?? link ?? "entry-" + Digest(fields: [title?.text ?? "", date ?? ""]).hex.prefix(16)
  }

  /// Of what tells entries apart that have one address, and stays when a text is edited.
  var mark: Digest { Digest(fields: [link ?? "", title?.text ?? ""]) }

  /// Of all that the entry's document is made of, and its link.
  var digest: Digest {
    Digest(fields: [
      "\(FeedReader.version)", link ?? "", Self.fields(title), Self.fields(contents.first),
    ])
  }

  private static func fields(_ content: FeedContent?) -> String {
    content.map { ($0.kind == .markup ? "markup " : "text ") + $0.text } ?? ""
  }

  /// The entry as a document. Its title stands above its content: a title is text that leaves with the
  /// corpus, so it has to be where the screeners look.
  ///
  /// - Parameters:
  ///   - fetched: when, for a feed that came over a network.
  ///   - revision: ``revision``, which takes a digest of all of the entry.
  func document(source: String, uri: String, fetched: String? = nil, revision: Revision) -> RawDocument {
    let content = contents.first
    let name = title?.plainText
    var text = ""
    var mediaType = "text/html"
    if content?.kind == .text, title?.kind != .markup {
      mediaType = "text/plain"
      text = [name, content?.text].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    } else {
      if let title { text = "<h1>" + title.markup + "</h1>\n" }
      text += content?.markup ?? ""
    }
    return RawDocument(
      source: source, uri: uri, bytes: Array(text.utf8), mediaType: mediaType, charset: "utf-8",
      title: name.flatMap { $0.isEmpty ? nil : $0 }, modified: modified,
      fetched: fetched, revision: revision)
  }

  var modified: String? { date.map { FeedDate.iso8601($0) ?? $0 } }

  var revision: Revision { Revision(text: "entry " + digest.hex) }
}

/// A text of a feed and how it is meant.
struct FeedContent: Hashable {
  enum Kind: Hashable {
    case text
    case markup
  }

  var kind: Kind
  var text: String

  /// As HTML.
  var markup: String { kind == .markup ? text : Self.escaped(text) }

  /// Without markup and on one line, as a title is shown.
  var plainText: String {
    var line = text
    if kind == .markup, let page = try? HTML.read(Array(text.utf8), uri: "title") {
      line = page.visible.text
    }
    if line.utf8.allSatisfy({ $0 < 0x80 }) {
      var words: [UInt8] = []
      words.reserveCapacity(line.utf8.count)
      for word in line.utf8.split(whereSeparator: \.isWhitespace) {
        if !words.isEmpty { words.append(0x20) }
        words.append(contentsOf: word)
      }
      return String(decoding: words, as: UTF8.self)
    }
    return line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  static func escaped(_ text: String) -> String {
    var escaped: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x26: escaped.append(contentsOf: "&amp;".utf8)
      case 0x3C: escaped.append(contentsOf: "&lt;".utf8)
      case 0x3E: escaped.append(contentsOf: "&gt;".utf8)
      case 0x22: escaped.append(contentsOf: "&quot;".utf8)
      default: escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }
}
