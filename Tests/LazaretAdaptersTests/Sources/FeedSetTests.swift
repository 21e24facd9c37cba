import Foundation
import LazaretTesting
import Testing

@testable import LazaretAdapters

/// How many fields of a set of feeds come out as the set expects. Runs when `LAZARET_FEED_SET` names a
/// folder with the feeds and a `manifest.jsonl` of lines `{"file", "expected": {"entries": [{"title", "link",
/// "id", "updated_utc", "published_utc", "content_html", "summary_html"}]}}`, and prints the figures.
struct FeedSetTests {
  private static var folder: String? { ProcessInfo.processInfo.environment["LAZARET_FEED_SET"] }

  private struct Line: Decodable {
    struct Expected: Decodable { var entries: [Entry]? }
    struct Entry: Decodable {
      var title: String?
      var link: String?
      var id: String?
      var updated_utc: String?
      var published_utc: String?
      var content_html: [String]?
      var summary_html: String?
    }
    var file: String
    var expected: Expected?
  }

  @Test(.enabled(if: folder != nil)) func `a set of feeds is read as expected`() throws {
    let folder = URL(filePath: try #require(Self.folder))
    let lines = try String(contentsOf: folder.appending(path: "manifest.jsonl"), encoding: .utf8)
    var counts: [String: (right: Int, all: Int)] = [:]
    var whole = 0
    var entries = 0
    for line in lines.split(separator: "\n") {
      let line = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      guard let expected = line.expected?.entries else { continue }
      let bytes = try Data(contentsOf: folder.appending(path: line.file))
      let found = Self.entries(FetchedFeed(bytes: Array(bytes)))
      func count(_ field: String, _ isRight: Bool, _ want: String?, _ have: String?) -> Bool {
        counts[field, default: (0, 0)].all += 1
        if isRight { counts[field, default: (0, 0)].right += 1 }
        if !isRight {
          print(
            "  \(line.file) \(field): wanted \((want ?? "-").prefix(70)), found \((have ?? "-").prefix(70))")
        }
        return isRight
      }
      _ = count("entry count", found.count == expected.count, "\(expected.count)", "\(found.count)")
      for (place, wanted) in expected.enumerated() {
        let entry = place < found.count ? found[place] : FeedEntry()
        var isWhole = place < found.count
        if let title = wanted.title {
          isWhole = count("title", Self.same(title, entry.title), title, entry.title?.text) && isWhole
        }
        if let link = wanted.link {
          isWhole = count("link", link == entry.link, link, entry.link) && isWhole
        }
        if let id = wanted.id { isWhole = count("id", id == entry.id, id, entry.id) && isWhole }
        if let date = wanted.updated_utc ?? wanted.published_utc {
          let found = entry.date.flatMap(FeedDate.iso8601)
          isWhole = count("date", Self.moment(date) == found.flatMap(Self.moment), date, found) && isWhole
        }
        if let content = wanted.content_html?.first ?? wanted.summary_html {
          let found = entry.contents.first
          isWhole = count("content", Self.same(content, found), content, found?.text) && isWhole
        }
        entries += 1
        if isWhole { whole += 1 }
      }
    }
    for (field, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("\(field): \(count.right) of \(count.all)")
    }
    print("whole entries: \(whole) of \(entries)")
  }

  private static func entries(_ feed: FetchedFeed) -> [FeedEntry] {
    (try? FeedDecoding(feed, location: "feed"))?.entries ?? []
  }

  private static func same(_ wanted: String, _ found: FeedContent?) -> Bool {
    guard let found else { return plain(wanted).isEmpty }
    let line = found.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let wantedLine = wanted.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line == wantedLine || plain(found.markup) == plain(wanted) || found.plainText == wantedLine
  }

  private static func plain(_ html: String) -> String { FeedContent(kind: .markup, text: html).plainText }

  private static func moment(_ text: String) -> Date? {
    let whole = text.count == 10 ? text + "T00:00:00Z" : text
    return (try? Date(whole, strategy: .iso8601))
      ?? (try? Date(whole, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }
}
