import Foundation
import LazaretAdapters
import LazaretTesting
import Testing

@testable import LazaretCore

/// The formats that other programs load. What those make of them is tried with the programs themselves, see
/// docs/interoperability.md.
struct FrameworkFormatTests {
  /// Any object of JSON, with what is flat in it.
  private struct Flat: Decodable {
    enum Value: Decodable, Hashable {
      case text(String)
      case number(Int)
      case boolean(Bool)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let boolean = try? container.decode(Bool.self) {
          self = .boolean(boolean)
        } else if let number = try? container.decode(Int.self) {
          self = .number(number)
        } else {
          self = .text(try container.decode(String.self))
        }
      }
    }

    let id: String?
    let id_: String?
    let page_content: String?
    let content: String?
    let text: String?
    let metadata: [String: Value]?
    let meta: [String: Value]?
    let added: String?
    let created: String?
    let source: String?
  }

  private func flat(_ name: String, _ chunk: CleanChunk) throws -> Flat {
    let exporter = try #require(ExporterCatalog.exporter(named: name))
    return try JSONDecoder().decode(Flat.self, from: Data(exporter.row(for: chunk)))
  }

  @Test(arguments: ["langchain", "llamaindex", "haystack", "dolma"], 0..<10)
  func `the text is whole, and what it comes from is flat and without nulls`(name: String, seed: Int) throws {
    var words = RandomText(seed: seed)
    let text = words.document(paragraphs: 3) + "\u{0}\u{2028}\u{85}"
    var chunk = ExporterCatalogTests.chunk(text: text, title: nil)
    chunk.release = .init(review: ULID.some, reviewer: "someone")
    let row = try flat(name, chunk)
    let found = try #require(row.page_content ?? row.content ?? row.text)
    #expect(Array(found.utf8) == Array(text.utf8))
    #expect((row.id ?? row.id_) == "c1")
    let metadata = try #require(row.metadata ?? row.meta)
    #expect(metadata["title"] == nil)
    #expect(metadata["document_id"] == .text("d1"))
    #expect(metadata["uri"] == .text("guide/install.md"))
    #expect(metadata["heading_path"] == .text("Guide > Install"))
    #expect(metadata["start"] == .number(1204))
    #expect(metadata["masked"] == .boolean(true))
    #expect(metadata["masks"] == .text(#"[{"label":"pii/email","start":9,"end":16}]"#))
    #expect(metadata["screened_by"] == .text("lakera,lasso"))
    #expect(metadata["sha256"] == .text(Digest(of: text).hex))
    #expect(metadata["policy"] == .text("p1"))
    #expect(metadata["released_by"] == .text("someone"))
    #expect((row.source.map { .text($0) } ?? metadata["source"]) == .text("docs"))
  }

  @Test func `a row of dolma says when its run added it and when the item was made`() throws {
    var chunk = ExporterCatalogTests.chunk()
    chunk.run = ULID.some.text
    chunk.modified = "2025-06-01T12:00:00Z"
    let row = try flat("dolma", chunk)
    #expect(row.added == "2026-01-01T00:00:00.000Z")
    #expect(row.created == "2025-06-01T12:00:00Z")
  }

  @Test(arguments: 0..<50)
  func `a reader of comma-separated values has every value again`(seed: Int) throws {
    var words = RandomText(seed: seed)
    var generator = SeededGenerator(seed: seed)
    let first = [
      "=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "'quoted'", "''", "", "\u{FF1D}1", " =1", "plain",
    ]
    let text = (first.randomElement(using: &generator) ?? "") + words.document(paragraphs: 2) + "\", \r\n\","
    var chunk = ExporterCatalogTests.chunk(text: text, title: first.randomElement(using: &generator))
    chunk.uri = (first.randomElement(using: &generator) ?? "") + ".md"
    let csv = CSV()
    let records = try Self.records(csv.header + csv.row(for: chunk))
    #expect(records.count == 2)
    let header = records[0]
    #expect(records[1].count == header.count)
    for cell in records[1] {
      let start = cell.unicodeScalars.first
      #expect(!"=+-@\t\r\n".unicodeScalars.contains { $0 == start }, "a spreadsheet would compute '\(cell)'")
    }
    let values = records[1].map { $0.hasPrefix("'") ? String($0.dropFirst()) : $0 }
    let row = Dictionary(uniqueKeysWithValues: zip(header, values))
    #expect(row["text"].map { Array($0.utf8) } == Array(text.utf8))
    #expect(row["title"] == chunk.title)
    #expect(row["uri"] == chunk.uri)
    #expect(row["heading_path"] == #"["Guide","Install"]"#)
    #expect(row["sha256"] == Digest(of: text).hex)
  }

  private struct NotCSV: Error {}

  /// RFC 4180, by the letter.
  private static func records(_ bytes: [UInt8]) throws -> [[String]] {
    var (records, record, cell): ([[String]], [String], [UInt8]) = ([], [], [])
    var place = 0
    func at(_ place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }
    while place < bytes.count {
      if at(place) == UInt8(ascii: "\"") {
        place += 1
        while true {
          guard let byte = at(place) else { throw NotCSV() }
          place += 1
          if byte != UInt8(ascii: "\"") {
            cell.append(byte)
          } else if at(place) == UInt8(ascii: "\"") {
            cell.append(byte)
            place += 1
          } else {
            break
          }
        }
      } else {
        while let byte = at(place), byte != UInt8(ascii: ","), byte != 0x0D {
          if byte == UInt8(ascii: "\"") || byte == 0x0A { throw NotCSV() }
          cell.append(byte)
          place += 1
        }
      }
      record.append(String(decoding: cell, as: UTF8.self))
      cell = []
      if at(place) == UInt8(ascii: ",") {
        place += 1
      } else if at(place) == 0x0D, at(place + 1) == 0x0A {
        place += 2
        records.append(record)
        record = []
      } else {
        throw NotCSV()
      }
    }
    return records
  }
}

extension ULID {
  static var some: ULID {
    var generator = SeededGenerator(seed: 1)
    return ULID(milliseconds: 1_767_225_600_000, using: &generator)
  }
}
