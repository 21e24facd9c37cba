import Foundation
import LazaretAdapters
import LazaretTesting
import Testing

@testable import LazaretCore

struct ExporterCatalogTests {
  static func chunk(text: String = "Write to [EMAIL] / \"today\"\n", title: String? = "Ü") -> CleanChunk {
    CleanChunk(
      id: ChunkID(text: "c1"), documentID: DocumentID(text: "d1"), source: "docs",
      uri: "guide/install.md", title: title, mediaType: "text/markdown",
      headingPath: ["Guide", "Install"], ordinal: 3, span: TextSpan(1204, 2710), text: text,
      digest: Digest(of: text),
      masks: [.init(label: "pii/email", span: TextSpan(9, 16), original: TextSpan(9, 28))],
      screenedBy: ["lakera", "lasso"], policy: Fingerprint(hex: "p1"), run: "01J")
  }

  @Test func `names are unique and lead to their format`() {
    let names = ExporterCatalog.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names { #expect(ExporterCatalog.exporter(named: name)?.name == name) }
    #expect(ExporterCatalog.exporter(named: "JSONL") == nil)
    #expect(names.contains("jsonl"))
  }

  @Test(arguments: 0..<ExporterCatalog.all.count)
  func `every format gives the same bytes for the same row, and they end a line`(place: Int) throws {
    let exporter = ExporterCatalog.all[place]
    var words = RandomText(seed: place)
    for _ in 0..<20 {
      let chunk = Self.chunk(text: words.document(paragraphs: 2))
      let row = try exporter.row(for: chunk)
      #expect(try exporter.row(for: chunk) == row)
      #expect(row.last == UInt8(ascii: "\n"))
    }
  }

  @Test(arguments: 0..<ExporterCatalog.all.count)
  func `every format that tells deltas says what to take and what to drop under the same key`(place: Int)
    throws
  {
    struct Line: Decodable {
      let op: String
      let id: String?
      let id_: String?
    }
    let exporter = ExporterCatalog.all[place]
    let chunk = Self.chunk()
    guard exporter.deltaKey != nil else {
      #expect(exporter.deletion(of: chunk.id) == nil)
      return
    }
    let plain = String(decoding: try exporter.row(for: chunk), as: UTF8.self)
    let upsert = String(decoding: try exporter.row(for: chunk, isUpsert: true), as: UTF8.self)
    #expect(upsert == #"{"op":"upsert","# + plain.dropFirst())
    let deletion = try #require(exporter.deletion(of: chunk.id))
    for (bytes, op) in [(Array(upsert.utf8), "upsert"), (deletion, "delete")] {
      #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
      let line = try JSONDecoder().decode(Line.self, from: Data(bytes))
      #expect(line.op == op)
      #expect((line.id ?? line.id_) == "c1")
    }
  }

  @Test func `only the formats that stores of vectors load tell deltas`() {
    #expect(
      ExporterCatalog.all.filter { $0.deltaKey != nil }.map(\.name) == [
        "jsonl", "langchain", "llamaindex", "haystack",
      ])
    #expect(ExporterCatalog.all.filter(\.proves).map(\.name) == ["jsonl"])
    #expect(ExporterCatalog.all.filter { $0.layout == .folder }.map(\.name) == ["markdown"])
  }

  @Test func `a line of jsonl is what the contract says, byte for byte`() {
    let expected =
      #"{"id":"c1","document_id":"d1","source":"docs","uri":"guide/install.md","title":"Ü","#
      + #""media_type":"text/markdown","heading_path":["Guide","Install"],"ordinal":3,"start":1204,"#
      + #""end":2710,"text":"Write to [EMAIL] / \"today\"\n","#
      + #""sha256":"\#(Digest(of: "Write to [EMAIL] / \"today\"\n").hex)","masked":true,"#
      + #""masks":[{"label":"pii/email","start":9,"end":16}],"screened_by":["lakera","lasso"],"#
      + #""policy":"p1","run_id":"01J"}"# + "\n"
    #expect(String(decoding: JSONLines().row(for: Self.chunk(), isUpsert: false), as: UTF8.self) == expected)
  }

  @Test func `language, times, table header and page stand where they are known`() {
    var chunk = Self.chunk()
    chunk.language = "de-AT"
    chunk.modified = "2026-01-01"
    chunk.fetched = "2026-02-01T00:00:00Z"
    chunk.tableHeader = "| Tea | [EMAIL] |"
    chunk.page = 12
    let line = String(decoding: JSONLines().row(for: chunk, isUpsert: false), as: UTF8.self)
    #expect(
      line.contains(
        #""media_type":"text/markdown","language":"de-AT","modified":"2026-01-01","#
          + #""fetched_at":"2026-02-01T00:00:00Z","heading_path":["Guide","Install"],"#
          + #""table_header":"| Tea | [EMAIL] |","page":12,"ordinal":3,"#))
  }

  @Test func `a clean chunk without a title says so, and keeps every key`() throws {
    var chunk = Self.chunk(title: nil)
    chunk.masks = []
    let line = String(decoding: JSONLines().row(for: chunk, isUpsert: false), as: UTF8.self)
    #expect(line.contains(#""title":null,"#))
    #expect(line.contains(#""masked":false,"masks":[],"#))
  }

  @Test(arguments: 0..<50)
  func `a line of jsonl is one line, and gives the text back`(seed: Int) throws {
    struct Line: Decodable { var text: String }
    var words = RandomText(seed: seed)
    let text = words.document(paragraphs: 4) + "\u{0}\u{2028}\u{85}"
    let row = JSONLines().row(for: Self.chunk(text: text), isUpsert: false)
    #expect(row.count { $0 == UInt8(ascii: "\n") } == 1)
    let line = try JSONDecoder().decode(Line.self, from: Data(row))
    #expect(Array(line.text.utf8) == Array(text.utf8))
  }
}
