import FoundationEssentials

/// Entries of a JSON Feed, 1.0 or 1.1. A field of another type than the format says is as good as absent.
enum JSONFeed {
  /// `nil` for JSON that is no feed. Throws for what is no JSON.
  static func entries(_ utf8: [UInt8]) throws -> [FeedEntry]? {
    let page = try JSONDecoder().decode(Page.self, from: Data(utf8))
    guard let items = page.items, page.version?.contains("jsonfeed.org/version/") ?? false else { return nil }
    return items.map(\.entry)
  }

  private struct Page: Decodable {
    var version: String?
    var items: [Item]?

    private enum Key: CodingKey { case version, items }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      version = try? fields.decode(String.self, forKey: .version)
      items = try? fields.decode([Item].self, forKey: .items)
    }
  }

  private struct Item: Decodable {
    var entry = FeedEntry()

    private enum Key: String, CodingKey {
      case id, url, title, summary
      case external = "external_url"
      case html = "content_html"
      case text = "content_text"
      case published = "date_published"
      case modified = "date_modified"
    }

    init(from decoder: any Decoder) throws {
      guard let fields = try? decoder.container(keyedBy: Key.self) else { return }
      func text(_ key: Key) -> String? {
        let text = (try? fields.decode(String.self, forKey: key))?.trimmedOfWhitespace
        return text?.isEmpty == false ? text : nil
      }
      // "If an id is presented as a number or other type, a JSON Feed reader should coerce it to a string."
      entry.id =
        text(.id) ?? (try? fields.decode(Int.self, forKey: .id)).map { "\($0)" }
        ?? (try? fields.decode(Double.self, forKey: .id)).map { "\($0)" }
      entry.link = text(.url) ?? text(.external)
      entry.title = text(.title).map { FeedContent(kind: .text, text: $0) }
      entry.date = text(.modified) ?? text(.published)
      if let html = text(.html) { entry.contents.append(FeedContent(kind: .markup, text: html)) }
      for key in [Key.text, .summary] {
        if let plain = text(key) { entry.contents.append(FeedContent(kind: .text, text: plain)) }
      }
    }
  }
}
